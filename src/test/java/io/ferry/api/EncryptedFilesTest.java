package io.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.MigrationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Encrypted files over HTTP: uploaded in pieces, downloaded in ranges, and refused without their key. */
class EncryptedFilesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DUMP = new byte[700_000];

    static {
        new Random(4).nextBytes(DUMP);
    }

    @TempDir
    private Path home;

    private String database;
    private Path key;

    @BeforeEach
    void aKey() throws IOException {
        database = TestDatabase.H2.newUrl();
        byte[] bytes = new byte[32];
        new Random(1).nextBytes(bytes);
        key = Files.writeString(home.resolve("key"), Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void shouldUploadInPiecesDownloadInRangesAndRefuseWithoutTheKey() throws Exception {
        MigrationId id;
        String content;
        try (var web = FilesWeb.start(database, home, "--ferry.artifacts.encryption.key=file:" + key)) {
            // given
            id = PeopleWeb.migration(web, "Spring").id();
            String upload = begin(web, id);
            patch(web, upload, 0, 300_000);
            patch(web, upload, 300_000, DUMP.length);

            // when
            JsonNode file = Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(
                            () -> JSON.readTree(get(web, "/api/migrations/" + id + "/files/dump", Map.of())
                                            .body())
                                    .path("file"),
                            JsonNode::isObject);
            content = file.path("content").asText();

            // then
            assertThat(get(web, content, Map.of()).body()).isEqualTo(DUMP);
            HttpResponse<byte[]> range = get(web, content, Map.of("Range", "bytes=299990-300009"));
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(DUMP, 299_990, 300_010));
        }

        try (var web = FilesWeb.start(database, home)) {
            HttpResponse<byte[]> refused = get(web, content, Map.of());
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(new String(refused.body(), UTF_8))
                    .contains("key-missing", "ferry.artifacts.encryption.key is not set");
            assertThat(refused.headers().firstValue("ETag")).isEmpty();
        }
    }

    private static String begin(ConfigurableApplicationContext web, MigrationId id) throws Exception {
        return send(
                        web,
                        "/api/migrations/" + id + "/files/dump/uploads",
                        List.of(
                                "Tus-Resumable",
                                "1.0.0",
                                "Upload-Length",
                                String.valueOf(DUMP.length),
                                "Upload-Metadata",
                                "filename " + Base64.getEncoder().encodeToString("a.dump".getBytes(UTF_8))),
                        HttpRequest.newBuilder().POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static void patch(ConfigurableApplicationContext web, String upload, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = send(
                web,
                URI.create(upload).getPath(),
                List.of(
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Offset",
                        String.valueOf(from),
                        "Content-Type",
                        "application/offset+octet-stream"),
                HttpRequest.newBuilder()
                        .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(DUMP, from, to))));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Upload-Offset")).hasValue(String.valueOf(to));
    }

    private static HttpResponse<byte[]> get(
            ConfigurableApplicationContext web, String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder().GET();
        headers.forEach(request::header);
        return send(web, path, List.of("Accept", "*/*"), request);
    }

    private static HttpResponse<byte[]> send(
            ConfigurableApplicationContext web, String path, List<String> headers, HttpRequest.Builder request)
            throws Exception {
        String port = web.getEnvironment().getProperty("local.server.port");
        return HTTP.send(
                request.uri(URI.create("http://127.0.0.1:" + port + path))
                        .headers(headers.toArray(String[]::new))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
