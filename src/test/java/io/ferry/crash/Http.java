package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, as a script would call any of the programs. */
public final class Http {
    /** Reads and writes what goes over the line. */
    public static final ObjectMapper JSON = new ObjectMapper();

    private final IntSupplier port;
    private final HttpClient client;
    private final String authorization;

    /** Without a sign-in. */
    public Http(int port) {
        this(() -> port, "");
    }

    /** @param user signs in with a password like the name */
    public static Http as(String user, int port) {
        return new Http(
                () -> port,
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * @param key Ferry's key for scripts
     * @param port where the next call goes; an {@link UncheckedIOException} if nowhere
     */
    public static Http withKey(String key, IntSupplier port) {
        return new Http(port, "Bearer " + key);
    }

    private Http(IntSupplier port, String authorization) {
        this.port = port;
        this.authorization = authorization;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .build();
    }

    /** A program answered, but not with success. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String what) {
            super(what);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /**
     * Asks for JSON.
     *
     * @throws Refused if the program did not answer with success
     */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    /**
     * Sends JSON.
     *
     * @return the answer; JSON's null where there is none
     * @throws Refused if the program did not answer with success
     */
    public JsonNode send(String method, String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        HttpResponse<String> answer = succeeded(method, raw(method, path, body));
        return answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    /**
     * Asks for text that is no JSON as a whole.
     *
     * @return its lines
     * @throws Refused if the program did not answer with success
     */
    public Stream<String> lines(String path) throws IOException, InterruptedException {
        return succeeded("GET", raw("GET", path, null)).body().lines();
    }

    /** Whether the address answers with success just now. */
    public boolean answers(String path) throws InterruptedException {
        return refusal(path).isEmpty();
    }

    /** Why the address does not answer with success just now; empty if it does. */
    String refusal(String path) throws InterruptedException {
        try {
            HttpResponse<String> answer = raw("GET", path, null);
            return answer.statusCode() / 100 == 2 ? "" : answer.statusCode() + " " + answer.body();
        } catch (IOException notYet) {
            return notYet.toString();
        }
    }

    private static HttpResponse<String> succeeded(String method, HttpResponse<String> answer) throws Refused {
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(
                    answer.statusCode(),
                    answer.statusCode() + " to " + method + " " + answer.uri() + ": " + answer.body());
        }
        return answer;
    }

    private HttpResponse<String> raw(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nextPort() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .method(method, publisher);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int nextPort() throws IOException {
        try {
            return port.getAsInt();
        } catch (UncheckedIOException nobody) {
            throw nobody.getCause();
        }
    }
}
