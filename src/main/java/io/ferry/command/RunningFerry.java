package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.access.ScriptKey;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The Ferry that a command speaks to, and how it signs in there. */
public final class RunningFerry {
    /** Holds a token of the company's sign-in service, where Ferry has one. */
    static final String TOKEN = "FERRY_TOKEN";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8090",
            description = "Where Ferry answers (default: ${DEFAULT-VALUE}).")
    URI url = URI.create("http://127.0.0.1:8090");

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "The file with Ferry's key for scripts (default: ~/.ferry/script-key; in a company, the variable "
                            + TOKEN + " holds a token instead).")
    @Nullable
    Path keyFile;

    /** The file with the key for scripts of a Ferry that keeps its files where it does by default. */
    public static Path usualKeyFile() {
        return Path.of(System.getProperty("user.home"), ".ferry", ScriptKey.FILE);
    }

    /**
     * Sends a request.
     *
     * @param accept the media type of the answer that is wanted
     * @throws CommandFailure if nobody answers, or Ferry does not know who asks, or does not allow it
     */
    HttpResponse<String> send(String method, String path, String accept) throws IOException, InterruptedException {
        return send(method, path, accept, null);
    }

    /** The same with a body. */
    HttpResponse<String> send(String method, String path, String accept, @Nullable String json)
            throws IOException, InterruptedException {
        return send(
                method,
                path,
                accept,
                json,
                "put a token of it that is meant for Ferry into the variable " + TOKEN + ".");
    }

    /** The same; says what to do if Ferry has a sign-in service and does not know who asks. */
    HttpResponse<String> send(String method, String path, String accept, @Nullable String json, String otherwise)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(method, path, accept, json, key());
        return switch (answer.statusCode()) {
            case 401 ->
                throw new CommandFailure("Ferry at " + url
                        + (hasSignInService(answer)
                                ? " has a sign-in service: " + otherwise
                                : " does not know who asks. Name the file script-key in its ferry.home (--key-file)."));
            case 403 -> throw new CommandFailure("Ferry at " + url + " does not allow you to do this.");
            default -> answer;
        };
    }

    private HttpResponse<String> ask(
            String method, String path, String accept, @Nullable String json, Optional<String> key)
            throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                    .timeout(Duration.ofMinutes(2))
                    .header("Accept", accept)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            json == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(json));
            key.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException | IllegalArgumentException nobody) {
            throw new CommandFailure(
                    "nobody answers at " + url + ". Start Ferry (./ferry serve), or name its address: --url");
        }
    }

    /** Whether people sign in at a company's service, as Ferry says where it does not know who asks. */
    private static boolean hasSignInService(HttpResponse<String> refusal) {
        try {
            return Json.MAPPER.readTree(refusal.body()).path("type").asText().equals("urn:ferry:problem:no-token");
        } catch (JsonProcessingException another) {
            return false;
        }
    }

    private Optional<String> key() throws IOException {
        if (keyFile != null) {
            return Optional.of(read(keyFile));
        }
        String token = System.getenv(TOKEN);
        if (token != null && !token.isBlank()) {
            return Optional.of(token.strip());
        }
        // The key of this computer is nobody else's business.
        return isThisComputer() && Files.exists(usualKeyFile()) ? Optional.of(read(usualKeyFile())) : Optional.empty();
    }

    boolean isThisComputer() {
        try {
            return url.getHost() != null && InetAddress.getByName(url.getHost()).isLoopbackAddress();
        } catch (UnknownHostException nobody) {
            return false;
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException none) {
            throw new CommandFailure("there is no file " + file + ".");
        }
    }
}
