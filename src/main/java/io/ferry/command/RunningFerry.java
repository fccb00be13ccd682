package io.ferry.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.access.RunningFile;
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
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The Ferry that a command speaks to, and how it signs in there. The key for scripts is sent only to a Ferry that is known to
 * run: {@link RunningFile}. A token goes where the person says, but not unencrypted to another computer.
 */
public final class RunningFerry {
    /** Holds a token of the company's OpenID Connect provider, where Ferry has one. */
    static final String TOKEN = "FERRY_TOKEN";

    private static final URI USUAL_ADDRESS = URI.create("http://127.0.0.1:8090");

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:FERRY_URL}",
            description = "Where Ferry answers (default: the variable FERRY_URL, or the Ferry of this computer).")
    @Nullable
    URI url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The file script-key in the ferry.home of a Ferry on this computer (default:"
                    + " ~/.ferry/script-key).")
    @Nullable
    Path keyFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file with a token of your OpenID Connect provider that is meant for Ferry (default: the variable "
                            + TOKEN + ").")
    @Nullable
    Path tokenFile;

    /** Nobody's yet: the command line fills it in. */
    public RunningFerry() {}

    /** The Ferry of this computer whose {@code ferry.home} is the folder. */
    static RunningFerry in(Path home) {
        RunningFerry there = new RunningFerry();
        there.keyFile = home.resolve(ScriptKey.FILE);
        return there;
    }

    /** The file with the key for scripts of a Ferry that keeps its files where it does by default. */
    public static Path usualKeyFile() {
        return Path.of(System.getProperty("user.home"), ".ferry", ScriptKey.FILE);
    }

    /** Where Ferry answers: as the person says, else as the Ferry of this computer has written down, else where it usually does. */
    URI address() throws IOException {
        return url != null ? url : noted().map(RunningFile::address).orElse(USUAL_ADDRESS);
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
                "put a token of it that is meant for Ferry into a file (--token-file), or into the variable " + TOKEN
                        + ".");
    }

    /** The same; says what to do if Ferry has an OpenID Connect provider and does not know who asks. */
    HttpResponse<String> send(String method, String path, String accept, @Nullable String json, String otherwise)
            throws IOException, InterruptedException {
        return accepted(
                ask(address(), method, path, Map.of("Accept", accept, "Content-Type", "application/json"), json, key()),
                otherwise);
    }

    /** Asks for JSON; with the tag of the answer before, Ferry answers 304 if nothing has changed. */
    HttpResponse<String> get(String path, @Nullable String tag) throws IOException, InterruptedException {
        Map<String, String> headers = tag == null
                ? Map.of("Accept", "application/json")
                : Map.of("Accept", "application/json", "If-None-Match", tag);
        return accepted(
                ask(address(), "GET", path, headers, null, key()),
                "put a token of it that is meant for Ferry into a file (--token-file), or into the variable " + TOKEN
                        + ".");
    }

    /** Asks for JSON that must be there; a refusal is said in the words of Ferry's answer. */
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path, null);
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        return Json.MAPPER.readTree(answer.body());
    }

    /** A refusal, in Ferry's own words: what is wrong, and field by field what was expected. */
    CommandFailure refused(HttpResponse<String> answer) throws IOException {
        JsonNode problem = problem(answer);
        StringBuilder why = new StringBuilder("Ferry at " + address() + " answered " + answer.statusCode() + ".");
        for (String part : new String[] {"title", "detail"}) {
            String text = problem.path(part).asText().strip();
            if (!text.isEmpty()) {
                why.append(' ').append(text).append(text.endsWith(".") ? "" : ".");
            }
        }
        for (JsonNode error : problem.path("errors")) {
            why.append("\n  ");
            if (error.has("line")) {
                why.append("line ").append(error.path("line").asText()).append(", ");
            }
            why.append(error.path("field").asText()).append(": expected ");
            why.append(error.path("expected").asText())
                    .append("; got ")
                    .append(error.path("got").asText());
        }
        return new CommandFailure(
                why.toString(),
                switch (answer.statusCode()) {
                    case 404 -> ExitStatus.NOT_FOUND;
                    case 502, 503, 504 -> ExitStatus.UNREACHABLE;
                    default -> ExitStatus.FAILED;
                });
    }

    /**
     * What the Ferry of this computer says of its own health, as Spring Boot writes it.
     *
     * @throws CommandFailure if it does not answer, or does not say it to the owner of its key for scripts
     */
    JsonNode health() throws IOException, InterruptedException {
        Optional<String> key = key();
        URI health = noted().map(RunningFile::health)
                .orElseThrow(() -> new CommandFailure("it tells nobody its health (management.server.port)."));
        // 503 says that something is down, and which.
        return Json.MAPPER.readTree(accepted(
                        ask(health, "GET", health.getPath(), Map.of("Accept", "application/json"), null, key),
                        "sign in there.")
                .body());
    }

    private static JsonNode problem(HttpResponse<String> answer) {
        try {
            JsonNode problem = Json.MAPPER.readTree(answer.body());
            return problem == null ? Json.MAPPER.createObjectNode() : problem;
        } catch (JsonProcessingException anotherProgram) {
            return Json.MAPPER.createObjectNode();
        }
    }

    /** Refuses to send anything secret to a Ferry where nobody is known to sign in. */
    void requireKeyOrToken() throws IOException {
        if (key().isEmpty()) {
            throw new CommandFailure(
                    "there is no key for scripts and no token, so Ferry would not accept this. Name the file script-key"
                            + " (--key-file), or a file with a token (--token-file).",
                    ExitStatus.NOT_ALLOWED);
        }
    }

    private HttpResponse<String> accepted(HttpResponse<String> answer, String otherwise) throws IOException {
        return switch (answer.statusCode()) {
            case 401 ->
                throw new CommandFailure(
                        "Ferry at " + address()
                                + (hasSignInService(answer)
                                        ? " has an OpenID Connect provider: " + otherwise
                                        : " does not know who asks. Name the file script-key in its ferry.home"
                                                + " (--key-file)."),
                        ExitStatus.NOT_ALLOWED);
            case 403 ->
                throw new CommandFailure(
                        "Ferry at " + address() + " does not allow you to do this."
                                + Optional.of(problem(answer).path("detail").asText())
                                        .filter(text -> !text.isBlank())
                                        .map(text -> " " + text)
                                        .orElse(""),
                        ExitStatus.NOT_ALLOWED);
            default -> answer;
        };
    }

    private HttpResponse<String> ask(
            URI to,
            String method,
            String path,
            Map<String, String> headers,
            @Nullable String json,
            Optional<String> key)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(to.resolve(path))
                    .timeout(Duration.ofMinutes(2))
                    .method(
                            method,
                            json == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(json));
            headers.forEach(request::header);
            key.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException nobody) {
            throw new CommandFailure(
                    "nobody answers at " + to + ". Start Ferry ('" + Launcher.name()
                            + " serve'), or name its address: --url",
                    ExitStatus.UNREACHABLE);
        } catch (HttpTimeoutException slow) {
            throw new CommandFailure(
                    "Ferry at " + to + " does not answer in time. Look at its log, and at what is between.",
                    ExitStatus.UNREACHABLE);
        } catch (IllegalArgumentException odd) {
            throw new CommandFailure(
                    to + " is no address of a Ferry. Write it as https://ferry.example.com",
                    ExitStatus.WRONG_ARGUMENTS);
        } catch (IOException broken) {
            throw new CommandFailure(
                    "the connection to " + to + " broke off ("
                            + (broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage())
                            + "). Is it Ferry who answers there, and does it run?",
                    ExitStatus.UNREACHABLE);
        }
    }

    /** Whether people sign in at an OpenID Connect provider, as Ferry says where it does not know who asks. */
    private static boolean hasSignInService(HttpResponse<String> refusal) {
        return problem(refusal).path("type").asText().equals("urn:ferry:problem:no-token");
    }

    private Optional<String> key() throws IOException {
        if (keyFile != null && tokenFile != null) {
            throw new CommandFailure(
                    "--key-file and --token-file exclude each other: name one.", ExitStatus.WRONG_ARGUMENTS);
        }
        if (tokenFile != null) {
            return Optional.of(token(read(tokenFile)));
        }
        if (keyFile != null) {
            requireRunning(keyFile);
            return Optional.of(read(keyFile));
        }
        String token = System.getenv(TOKEN);
        if (token != null && !token.isBlank()) {
            return Optional.of(token(token.strip()));
        }
        // The key of this computer is nobody else's business.
        if (!isThisComputer() || !Files.exists(usualKeyFile())) {
            return Optional.empty();
        }
        requireRunning(usualKeyFile());
        return Optional.of(read(usualKeyFile()));
    }

    private String token(String token) throws IOException {
        if (!"https".equalsIgnoreCase(address().getScheme()) && !isThisComputer()) {
            throw new CommandFailure(
                    "the token would travel unencrypted to " + address() + ": give an https address.",
                    ExitStatus.WRONG_ARGUMENTS);
        }
        return token;
    }

    /** While Ferry is down, another account's program could wait at its port for the key. */
    private void requireRunning(Path key) throws IOException {
        Path home = homeOf(key);
        Path note = home.resolve(RunningFile.FILE);
        String start = " Start it: '" + Launcher.name() + " serve'.";
        Optional<RunningFile> running = RunningFile.read(home);
        if (running.isEmpty()) {
            throw new CommandFailure(
                    "nobody answers at " + address() + " who is known to be Ferry: while it runs, it keeps the file "
                            + note + ", and there is none." + start,
                    ExitStatus.UNREACHABLE);
        }
        if (!running.get().isAlive(home)) {
            throw new CommandFailure(
                    "nobody answers at " + address() + " who is known to be Ferry: the process "
                            + running.get().process() + " that " + note + " names has ended, or is another user's."
                            + start,
                    ExitStatus.UNREACHABLE);
        }
        URI noted = running.get().address();
        if (noted.getPort() != port(address())
                || !isThisComputer()
                || !InetAddress.getByName(noted.getHost())
                        .equals(InetAddress.getByName(address().getHost()))) {
            throw new CommandFailure(
                    "the Ferry whose key is in " + key + " answers at " + noted + ", so the key is not sent to "
                            + address()
                            + ". Leave --url out; or put the token of the other Ferry into a file, and name it"
                            + " with --token-file.",
                    ExitStatus.WRONG_ARGUMENTS);
        }
    }

    private Optional<RunningFile> noted() throws IOException {
        return RunningFile.read(homeOf(keyFile == null ? usualKeyFile() : keyFile));
    }

    private static Path homeOf(Path key) {
        return Objects.requireNonNull(key.toAbsolutePath().getParent(), "A file has a folder.");
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    boolean isThisComputer() throws IOException {
        try {
            String host = address().getHost();
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
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
