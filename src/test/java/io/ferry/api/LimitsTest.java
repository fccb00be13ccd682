package io.ferry.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;

/** Nothing that a caller sends may be long, many or slow without end: tried with every endpoint that there is. */
class LimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TOO_LARGE = 300_000;
    private static final String TOO_LONG = "a".repeat(6_000);

    @TempDir
    private static Path home;

    private static WholeFerry ferry;
    private static MigrationId id;

    @BeforeAll
    static void start() {
        ferry = WholeFerry.start(home, "--server.tomcat.connection-timeout=1s", "--ferry.api.body-timeout=2s");
        // One that has ended, so that nothing is begun by what is let through.
        id = ReportWeb.registered(ferry.server(), "Limits", false).id();
        ferry.part(Migrations.class).recordOutcome(id, Outcome.MIGRATED);
    }

    @AfterAll
    static void stop() {
        ferry.close();
    }

    @Test
    void shouldTakeNoLargeBodyButWhereFilesAreTaken() throws Exception {
        Set<String> large = new TreeSet<>();
        List<String> taken = new ArrayList<>();
        for (var endpoint : Endpoints.of(ferry)) {
            if (endpoint.method() == RequestMethod.GET || endpoint.method() == RequestMethod.OPTIONS) {
                continue;
            }
            if (endpoint.handler().hasMethodAnnotation(LargeBody.class)) {
                large.add(endpoint.method() + " " + endpoint.pattern());
                continue;
            }
            HttpResponse<String> announced = send(ferry.request(endpoint.path(id))
                    .header("Content-Type", "application/json")
                    .method(endpoint.method().name(), BodyPublishers.ofByteArray(new byte[TOO_LARGE])));
            if (announced.statusCode() != 413 && announced.statusCode() != 415) {
                taken.add(endpoint + " took an announced body: " + announced.statusCode());
            }
        }

        assertThat(taken).isEmpty();
        assertThat(large)
                .containsExactly(
                        "PATCH /api/migrations/{id}/files/{kind:dump|jira-backup|safety-dump}/uploads/{upload}",
                        "POST /api/migrations/{id}/files/{kind:dump|jira-backup|safety-dump}/uploads/{upload}",
                        "POST /api/waves",
                        "POST /api/waves/check",
                        "PUT /api/migrations/{id}/accounts.csv",
                        "PUT /api/migrations/{id}/mapping.csv");
    }

    @Test
    void shouldReadNoFurtherThanTheLimitWhereNoLengthIsAnnounced() throws Exception {
        for (var endpoint : Endpoints.of(ferry)) {
            if (endpoint.handler().getMethod().getParameters().length == 0 || !endpoint.readsJson()) {
                continue;
            }
            LargeBody large = endpoint.handler().getMethodAnnotation(LargeBody.class);
            int tooLarge = large == null ? TOO_LARGE : Math.toIntExact(large.value() + 1);
            HttpResponse<String> answer = send(ferry.request(endpoint.path(id))
                    .header("Content-Type", "application/json")
                    .method(
                            endpoint.method().name(),
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                                    (" ".repeat(tooLarge) + "{\"name\": \"Spring move\"}").getBytes(US_ASCII)))));

            assertThat(answer.statusCode()).as(endpoint + answer.body()).isEqualTo(413);
        }
    }

    @Test
    void shouldLiftNoLimitForWhatAPathLooksLike() throws Exception {
        for (String path : List.of(
                "/api/migrations.csv",
                "/api/migrations/" + id + "/cancel.csv",
                "/api/migrations/" + id + "/mapping.csv",
                "/api/migrations/" + id + "/files/dump/uploads/x/y",
                "/api/migrations/" + id + "/modes.csv")) {
            HttpResponse<String> answer = send(ferry.request(path)
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofByteArray(new byte[TOO_LARGE])));

            assertThat(answer.statusCode()).as(path).isIn(403, 404, 405, 413, 415);
            assertThat(answer.body()).doesNotContain("not-readable");
        }
    }

    @Test
    void shouldRefuseEveryTextThatIsTooLong() throws Exception {
        JsonNode api = JSON.readTree(send(ferry.request("/v3/api-docs").GET()).body());
        List<String> taken = new ArrayList<>();
        int tried = 0;
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                String there = Endpoints.fill(path.getKey(), id);
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    if (parameter.path("schema").path("type").asText().equals("string")
                            && parameter.path("in").asText().equals("query")) {
                        tried++;
                        int status = send(ferry.request(there + "?"
                                                + parameter.path("name").asText() + "=" + TOO_LONG)
                                        .header("Content-Type", "application/json")
                                        .method(method, BodyPublishers.noBody()))
                                .statusCode();
                        if (status / 100 != 4) {
                            taken.add(method + " " + path.getKey() + " parameter " + parameter.path("name") + ": "
                                    + status);
                        }
                    }
                }
                JsonNode body = operation.getValue().at("/requestBody/content/application~1json/schema");
                for (String text : texts(api, body, "")) {
                    tried++;
                    HttpResponse<String> answer = send(ferry.request(there)
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(with(text))));
                    if (answer.statusCode() / 100 != 4) {
                        taken.add(method + " " + path.getKey() + " " + text + ": " + answer.statusCode());
                    }
                }
            }
        }

        assertThat(taken).isEmpty();
        assertThat(tried).isGreaterThan(20);
    }

    /** The names of all texts in a schema, with those of what they are in. */
    private static List<String> texts(JsonNode api, JsonNode schema, String prefix) {
        JsonNode resolved =
                schema.has("$ref") ? api.at(schema.path("$ref").asText().substring(1)) : schema;
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
            String name = prefix.isEmpty() ? property.getKey() : prefix + "/" + property.getKey();
            if (property.getValue().path("type").asText().equals("string")) {
                found.add(name);
            }
            found.addAll(texts(api, property.getValue(), name));
        }
        return found;
    }

    private static String with(String text) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode at = body;
        String[] names = text.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            at = at.putObject(names[i]);
        }
        at.put(names[names.length - 1], TOO_LONG);
        return body.toString();
    }

    @Test
    void shouldRefuseTooManyParametersHeadersAndLevels() throws Exception {
        StringBuilder many = new StringBuilder("/api/migrations?a=b");
        for (int i = 0; i < 500; i++) {
            many.append("&a").append(i).append("=1");
        }
        HttpRequest.Builder headers = ferry.request("/api/migrations");
        for (int i = 0; i < 200; i++) {
            headers.header("X-" + i, "1");
        }

        assertThat(send(ferry.request(many.toString())).statusCode()).isEqualTo(400);
        assertThat(send(headers).statusCode()).isEqualTo(400);
        assertThat(send(ferry.request("/api/migrations").header("X-Long", "a".repeat(20_000)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(ferry.request("/api/migrations")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"modes\":".repeat(200) + "1" + "}".repeat(200))))
                        .statusCode())
                .isEqualTo(400);
        for (String page : List.of("size=100000", "size=2147483648", "page=-1", "page=99999999999", "size=0")) {
            assertThat(send(ferry.request("/api/migrations?" + page)).statusCode())
                    .as(page)
                    .isEqualTo(400);
            assertThat(send(ferry.request("/api/migrations/" + id + "/people?" + page))
                            .statusCode())
                    .as(page)
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldBeginNoSessionForWhoeverIsNotSignedIn() throws Exception {
        for (Endpoints.Endpoint endpoint : Endpoints.of(ferry)) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(ferry.address(endpoint.path(id)))
                    .header("Content-Type", "application/json")
                    .method(endpoint.method().name(), BodyPublishers.ofString("{}")));

            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .as(endpoint.toString())
                    .isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void shouldLetGoOfWhoeverSendsNothing() throws Exception {
        for (String begun : List.of("", "GET /api/migrations HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")) {
            try (Socket socket = new Socket("127.0.0.1", ferry.port())) {
                socket.getOutputStream().write(begun.getBytes(US_ASCII));

                // It is closed, with an answer or without.
                socket.getInputStream().readAllBytes();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    @Test
    @Timeout(60)
    void shouldLetGoOfABodyThatStandsStill() throws Exception {
        try (Socket socket = post()) {
            socket.getOutputStream().write("{\"name\"".getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 4");
        }
    }

    @Test
    @Timeout(60)
    void shouldLetGoOfABodyThatTrickles() throws Exception {
        long began = System.nanoTime();
        try (Socket socket = post()) {
            // Waiting for an answer sets the pace: each look ends after a moment without one.
            socket.setSoTimeout(100);
            InputStream in = socket.getInputStream();
            int first = -2;
            while (first == -2) {
                socket.getOutputStream().write(' ');
                try {
                    first = in.read();
                } catch (SocketTimeoutException nothingYet) {
                    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(30));
                }
            }

            assertThat((char) first + new String(in.readNBytes(11), US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    /** A request that announces a body and has yet to send it. */
    private static Socket post() throws IOException {
        Socket socket = new Socket("127.0.0.1", ferry.port());
        String authorization = ferry.request("/")
                .build()
                .headers()
                .firstValue("Authorization")
                .map(value -> "Authorization: " + value + "\r\n")
                .orElse("");
        socket.getOutputStream()
                .write(("POST /api/migrations HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization
                                + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
