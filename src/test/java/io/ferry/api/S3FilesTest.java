package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.fixtures.S3TestStore;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.MigrationId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Handing over by an S3 address, from a store (S3Proxy) that speaks S3 and checks signatures. */
@ExtendWith(OutputCaptureExtension.class)
class S3FilesTest {
    private static final String KEY_ID = S3TestStore.KEY_ID;
    private static final String SECRET = S3TestStore.SECRET;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final byte[] DUMP = noise();

    @TempDir
    private static Path home;

    private static S3TestStore store;
    private static String database;
    private static ConfigurableApplicationContext web;

    private MigrationId id;

    @BeforeAll
    static void start() throws Exception {
        Path content = Files.createDirectories(home.resolve("content"));
        write(content.resolve("dumps/ünsere Kopie+1%.dump"), DUMP);
        write(content.resolve("private.dump"), DUMP);
        store = S3TestStore.start("backups", content);
        database = TestDatabase.H2.newUrl();
        web = startFerry();
    }

    private static ConfigurableApplicationContext startFerry() throws Exception {
        String settings = "--ferry.uploads.s3-stores.";
        return FilesWeb.start(
                database,
                home,
                "--ferry.remote.allowed-addresses=127.0.0.1",
                settings + "ours.region=us-east-1",
                settings + "ours.endpoint=" + store.endpoint(),
                settings + "ours.buckets=backups/dumps",
                settings + "ours.credential=file:" + write(home.resolve("keys"), (KEY_ID + ":" + SECRET).getBytes()),
                settings + "others.region=us-east-1",
                settings + "others.endpoint=" + store.endpoint(),
                settings + "others.buckets=elsewhere",
                settings + "others.credential=file:" + write(home.resolve("wrong"), (KEY_ID + ":wrong").getBytes()),
                settings + "nobody.region=us-east-1",
                settings + "nobody.buckets=unset",
                settings + "nobody.credential=env:FERRY_NO_SUCH_VARIABLE");
    }

    @AfterAll
    static void stop() throws Exception {
        if (store != null) {
            store.close();
        }
        if (web != null) {
            web.close();
        }
    }

    @BeforeEach
    void aMigration() {
        id = PeopleWeb.migration(web, "Spring move").id();
    }

    @Test
    void shouldFetchAFileFromAStore(CapturedOutput output) throws Exception {
        // when
        HttpResponse<String> asked = fetch("s3://backups/dumps/ünsere Kopie+1%.dump");

        // then
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        JsonNode file = uploaded();
        assertThat(file.path("name").asText()).isEqualTo("ünsere Kopie+1%.dump");
        assertThat(file.path("bytes").asLong()).isEqualTo(DUMP.length);
        assertThat(file.path("sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(DUMP)));
        assertThat(JSON.readTree(show()).path("places").toString())
                .isEqualTo("[\"s3://backups/dumps\",\"s3://elsewhere\",\"s3://unset\"]");

        // and nothing that could sign stands anywhere
        assertThat(output.getAll() + show()).doesNotContain(SECRET, KEY_ID, "X-Amz");
        try (var all = Files.walk(home.resolve("artifacts"))) {
            assertThat(all.filter(path -> path.toString().endsWith(".json")))
                    .isNotEmpty()
                    .allSatisfy(note -> assertThat(Files.readString(note)).doesNotContain(KEY_ID, "X-Amz"));
        }
    }

    @Test
    void shouldFetchAgainAfterARestartWhatWasOnItsWay() throws Exception {
        // given what a Ferry leaves that is killed while it fetches
        web.getBean(IncomingFiles.class)
                .begin(
                        id.value(),
                        ArtifactKind.DUMP,
                        "old.dump",
                        DUMP.length,
                        IncomingFile.Source.ADDRESS,
                        "s3://backups/dumps/ünsere Kopie+1%.dump");

        // when
        web.close();
        web = startFerry();

        // then nobody had to ask for it
        assertThat(uploaded().path("bytes").asLong()).isEqualTo(DUMP.length);
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        assertThat(refused("s3://backups/dumps/nothing.dump")).contains("404", "Check the bucket and the name");
        // The store is asked only for what the operator allows, and not with the keys of another one.
        assertThat(refused("s3://backups/private.dump")).contains("Ferry does not fetch this from the bucket backups.");
        assertThat(refused("s3://backups/dumps/../private.dump")).contains("This is no address of a file in a store.");
        assertThat(refused("s3://elsewhere/x"))
                .contains("403", "the store’s credential")
                .doesNotContain(KEY_ID);
        assertThat(refused("s3://unset/x")).contains("env:FERRY_NO_SUCH_VARIABLE is missing");
    }

    private String refused(String address) throws Exception {
        HttpResponse<String> asked = fetch(address);
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(422);
        return asked.body();
    }

    private HttpResponse<String> fetch(String address) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(PeopleWeb.address(web).resolve(dump()))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("address", address))))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode uploaded() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            JsonNode mapping = JSON.readTree(show());
            if (mapping.path("file").isObject()) {
                return mapping.path("file");
            }
            assertThat(mapping.path("refused").isNull()).as(mapping.toString()).isTrue();
            assertThat(System.nanoTime()).as("It comes in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private String show() throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(PeopleWeb.address(web).resolve(dump()))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private String dump() {
        return "/api/migrations/" + id + "/files/dump";
    }

    private static Path write(Path file, byte[] content) throws Exception {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.write(file, content);
    }

    private static byte[] noise() {
        byte[] bytes = new byte[3_000_000];
        new Random(11).nextBytes(bytes);
        return bytes;
    }
}
