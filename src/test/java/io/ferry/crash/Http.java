package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, as a script would call any of the programs. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();

    private final IntSupplier port;
    private final HttpClient client;
    private final String authorization;

    /** Without a sign-in. */
    Http(int port) {
        this(() -> port, "");
    }

    /** @param user signs in with a password like the name */
    static Http as(String user, int port) {
        return new Http(
                () -> port,
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * @param key Ferry's key for scripts
     * @param port where the next call goes
     */
    static Http withKey(String key, IntSupplier port) {
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
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String what) {
            super(what);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode send(String method, String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        HttpResponse<String> answer = raw(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(
                    answer.statusCode(),
                    answer.statusCode() + " to " + method + " " + answer.uri() + ": " + answer.body());
        }
        return answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    boolean answers(String path) throws InterruptedException {
        try {
            return raw("GET", path, null).statusCode() / 100 == 2;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> raw(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .method(method, publisher);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
