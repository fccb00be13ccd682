package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, as a script would call any of the programs. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient client;
    private String csrfToken = "";

    Http(int port) {
        base = URI.create("http://127.0.0.1:" + port);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
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

    /** Signs in at Operate and Tasklist, for all later calls. */
    void signIn() throws IOException, InterruptedException {
        HttpResponse<String> answer = raw("POST", "/api/login?username=demo&password=demo", null);
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(answer.statusCode(), "Sign-in refused");
        }
        csrfToken = answer.headers().firstValue("X-CSRF-TOKEN").orElse("");
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    JsonNode send(String method, String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        HttpResponse<String> answer = raw(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(
                    answer.statusCode(),
                    answer.statusCode() + " to " + method + " " + base.resolve(path) + ": " + answer.body());
        }
        return answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    boolean answers(String path) throws InterruptedException {
        try {
            return raw("GET", path, null).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> raw(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        return client.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, application/problem+json")
                        .header("X-CSRF-TOKEN", csrfToken)
                        .method(method, publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
