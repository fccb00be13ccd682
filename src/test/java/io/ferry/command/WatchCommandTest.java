package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.command.FakeFerry.Answer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {
    private static final String PHASES = "\"phases\":[{\"id\":\"CHECK_READINESS\",\"title\":\"Check readiness\","
            + "\"state\":\"%s\",\"runs\":1,\"startedAt\":\"2026-11-29T01:00:00Z\",\"steps\":[{\"message\":\"a\"}]}]";
    private static final String TASK =
            "{\"id\":\"7\",\"name\":\"Confirm the freeze\",\"candidateGroups\":[\"operator\"],"
                    + "\"link\":\"http://127.0.0.1:8080/tasklist/7\"}";
    private static final String INCIDENT =
            "{\"message\":\"The disk is full.\\u001b[31m\",\"since\":\"2026-11-29T01:00:00Z\","
                    + "\"link\":\"http://127.0.0.1:8080/operate\"}";

    @TempDir
    Path folder;

    @Test
    void shouldFollowToTheEndWithoutAskingForWhatItKnows() throws Exception {
        try (FakeFerry ferry = new FakeFerry(
                0,
                new Answer(200, migration(null, "RUNNING", "", ""), "\"1\""),
                new Answer(304, "", "\"1\""),
                new Answer(200, migration(null, "ENDED", TASK, ""), "\"2\""),
                new Answer(200, migration("MIGRATED", "ENDED", "", ""), "\"3\""))) {
            Run run = watch(ferry, "m-1");

            assertThat(run.status).isZero();
            assertThat(run.out())
                    .containsSubsequence(
                            "“A move”, a rehearsal: m-1",
                            "▶ Check readiness",
                            "✓ Check readiness",
                            "waits for operator: Confirm the freeze",
                            "http://127.0.0.1:8080/tasklist/7",
                            "ended: MIGRATED",
                            "report m-1");
            assertThat(ferry.tags).containsExactly("null", "\"1\"", "\"1\"", "\"2\"");
        }
    }

    @Test
    void shouldGoOnWhenFerryWasAway() throws Exception {
        FakeFerry ferry = new FakeFerry(0, new Answer(200, migration(null, "RUNNING", "", ""), "\"1\""));
        int port = ferry.port();
        StringWriter out = new StringWriter();
        CompletableFuture<Run> watching = CompletableFuture.supplyAsync(() -> watch(out, ferry, "m-1"));
        Awaitility.await().until(() -> out.toString().contains("Check readiness"));
        ferry.close();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> out.toString().contains("Ferry is away"));

        try (FakeFerry again = new FakeFerry(
                port,
                new Answer(503, "{\"title\":\"This Ferry waits\"}", null),
                Answer.ok(migration("STOPPED", "ENDED", "", "")))) {
            Run run = watching.get(1, TimeUnit.MINUTES);

            assertThat(run.status).isEqualTo(ExitStatus.ENDED_OTHERWISE.code());
            assertThat(run.out())
                    .containsSubsequence("▶ Check readiness", "Ferry is away: nobody answers", "Ferry answers again.")
                    .contains("ended: STOPPED")
                    .containsOnlyOnce("Ferry is away");
            assertThat(again.tags).as("what it knew is asked for anew").containsOnly("null");
        }
    }

    @Test
    void shouldGiveUpWhenPatienceIsOver() throws Exception {
        FakeFerry ferry = new FakeFerry(0, Answer.ok(migration(null, "RUNNING", "", "")));
        CompletableFuture<Run> watching =
                CompletableFuture.supplyAsync(() -> watch(ferry, "m-1", "--patience", "PT1S"));
        Awaitility.await().until(() -> !ferry.paths.isEmpty());
        ferry.close();

        Run run = watching.get(1, TimeUnit.MINUTES);

        assertThat(run.status).isEqualTo(ExitStatus.UNREACHABLE.code());
        assertThat(run.failure()).startsWith("Ferry has been away for 1s.");
    }

    @Test
    void shouldTellAScriptHowItIsNow() throws Exception {
        assertThat(once(migration(null, "RUNNING", "", ""))).isEqualTo(ExitStatus.UNDER_WAY.code());
        assertThat(once(migration(null, "RUNNING", TASK, ""))).isEqualTo(ExitStatus.WAITS_FOR_A_PERSON.code());
        assertThat(once(migration(null, "RUNNING", TASK, INCIDENT))).isEqualTo(ExitStatus.HAS_AN_INCIDENT.code());
        assertThat(once(migration("MIGRATED", "ENDED", "", ""))).isZero();
        assertThat(once(migration("REHEARSED", "ENDED", "", ""))).isZero();
        for (String otherwise : new String[] {"ROLLED_BACK", "STOPPED", "CANCELLED"}) {
            assertThat(once(migration(otherwise, "ENDED", "", ""))).isEqualTo(ExitStatus.ENDED_OTHERWISE.code());
        }
    }

    @Test
    void shouldEndWhenAPersonIsNeededAndObeyNoText() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(migration(null, "RUNNING", TASK, INCIDENT)))) {
            Run run = watch(ferry, "m-1", "--until-person");

            assertThat(run.status).isEqualTo(ExitStatus.HAS_AN_INCIDENT.code());
            assertThat(run.out()).contains("INCIDENT: The disk is full.?[31m").doesNotContain("\u001b");
        }
    }

    @Test
    void shouldPrintALineOfJsonForEachChange() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(migration("MIGRATED", "ENDED", TASK, INCIDENT)))) {
            Run run = watch(ferry, "m-1", "--json");

            assertThat(run.out().lines().map(WatchCommandTest::event))
                    .containsExactly("migration", "phase", "task", "incident", "ended");
            assertThat(run.out()).doesNotContain("\u001b").doesNotContain("steps");
        }
    }

    @Test
    void shouldTakeTheNewestAndEndAfterATime() throws Exception {
        try (FakeFerry ferry = new FakeFerry(
                0, Answer.ok("{\"items\":[{\"id\":\"m-9\"}]}"), Answer.ok(migration(null, "RUNNING", "", "")))) {
            Run run = watch(ferry, "--timeout", "PT1S");

            assertThat(run.status).isEqualTo(ExitStatus.UNDER_WAY.code());
            assertThat(ferry.paths).contains("GET /api/migrations/m-9");
            assertThat(run.out()).contains("it has not ended after 1s.");
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchMigrationAndWhatIsNoId() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, new Answer(404, "{}", null))) {
            Run none = watch(ferry, "m-1");
            assertThat(none.status).isEqualTo(ExitStatus.NOT_FOUND.code());
            assertThat(none.failure()).contains("knows no migration m-1");

            assertThat(watch(ferry, "../audit").status).isEqualTo(ExitStatus.WRONG_ARGUMENTS.code());
            assertThat(ferry.paths).containsExactly("GET /api/migrations/m-1");
        }
    }

    @Test
    void shouldTellTheTimeLeftWithAPhaseAndWithItsProgressButNotByItself() throws IOException {
        // given
        String begun = timed(
                phase("RUNNING", 0), "about 40 min left", "Time left: about 2 h of work for Ferry and the sites.");
        String later = timed(phase("RUNNING", 0), "about 35 min left", "Time left: about 1 h 50 min of work.");
        String tenth = timed(phase("RUNNING", 10), "about 30 min left", "Time left: about 1 h 40 min of work.");
        try (FakeFerry ferry = new FakeFerry(
                0,
                Answer.ok(begun),
                Answer.ok(later),
                Answer.ok(tenth),
                Answer.ok(migration("MIGRATED", "", "", "")))) {
            // when
            Run run = watch(ferry, "m-1");

            // then
            assertThat(run.status).isZero();
            assertThat(run.out())
                    .contains("about 40 min left")
                    .contains("Time left: about 2 h of work for Ferry and the sites.")
                    .doesNotContain("about 35 min left")
                    .contains("about 30 min left")
                    .doesNotContain("1 h 40 min");
        }
    }

    private static String phase(String state, int percent) {
        return "{\"id\":\"restore-jira\",\"title\":\"Restore Jira\",\"state\":\"" + state
                + "\",\"runs\":1,\"startedAt\":\"2026-01-05T10:00:00Z\",\"percent\":" + percent + "}";
    }

    private static String timed(String phase, String phaseWords, String words) {
        return "{\"migration\":{\"id\":\"m-1\",\"name\":\"A move\",\"outcome\":null},\"phases\":[" + phase
                + "],\"timeLeft\":{\"phase\":\"restore-jira\",\"phaseWords\":\"" + phaseWords + "\",\"words\":\""
                + words + "\"},\"waitingTasks\":[],\"incidents\":[],\"retriedSteps\":[],\"notes\":[]}";
    }

    private int once(String migration) throws IOException {
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(migration))) {
            return watch(ferry, "m-1", "--once").status;
        }
    }

    private Run watch(FakeFerry ferry, String... arguments) {
        return watch(new StringWriter(), ferry, arguments);
    }

    private Run watch(StringWriter out, FakeFerry ferry, String... arguments) {
        try {
            Path token = Files.writeString(folder.resolve("token"), "a-token");
            String[] all = new String[arguments.length + 4];
            System.arraycopy(arguments, 0, all, 0, arguments.length);
            all[arguments.length] = "--url";
            all[arguments.length + 1] = ferry.address().toString();
            all[arguments.length + 2] = "--token-file";
            all[arguments.length + 3] = token.toString();
            return new Run(out, new WatchCommand(), all);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String event(String line) {
        try {
            return new ObjectMapper().readTree(line).path("event").asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String migration(@Nullable String outcome, String phase, String task, String incident) {
        return "{\"migration\":{\"id\":\"m-1\",\"name\":\"A move\",\"rehearsal\":true,\"source\":\"https://a.example.com\","
                + "\"target\":\"https://b.example.com\",\"outcome\":" + (outcome == null ? null : '"' + outcome + '"')
                + "},\"progressPercent\":10," + PHASES.formatted(phase) + ",\"waitingTasks\":[" + task
                + "],\"incidents\":[" + incident + "],\"retriedSteps\":[],\"notes\":[]}";
    }
}
