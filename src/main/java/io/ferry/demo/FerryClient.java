package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An interface of Ferry or of the sandbox, as a script calls it. Answers are read as plain JSON, the way any caller would. */
final class FerryClient {
    private static final ObjectMapper JSON = Json.MAPPER;

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final @Nullable Path keyFile;

    /** Asks without signing in. */
    FerryClient(URI base) {
        this(base, null);
    }

    /** @param keyFile holds the key with which it signs in, from its first request on */
    FerryClient(URI base, @Nullable Path keyFile) {
        this.base = base;
        this.keyFile = keyFile;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    /** True when the address answers at all with success; false while nobody listens there yet. */
    boolean answers(String path) throws InterruptedException {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json");
        return keyFile == null
                ? request
                : request.header(
                        "Authorization", "Bearer " + Files.readString(keyFile).strip());
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("Ferry answered " + answer.statusCode() + " to " + request.method() + " "
                    + request.uri().getPath() + ": "
                    + body.path("detail").asText(body.path("title").asText()) + " "
                    + body.path("errors").toString());
        }
        return body;
    }
}
