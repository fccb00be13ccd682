package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.migration.Actor;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.wave.WaveReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waves as scripts meet them. */
class WavesApiTest {
    private static final String HEADER = "name,app,source.url,source.credential,target.url,target.credential";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext web;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        web = WavesWeb.start(folder);
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    @BeforeEach
    void nothingOnRecord() throws Exception {
        for (JsonNode wave : get("/api/waves?size=100").path("items")) {
            send("POST", "/api/waves/" + wave.path("id").asText() + "/end", null, "");
        }
        migrations()
                .list(VisibleTeams.ALL, 0, 100)
                .forEach(left -> migrations().recordOutcome(left.id(), Outcome.STOPPED));
        JdbcClient sql = web.getBean(JdbcClient.class);
        List.of("wave_event", "wave_line", "wave")
                .forEach(table -> sql.sql("delete from " + table).update());
        reset(web.getBean(WaitingTasks.class));
    }

    private static Migrations migrations() {
        return web.getBean(Migrations.class);
    }

    private HttpResponse<byte[]> send(String method, String path, @Nullable String type, String body)
            throws IOException, InterruptedException {
        return send(method, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> send(String method, String path, @Nullable String type, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + web.getEnvironment().getRequiredProperty("local.server.port") + path))
                .method(method, BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("GET", path, null, "");
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String row(String name, int target) {
        return name + ",BIGPICTURE,http://127.0.0.1:8181,source-jira," + WavesWeb.target(target) + ",target-jira";
    }

    private static String table(int migrations) {
        return HEADER + "\r\n"
                + IntStream.rangeClosed(1, migrations)
                        .mapToObj(n -> row("Site " + n, n))
                        .collect(Collectors.joining("\r\n"));
    }

    private JsonNode started(int migrations, String parameters) throws Exception {
        HttpResponse<byte[]> answer =
                send("POST", "/api/waves?name=Weekend" + parameters, "text/csv", table(migrations));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        JsonNode wave = JSON.readTree(answer.body());
        assertThat(answer.headers().firstValue("Location"))
                .contains("/api/waves/" + wave.path("id").asText());
        return wave;
    }

    /** The wave as soon as so many of its migrations are under way. */
    private JsonNode underWay(JsonNode wave, int running) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> get("/api/waves/" + wave.path("id").asText()),
                        now -> now.at("/wave/counts/running").asInt() == running);
    }

    private static MigrationId migration(JsonNode wave, int line) {
        return new MigrationId(wave.at("/lines/" + (line - 1) + "/migration").asText());
    }

    private JsonNode faults(String type, String body) throws Exception {
        HttpResponse<byte[]> answer = send("POST", "/api/waves?name=Weekend", type, body);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(400);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("type").asText()).isEqualTo("urn:ferry:problem:wave-refused");
        assertThat(get("/api/waves").path("total").asInt()).isZero();
        assertThat(problem.path("total").asInt())
                .isEqualTo(problem.path("errors").size());
        return problem.path("errors");
    }

    private static List<String> places(JsonNode faults) {
        List<String> places = new ArrayList<>();
        faults.forEach(fault -> places.add(fault.path("line").asText("-") + " "
                + fault.path("row").asText("-") + " " + fault.path("field").asText()));
        return places;
    }

    @Test
    void shouldTellEveryFaultOfATableAtOnce() throws Exception {
        JsonNode faults = faults(
                "text/csv",
                HEADER + ",rehearsal,thresholds.unmatchedPeopleLimit,plannedStart\r\n"
                        + row("One", 1) + ",true,25,\r\n"
                        + row("one", 2) + ",yes,many,2020-01-01T10:00\r\n"
                        + "\r\n"
                        + "Three,BIGTHING,http://127.0.0.1:8181,unknown," + WavesWeb.target(1)
                        + "/,target-jira,,0,soon\r\n"
                        + "Four,BIGPICTURE\r\n");

        assertThat(places(faults))
                .containsExactlyInAnyOrder(
                        "2 3 rehearsal",
                        "2 3 thresholds.unmatchedPeopleLimit",
                        "2 3 plannedStart",
                        "2 3 name",
                        "3 5 app",
                        "3 5 source.credential",
                        "3 5 target.url",
                        "3 5 thresholds.unmatchedPeopleLimit",
                        "3 5 plannedStart",
                        "4 6 ");
    }

    @Test
    void shouldNameColumnsThatAreWrong() throws Exception {
        JsonNode faults =
                faults("text/csv", "name,nmae,app,source.url,source.credential,target.url,app\r\nOne,x,y,z,a,b,c\r\n");

        assertThat(places(faults)).containsExactly("- 1 nmae", "- 1 app", "- 1 target.credential");
        assertThat(faults.get(0).path("expected").asText()).startsWith("one of the columns name, app, source.url");
    }

    @Test
    void shouldReadWhatSpreadsheetsWrite() throws Exception {
        String german = "\uFEFF" + (HEADER + ",Rehearsal").replace(',', ';') + "\n"
                + row("Köln", 7).replace(',', ';') + ";TRUE\n";

        HttpResponse<byte[]> answer = send("POST", "/api/waves/check?name=West", "text/csv;charset=UTF-8", german);

        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(JSON.readTree("{\"errors\": [], \"migrations\": 1, \"rehearsals\": 1}"));
    }

    @Test
    void shouldRefuseWhatIsNoTable() throws Exception {
        assertThat(faults("text/csv", "").toString()).contains("this column");
        assertThat(faults("text/csv", HEADER + "\r\n").toString()).contains("at least one migration");
        assertThat(faults("text/csv", HEADER + "\r\n\"not closed").toString()).contains("quotation marks");
        HttpResponse<byte[]> latin = send(
                "POST",
                "/api/waves?name=Weekend",
                "text/csv",
                (HEADER + "\r\n" + row("Köln", 1)).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new String(latin.body(), StandardCharsets.UTF_8)).contains("not in UTF-8");
        assertThat(send("POST", "/api/waves?name=Weekend", "text/csv", "x".repeat((1 << 20) + 1))
                        .statusCode())
                .isEqualTo(413);
        String many = HEADER + "\r\n"
                + IntStream.rangeClosed(1, 501)
                        .mapToObj(n -> row("Site " + n, n))
                        .collect(Collectors.joining("\r\n"));
        assertThat(faults("text/csv", many).toString()).contains("at most 500 migrations");
        assertThat(faults("text/csv", "a,".repeat(500_000) + "a\r\n").toString())
                .contains("at most 200 columns")
                .hasSizeLessThan(500);
    }

    @Test
    void shouldTellEveryFaultOfJsonAtOnce() throws Exception {
        JsonNode faults = faults("application/json", """
                {"name": "Weekend", "sideBySide": 51, "stopAfterFailures": "two", "colour": "red", "lines": [
                  {"plannedStart": 7, "migration": {"name": "One", "app": 5, "rehearsal": "yes", "more": 1,
                    "source": {"url": "http://127.0.0.1:8181", "credential": "source-jira"},
                    "target": {"url": "%s", "credential": "target-jira", "token": "x"}}},
                  {"migration": "two"}, 3]}""".formatted(WavesWeb.target(1)));

        assertThat(places(faults))
                .containsExactlyInAnyOrder(
                        "- - stopAfterFailures",
                        "- - colour",
                        "- - sideBySide",
                        "1 - plannedStart",
                        "1 - app",
                        "1 - rehearsal",
                        "1 - more",
                        "1 - target.token",
                        "2 - migration",
                        "3 - ");
    }

    @Test
    void shouldAnswerForTheWholeWave() throws Exception {
        // given
        JsonNode wave = started(3, "&sideBySide=2");
        JsonNode now = underWay(wave, 2);
        MigrationId first = migration(now, 1);
        Timeline timeline = web.getBean(Timeline.class);
        timeline.phaseStarted(first, Phase.CHECK_READINESS);
        when(web.getBean(WaitingTasks.class).of(any())).thenReturn(List.of());
        when(web.getBean(WaitingTasks.class).of(first))
                .thenReturn(List.of(new WaitingTask(
                        "1",
                        "Confirm the freeze",
                        "confirm-freeze",
                        "Check readiness",
                        Instant.now(),
                        List.of("approver"),
                        null,
                        "http://camunda.example/tasklist/1")));

        // when: what was asked before is known for a few seconds
        now = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> get("/api/waves/" + wave.path("id").asText()),
                        answer -> !answer.at("/lines/0/waitsFor").isEmpty());

        // then
        assertThat(now.at("/wave/counts").toString())
                .isEqualTo("{\"waiting\":1,\"starting\":0,\"running\":2,\"completed\":0,\"failed\":0,\"leftOut\":0,"
                        + "\"byPhase\":{\"check-readiness\":1},\"byOutcome\":{}}");
        assertThat(now.at("/lines/0/waitsFor/0/what").asText()).isEqualTo("Confirm the freeze");
        assertThat(now.at("/lines/0/waitsFor/0/whom").asText()).isEqualTo("an approver");
        assertThat(now.at("/lines/0/waitsFor/0/groups/0").asText()).isEqualTo("approver");
        assertThat(now.at("/lines/2/waitsFor/0/what").asText()).isEqualTo("the end of one of the lines 1, 2");
        assertThat(now.at("/lines/2/migration").isNull()).isTrue();
        assertThat(now.at("/forecast/likely").isNull()).isTrue();
        assertThat(now.at("/forecast/basis").asText()).startsWith("Not known: it rests on 3 completed migrations");
    }

    @Test
    void shouldStopPauseAndReport() throws Exception {
        // given
        JsonNode wave = started(3, "");
        String path = "/api/waves/" + wave.path("id").asText();
        MigrationId first = migration(underWay(wave, 1), 1);
        web.getBean(Timeline.class)
                .record(
                        first,
                        null,
                        "Cancel",
                        Event.Kind.NOTE,
                        "Cancellation was requested on Ferry's page",
                        new Actor("ann@example.com", Actor.Channel.LINK, null, null));

        // when
        migrations().recordOutcome(first, Outcome.CANCELLED);

        // then it stops by itself, and can be let go on once
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get(path).at("/wave/state").asText().equals("STOPPED"));
        assertThat(send("POST", path + "/pause", null, "").statusCode()).isEqualTo(409);
        assertThat(send("POST", path + "/resume", null, "").statusCode()).isEqualTo(200);
        underWay(wave, 1);
        assertThat(send("POST", path + "/resume", null, "").statusCode()).isEqualTo(409);
        assertThat(send("POST", path + "/pause", null, "").statusCode()).isEqualTo(200);
        assertThat(send("POST", path + "/end", null, "").statusCode()).isEqualTo(200);
        assertThat(send("POST", path + "/end", null, "").statusCode()).isEqualTo(409);

        // then
        JsonNode report = get(path + "/report");
        assertThat(report.at("/migrations/0/outcome").asText()).isEqualTo("CANCELLED");
        assertThat(report.at("/migrations/0/why").asText())
                .isEqualTo("Cancel: Cancellation was requested on Ferry's page");
        assertThat(report.at("/migrations/0/by").asText()).isEqualTo("ann");
        assertThat(report.at("/migrations/0/report").asText()).isEqualTo("/api/migrations/" + first + "/report");
        assertThat(report.at("/migrations/2/state").asText()).isEqualTo("LEFT_OUT");
        assertThat(report.path("endedAt").isNull()).as("one is under way").isTrue();
        assertThat(report.path("events").findValuesAsText("message"))
                .containsExactly(
                        "Created with 3 migrations: 1 at the same time, stop after 1 failure",
                        "Stopped after 1 failure",
                        "Resumed, with 1 failure acknowledged",
                        "Paused",
                        "Ended; 1 migration was left out");
        String table = new String(send("GET", path + "/report.csv", null, "").body(), StandardCharsets.UTF_8);
        assertThat(table.lines().toList())
                .hasSize(4)
                .element(1)
                .asString()
                .startsWith("1,Site 1,http://127.0.0.1:8181," + WavesWeb.target(1) + ",no,failed,cancelled,");
    }

    @Test
    void shouldKnowNoOther() throws Exception {
        assertThat(send("GET", "/api/waves/00000000-0000-0000-0000-000000000000", null, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("POST", "/api/waves/00000000-0000-0000-0000-000000000000/end", null, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/api/waves/what", null, "").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldTakeTheListOfTheDocumentation() throws Exception {
        // given the example as people copy it
        String page = Files.readString(Path.of("docs", "waves.md"));
        String list = page.substring(page.indexOf("```csv\n") + 7, page.indexOf("```", page.indexOf("```csv\n") + 7));
        assertThat(list.lines().count()).isGreaterThan(3);

        // when: its sites and credentials are examples
        JsonNode checked = JSON.readTree(send("POST", "/api/waves/check?name=Docs&zone=Europe/Berlin", "text/csv", list)
                .body());

        // then nothing but those is wrong with it
        assertThat(checked.path("errors").findValuesAsText("field"))
                .isSubsetOf("source.credential", "target.credential", "source.url", "target.url", "plannedStart");
        assertThat(checked.path("migrations").asLong()).isEqualTo(list.lines().count() - 1);
        assertThat(checked.path("errors").findValuesAsText("expected"))
                .noneMatch(expected -> expected.contains("a date and time such as"));
        WaveReader.columns().forEach(column -> assertThat(page).contains("`" + column + "`"));
    }
}
