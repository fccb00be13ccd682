package io.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.Actor;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Timeline;
import io.ferry.migration.UploadedFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteState;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Handing files over and getting them, as scripts and the page do it: over HTTP, into a folder and a database. */
class FilesApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DUMP = noise(300_000, 1);

    @TempDir
    static Path home;

    private static ConfigurableApplicationContext web;
    private static HttpServer elsewhere;

    private MigrationId id;

    @BeforeAll
    static void start() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        elsewhere.start();
        Files.createDirectories(home.resolve("inbox"));
        web = FilesWeb.start(
                TestDatabase.H2.newUrl(),
                home,
                "--ferry.remote.allowed-addresses=127.0.0.1",
                "--ferry.uploads.address-hosts=127.0.0.1:"
                        + elsewhere.getAddress().getPort(),
                "--ferry.uploads.s3-stores.main.region=eu-central-1",
                "--ferry.uploads.s3-stores.main.buckets=backups/dumps",
                "--ferry.uploads.s3-stores.main.endpoint=http://127.0.0.1:"
                        + elsewhere.getAddress().getPort(),
                "--ferry.uploads.s3-stores.main.credential=file:"
                        + Files.writeString(home.resolve("keys"), "KEYID:secret-key"));
    }

    @AfterAll
    static void stop() {
        web.close();
        elsewhere.stop(0);
    }

    @BeforeEach
    void aMigration() {
        id = PeopleWeb.migration(web, "Spring <move>").id();
        reset(web.getBean(Sites.class), web.getBean(WaitingTasks.class));
    }

    @Test
    void shouldDeleteTheFilesOfAMigrationThatHasEndedAndSayWhichTheyWere() throws Exception {
        // given
        patch(begin("dump", "box.dump", DUMP.length), 0, DUMP);
        uploaded("dump");

        // when
        HttpResponse<String> tooEarly = send(request("").DELETE());
        web.getBean(Migrations.class).recordOutcome(id, Outcome.CANCELLED);
        HttpResponse<String> deleted = send(request("").DELETE());
        HttpResponse<String> again = send(request("").DELETE());

        // then
        assertThat(tooEarly.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(tooEarly.body()).path("detail").asText()).contains("cancel it first");
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(deleted.body()).path(0).path("sha256").asText())
                .isEqualTo(sha256(DUMP));
        assertThat(web.getBean(ArtifactStore.class).of(id.value())).isEmpty();
        assertThat(web.getBean(Timeline.class).read(id))
                .anyMatch(event ->
                        event.message().startsWith("Deleted “box.dump” (dump, 300 kB, SHA-256 " + sha256(DUMP)));
        assertThat(JSON.readTree(again.body())).isEmpty();
    }

    @Test
    void shouldTakeAFileInPieces() throws Exception {
        // when
        String upload = begin("dump", "box.dump", DUMP.length);
        assertThat(patch(upload, 0, Arrays.copyOf(DUMP, 100_000)).statusCode()).isEqualTo(204);
        assertThat(offset(upload)).isEqualTo(100_000);
        HttpResponse<String> last = patch(upload, 100_000, Arrays.copyOfRange(DUMP, 100_000, DUMP.length));

        // then
        assertThat(last.headers().firstValueAsLong("Upload-Offset")).hasValue(DUMP.length);
        JsonNode file = uploaded("dump");
        assertThat(file.path("name").asText()).isEqualTo("box.dump");
        assertThat(file.path("bytes").asLong()).isEqualTo(DUMP.length);
        assertThat(file.path("sha256").asText()).isEqualTo(sha256(DUMP));
        assertThat(web.getBean(Timeline.class).read(id))
                .anyMatch(event -> event.message().contains(sha256(DUMP)));
        assertThat(web.getBean(UploadedFiles.class)
                        .find(id, "DUMP")
                        .orElseThrow()
                        .takenAt())
                .isNull();
    }

    @Test
    void shouldSpeakTusAsItIsWritten() throws Exception {
        String uploads = "/dump/uploads";
        HttpResponse<String> options = send(request(uploads).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertThat(options.headers().firstValue("Tus-Extension")).hasValue("creation,expiration,termination");

        HttpResponse<String> other =
                send(request(uploads).header("Tus-Resumable", "0.2.2").POST(BodyPublishers.noBody()));
        assertThat(other.statusCode()).isEqualTo(412);
        assertThat(other.headers().firstValue("Tus-Version")).hasValue("1.0.0");

        String upload = begin("dump", "box.dump", 10);
        HttpResponse<String> head = send(tus(upload).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Upload-Offset")).hasValue("0");
        assertThat(head.headers().firstValue("Upload-Length")).hasValue("10");
        assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(head.headers().firstValue("Upload-Expires").orElse("")).endsWith("GMT");

        assertThat(patch(upload, 3, new byte[1]).statusCode()).isEqualTo(409);
        assertThat(patch(upload, 0, new byte[11]).statusCode()).isEqualTo(413);
        assertThat(send(tus(upload)
                                .header("Upload-Offset", "0")
                                .header("Content-Type", "text/plain")
                                .method("PATCH", BodyPublishers.ofString("a")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(tus(upload)
                                .header("X-HTTP-Method-Override", "PATCH")
                                .header("Upload-Offset", "0")
                                .header("Content-Type", "application/offset+octet-stream")
                                .POST(BodyPublishers.ofByteArray(new byte[4])))
                        .statusCode())
                .isEqualTo(204);
        assertThat(offset(upload)).isEqualTo(4);
        assertThat(send(tus(upload).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(tus(upload).method("HEAD", BodyPublishers.noBody())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldTakeOneFileAtATime() throws Exception {
        begin("dump", "box.dump", 10);

        HttpResponse<String> second = create("dump", "other.dump", 10, false);

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(type(second)).isEqualTo("on-its-way");
        assertThat(create("jira-backup", "b.zip", 10, false).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldReplaceAFileOnlyWhenAsked() throws Exception {
        upload("dump", "one.dump", DUMP);
        byte[] other = noise(1000, 2);

        assertThat(type(create("dump", "two.dump", other.length, false))).isEqualTo("replaces");
        HttpResponse<String> begun = create("dump", "two.dump", other.length, true);
        assertThat(uploaded("dump").path("name").asText()).isEqualTo("one.dump");
        patch(begun.headers().firstValue("Location").orElseThrow(), 0, other);

        await(() -> uploaded("dump").path("name").asText().equals("two.dump"));
        assertThat(JSON.readTree(get("").body())).hasSize(1);
    }

    @Test
    void shouldRefuseTheSameFileAgain() throws Exception {
        upload("dump", "one.dump", DUMP);

        String upload = create("dump", "copy of one.dump", DUMP.length, true)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        patch(upload, 0, DUMP);

        assertThat(refusal("dump")).contains("same file again", "one.dump");
        assertThat(uploaded("dump").path("name").asText()).isEqualTo("one.dump");
    }

    @Test
    void shouldTakeAnotherOneOnlyWhenATaskWaitsForIt() throws Exception {
        // given
        upload("dump", "one.dump", DUMP);
        web.getBean(UploadedFiles.class).take(id, "DUMP", 1, Instant.EPOCH);

        // when, then
        HttpResponse<String> refused = create("dump", "two.dump", 10, true);
        assertThat(type(refused)).isEqualTo("not-wanted");
        assertThat(show("dump").path("closed").path("title").asText()).contains("has its dump already");

        // when the same task waits again
        waits("Task_MakeTheDumpByHand");
        upload("dump", "two.dump", noise(10, 3));
        assertThat(web.getBean(UploadedFiles.class)
                        .find(id, "DUMP")
                        .orElseThrow()
                        .takenAt())
                .isNull();
    }

    @Test
    void shouldTakeNothingForAMigrationThatHasEnded() throws Exception {
        web.getBean(Migrations.class).recordOutcome(id, Outcome.MIGRATED);

        assertThat(type(create("dump", "a.dump", 10, false))).isEqualTo("not-wanted");
        assertThat(type(create("safety-dump", "a.dump", 10, false))).isEqualTo("not-wanted");
        assertThat(show("dump").path("closed").path("title").asText()).contains("has ended");
    }

    @Test
    void shouldTakeAFileForAPhaseThatWasStartedAloneAfterTheEnd() throws Exception {
        // given: one was uploaded and never used
        upload("dump", "left over.dump", DUMP);
        web.getBean(Migrations.class).recordOutcome(id, Outcome.MIGRATED);
        waits("Task_MakeTheDumpByHand");

        // when, then: the page is open, and the same file counts anew
        assertThat(show("dump").path("closed").isMissingNode()
                        || show("dump").path("closed").isNull())
                .isTrue();
        HttpResponse<String> begun = create("dump", "new.dump", DUMP.length, true);
        patch(begun.headers().firstValue("Location").orElseThrow(), 0, DUMP);
        await(() -> show("dump").path("file").path("name").asText().equals("new.dump"));

        // then: no other kind is taken
        assertThat(type(create("jira-backup", "b.zip", 10, false))).isEqualTo("not-wanted");
    }

    @Test
    void shouldTakeAFileAgainThatWasDeletedAfterTheEnd() throws Exception {
        // given a dump that a task took, and that somebody deleted after the end
        upload("dump", "one.dump", DUMP);
        web.getBean(UploadedFiles.class).take(id, "DUMP", 1, Instant.EPOCH);
        web.getBean(Migrations.class).recordOutcome(id, Outcome.MIGRATED);
        assertThat(send(request("").DELETE()).statusCode()).isEqualTo(200);

        // when a phase that was started alone asks for a dump, and somebody has kept that one
        waits("Task_MakeTheDumpByHand");

        // then
        String upload = create("dump", "kept.dump", DUMP.length, true)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        patch(upload, 0, DUMP);
        await(() -> show("dump").path("file").path("name").asText().equals("kept.dump"));
    }

    private void waits(String task) {
        when(web.getBean(WaitingTasks.class).of(id))
                .thenReturn(List.of(new WaitingTask("1", "A task", task, "p", Instant.EPOCH, List.of(), null, "l")));
    }

    @Test
    void shouldTakeNoFileThatFerryFetchedItself() throws Exception {
        web.getBean(FactsOfMigration.class)
                .verified(
                        id,
                        FactName.DUMP_FILE,
                        Map.of(
                                "id",
                                UUID.randomUUID().toString(),
                                "name",
                                "f.dump",
                                "bytes",
                                5,
                                "sha256",
                                "ab".repeat(32)));

        assertThat(type(create("dump", "a.dump", 10, false))).isEqualTo("not-wanted");
        assertThat(show("dump").path("taken").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "dump, JIRA, not the app's dump",
        "dump, HALF, not the app's dump",
        "dump, CLOUD, Jira Cloud",
        "dump, PAGE, web page",
        "dump, ANSWER, short message",
        "dump, HALF_ZIP, half a file",
        "jira-backup, CLOUD, Jira Cloud",
        "jira-backup, HALF, half a Jira backup",
        "jira-backup, PAGE, web page",
        "jira-backup, NOISE, no zip",
        "jira-backup, ZIP, no entities.xml",
        "jira-backup, UNPACKED, taken out of its zip",
    })
    void shouldRefuseTheWrongFileBeforeAndAfterItComes(String kind, String what, String says) throws Exception {
        byte[] wrong = wrong(what);

        HttpResponse<String> looked = look(kind, wrong);
        assertThat(looked.statusCode()).isEqualTo(422);
        assertThat(looked.body()).contains(says);

        patch(begin(kind, "wrong", wrong.length), 0, wrong);
        assertThat(refusal(kind)).contains(says);
        assertThat(show(kind).path("file").isNull()).isTrue();
        assertThat(show(kind).path("coming").isNull()).isTrue();
    }

    @Test
    void shouldRefuseAnEmptyFile() throws Exception {
        assertThat(create("dump", "a.dump", 0, false).body()).contains("empty");
        assertThat(look("dump", new byte[0]).body()).contains("empty");
    }

    @Test
    void shouldTakeABackupThatMayBeRight() throws Exception {
        byte[] backup = wrong("JIRA");
        assertThat(look("jira-backup", backup).statusCode()).isEqualTo(204);
        upload("jira-backup", "b.zip", backup);
    }

    @Test
    void shouldCompareADumpWithTheSizesThatTheAppTells() throws Exception {
        // given
        Dumps dumps = mock();
        BigPicture app = mock();
        when(web.getBean(Sites.class).sourceApp(any())).thenReturn(app);
        when(app.dumps()).thenReturn(dumps);
        when(dumps.list())
                .thenReturn(List.of(new Dump(
                        "1",
                        "d",
                        Optional.of(Instant.EPOCH),
                        RemoteState.DONE,
                        100,
                        "1",
                        OptionalLong.of(DUMP.length),
                        Dump.Origin.MANUAL)));

        // when, then
        HttpResponse<String> half = create("dump", "box.dump", DUMP.length / 2, false);
        assertThat(half.statusCode()).isEqualTo(422);
        assertThat(half.body()).contains(String.format(Locale.ROOT, "%,d bytes", DUMP.length), "half a file");
        upload("dump", "box.dump", DUMP);
    }

    @Test
    void shouldCopyAFileThatIsOnTheMachineAlready() throws Exception {
        Files.write(home.resolve("inbox/here.dump"), DUMP);

        assertThat(post("/dump", Map.of("path", home.resolve("inbox/here.dump").toString()))
                        .statusCode())
                .isEqualTo(202);

        assertThat(uploaded("dump").path("sha256").asText()).isEqualTo(sha256(DUMP));
        assertThat(home.resolve("inbox/here.dump")).exists();
    }

    @Test
    void shouldCopyNothingFromElsewhere() throws Exception {
        Files.write(home.resolve("secret"), DUMP);
        Files.deleteIfExists(home.resolve("inbox/link"));
        Files.createSymbolicLink(home.resolve("inbox/link"), home.resolve("secret"));

        for (String path : List.of(
                home.resolve("secret").toString(),
                home.resolve("inbox/../secret").toString(),
                home.resolve("inbox/link").toString(),
                home.resolve("inbox").toString(),
                "/etc/passwd",
                "inbox/here.dump",
                "\0")) {
            assertThat(post("/dump", Map.of("path", path)).statusCode())
                    .as(path)
                    .isEqualTo(422);
        }
        Files.write(home.resolve("inbox/wrong.dump"), wrong("JIRA"));
        assertThat(post("/dump", Map.of("path", home.resolve("inbox/wrong.dump").toString()))
                        .body())
                .contains("not the app's dump");
        assertThat(show("dump").path("file").isNull()).isTrue();
    }

    @Test
    void shouldFetchAFileFromAnAllowedAddressThoughTheConnectionBreaks() throws Exception {
        // given
        int[] times = {0};
        serve("/bucket/from-s3.dump", exchange -> breakOffTwice(exchange, times, "\"v1\""));

        // when
        HttpResponse<String> asked =
                post("/dump", Map.of("address", address("/bucket/from-s3.dump?X-Signature=secret")));

        // then
        assertThat(asked.statusCode()).isEqualTo(202);
        JsonNode file = uploaded("dump");
        assertThat(file.path("name").asText()).isEqualTo("from-s3.dump");
        assertThat(file.path("sha256").asText()).isEqualTo(sha256(DUMP));
        assertThat(times[0]).isEqualTo(3);
        try (var all = Files.walk(home)) {
            assertThat(all.filter(path -> path.toString().endsWith(".json")))
                    .allSatisfy(note -> assertThat(Files.readString(note)).doesNotContain("secret"));
        }
    }

    @Test
    void shouldGoOnWithAnObjectOfAStore() throws Exception {
        // given
        int[] times = {0};
        Set<String> signatures = ConcurrentHashMap.newKeySet();
        serve("/backups/dumps/of-may.dump", exchange -> {
            signatures.add(exchange.getRequestURI().getRawQuery());
            breakOffTwice(exchange, times, "\"v1\"");
        });

        // when
        assertThat(post("/dump", Map.of("address", "S3://backups/dumps/of-may.dump"))
                        .statusCode())
                .isEqualTo(202);

        // then it was asked for in pieces, each time with the signature
        assertThat(uploaded("dump").path("sha256").asText()).isEqualTo(sha256(DUMP));
        assertThat(times[0]).isEqualTo(3);
        assertThat(signatures)
                .singleElement()
                .asString()
                .contains("X-Amz-Credential=KEYID%2F", "%2Feu-central-1%2Fs3%2Faws4_request", "X-Amz-Signature=")
                .doesNotContain("secret-key");
    }

    @Test
    void shouldNotMixTwoVersionsOfAnObject() throws Exception {
        // given a store that does not heed If-Range
        int[] times = {0};
        serve(
                "/backups/dumps/changing.dump",
                exchange -> breakOffTwice(exchange, times, times[0] < 1 ? "\"v1\"" : "\"v2\""));

        // when
        assertThat(post("/dump", Map.of("address", "s3://backups/dumps/changing.dump"))
                        .statusCode())
                .isEqualTo(202);

        // then
        assertThat(refusal("dump")).contains("The content changed");
        assertThat(show("dump").path("file").isNull()).isTrue();
    }

    /** A store that breaks off twice, and goes on where asked to. */
    private static void breakOffTwice(HttpExchange exchange, int[] times, String tag) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
        int end = "bytes=0-0".equals(range) ? 1 : DUMP.length;
        exchange.getResponseHeaders().set("ETag", tag);
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + DUMP.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, end - from);
        int stop = end > 1 && times[0]++ < 2 ? from + 100_000 : end;
        exchange.getResponseBody().write(DUMP, from, stop - from);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/name",
                "s3://backups",
                "s3://backups/",
                "s3://backups/dumps/",
                "s3://backups/other/x",
                "s3://backups/dumps/../other/x",
                "s3://backups@127.0.0.1/dumps/x",
                "s3:///dumps/x",
                "s3:backups/dumps/x",
                "https://elsewhere.example/x",
                "http://127.0.0.1:1/x",
                "https://user:pass@127.0.0.1/x",
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "not an address"
            })
    void shouldFetchFromNowhereElse(String address) throws Exception {
        HttpResponse<String> asked = post("/dump", Map.of("address", address));

        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(show("dump").path("coming").isNull()).isTrue();
    }

    @Test
    void shouldNotFollowAnAddressElsewhere() throws Exception {
        serve("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThat(post("/dump", Map.of("address", address("/moved"))).statusCode())
                .isEqualTo(422);
    }

    @Test
    void shouldHandAFileOutWithNameSizeAndHash() throws Exception {
        String content = upload("dump", "ünsere \"Kopie\"\r\n;x=y.dump", DUMP)
                .path("content")
                .asText();

        HttpResponse<byte[]> whole = bytes(content, Map.of());
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(DUMP);
        assertThat(whole.headers().firstValue("ETag")).hasValue("\"" + sha256(DUMP) + "\"");
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(whole.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(whole.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment;")
                .contains("filename*=UTF-8''%C3%BCnsere")
                .doesNotContain("\n");

        HttpResponse<byte[]> rest =
                bytes(content, Map.of("Range", "bytes=299990-", "If-Range", "\"" + sha256(DUMP) + "\""));
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range")).hasValue("bytes 299990-299999/300000");
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(DUMP, 299_990, 300_000));

        assertThat(bytes(content, Map.of("Range", "bytes=5-9", "If-Range", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(bytes(content, Map.of("Range", "bytes=-5")).body())
                .isEqualTo(Arrays.copyOfRange(DUMP, 299_995, 300_000));
        assertThat(bytes(content, Map.of("Range", "bytes=300000-")).statusCode())
                .isEqualTo(416);
        assertThat(bytes(content, Map.of("If-None-Match", "\"" + sha256(DUMP) + "\""))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void shouldPutOnRecordWhoBringsAndGetsAFile() throws Exception {
        String content = upload("dump", "a.dump", DUMP).path("content").asText();

        bytes(content, Map.of("If-None-Match", "\"" + sha256(DUMP) + "\""));
        bytes(content, Map.of("Range", "bytes=5-9"));
        bytes(content, Map.of("Range", "bytes=10-20"));
        bytes(content, Map.of());

        assertThat(web.getBean(Timeline.class).read(id))
                .filteredOn(event -> event.step().equals("Download a file"))
                .as("pieces of one file, got by the same person, are one download")
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.actor()).map(Actor::name).hasValue(EverybodyIsSignedIn.TESTER);
                    assertThat(event.message()).contains("a.dump", sha256(DUMP));
                });
        assertThat(web.getBean(Timeline.class).read(id))
                .filteredOn(event -> event.message().startsWith("On its way: a.dump"))
                .singleElement()
                .satisfies(event -> assertThat(event.actor()).map(Actor::name).hasValue(EverybodyIsSignedIn.TESTER));
    }

    @Test
    void shouldHandOutFilesOfTheirOwnMigrationOnly() throws Exception {
        String content = upload("dump", "a.dump", DUMP).path("content").asText();
        MigrationId other = PeopleWeb.migration(web, "Another").id();

        assertThat(bytes(content.replace(id.value(), other.value()), Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(bytes("/api/migrations/" + id + "/files/" + UUID.randomUUID() + "/content", Map.of())
                        .statusCode())
                .isEqualTo(404);
        String upload = begin("jira-backup", "b.zip", 10);
        assertThat(send(tus(upload.replace(id.value(), other.value())).DELETE()).statusCode())
                .isEqualTo(404);
        assertThat(send(tus(upload.replace("jira-backup", "dump")).DELETE()).statusCode())
                .isEqualTo(404);
    }

    private static byte[] wrong(String what) throws IOException {
        Path file = home.resolve("sample.zip");
        SampleBackupSpec spec = SampleBackupSpec.of(300, 20);
        return switch (what) {
            case "PAGE" -> "<!doctype html><title>Log in</title>".getBytes(UTF_8);
            case "ANSWER" -> "{\"errorMessages\":[]}".getBytes(UTF_8);
            case "NOISE" -> DUMP;
            case "UNPACKED" -> "<?xml version=\"1.0\"?><entity-engine-xml/>".getBytes(UTF_8);
            case "ZIP", "HALF_ZIP" -> {
                try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
                    zip.putNextEntry(new java.util.zip.ZipEntry("a.txt"));
                    zip.write(DUMP);
                }
                byte[] whole = Files.readAllBytes(file);
                yield what.equals("ZIP") ? whole : Arrays.copyOf(whole, whole.length / 2);
            }
            default -> {
                SampleBackup.write(
                        switch (what) {
                            case "CLOUD" -> spec.damaged(Damage.CLOUD);
                            case "HALF" -> spec.damaged(Damage.TRUNCATE);
                            default -> spec;
                        },
                        file);
                yield Files.readAllBytes(file);
            }
        };
    }

    private JsonNode upload(String kind, String name, byte[] content) throws Exception {
        HttpResponse<String> begun = create(kind, name, content.length, true);
        patch(begun.headers().firstValue("Location").orElseThrow(), 0, content);
        await(() -> show(kind).path("file").path("sha256").asText().equals(sha256(content)));
        return uploaded(kind);
    }

    private JsonNode uploaded(String kind) throws Exception {
        await(() -> !show(kind).path("file").isNull());
        return show(kind).path("file");
    }

    private String refusal(String kind) throws Exception {
        await(() -> !show(kind).path("refused").isNull());
        return show(kind).path("refused").toString();
    }

    private interface Question {
        boolean isTrue() throws Exception;
    }

    private static void await(Question question) throws Exception {
        Instant limit = Instant.now().plus(Duration.ofSeconds(15));
        while (!question.isTrue()) {
            assertThat(Instant.now()).isBefore(limit);
            Thread.onSpinWait();
        }
    }

    private JsonNode show(String kind) throws Exception {
        return JSON.readTree(get("/" + kind).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<String> post(String path, Map<String, String> body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private HttpResponse<String> look(String kind, byte[] content) throws Exception {
        int length = Math.min(content.length, 65_536);
        byte[] ends = new byte[2 * length];
        System.arraycopy(content, 0, ends, 0, length);
        System.arraycopy(content, content.length - length, ends, length, length);
        return send(request("/" + kind + "/look?bytes=" + content.length)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(ends)));
    }

    private String uploads(String kind) {
        return "/api/migrations/" + id + "/files/" + kind + "/uploads";
    }

    private String begin(String kind, String name, long bytes) throws Exception {
        HttpResponse<String> begun = create(kind, name, bytes, false);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        return begun.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> create(String kind, String name, long bytes, boolean replace) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(name.getBytes(UTF_8));
        return send(tus(uploads(kind) + "?replace=" + replace)
                .header("Upload-Length", String.valueOf(bytes))
                .header("Upload-Metadata", "filename " + encoded + ",mark bWFyaw==")
                .POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> patch(String upload, long offset, byte[] piece) throws Exception {
        return send(tus(upload)
                .header("Upload-Offset", String.valueOf(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(piece)));
    }

    private static long offset(String upload) throws Exception {
        return send(tus(upload).method("HEAD", BodyPublishers.noBody()))
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(PeopleWeb.address(web).resolve("/api/migrations/" + id + "/files" + path));
    }

    private static HttpRequest.Builder tus(String path) {
        return HttpRequest.newBuilder(PeopleWeb.address(web).resolve(path)).header("Tus-Resumable", "1.0.0");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<byte[]> bytes(String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(PeopleWeb.address(web).resolve(path));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String type(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("type").asText().replace("urn:ferry:problem:", "");
    }

    private static void serve(String path, com.sun.net.httpserver.HttpHandler handler) {
        elsewhere.createContext(path, handler);
    }

    private static String address(String path) {
        return URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort())
                .resolve(path)
                .toString();
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
