package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.command.RunningFerry;
import io.ferry.crash.CloudManager;
import io.ferry.migration.Operation;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wave on the engine: three rehearsals, two side by side, of which one is cancelled. */
@Tag("camunda")
class WaveEndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final int LINES = 3;
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    @TempDir
    private Path folder;

    private final List<SandboxServer> sites = new ArrayList<>();
    private EngineAndFerry running;
    private CloudManager cloudManager;

    @BeforeEach
    void startEverything() throws Exception {
        TestCamunda.mustBeTheLocalEngine();
        // Else a rehearsal needs nobody: so somebody has to look at each before it goes on.
        List<String> settings = new ArrayList<>(List.of("--ferry.readiness.oldest-jira=99.0"));
        Map<String, Integer> apps = new HashMap<>();
        for (int line = 1; line <= LINES; line++) {
            String token = "pretended-app-" + line;
            sites.add(SandboxServer.start(SandboxOptions.builder()
                    .freePorts()
                    .exportFolder(Files.createDirectories(exports(line)))
                    .longWork(Duration.ofMillis(200))
                    .credentials(Credentials.from(Map.of("SANDBOX_BIGPICTURE_CLOUD_TOKEN", token)))
                    .build()));
            apps.put(token, site(line, Side.BIGPICTURE_CLOUD).getPort());
            Path file = Files.createFile(
                    folder.resolve(token),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            settings.add("--ferry.credentials." + appOf(line) + ".source=file:" + Files.writeString(file, token));
            settings.add("--ferry.credentials." + appOf(line) + ".hosts=127.0.0.1:*");
        }
        running = new EngineAndFerry(folder, settings.toArray(String[]::new));
        cloudManager = CloudManager.start(running.ports().bigPictureCloud().getPort(), apps);
    }

    @AfterEach
    void stopEverything() {
        if (running != null) {
            running.close();
        }
        if (cloudManager != null) {
            cloudManager.close();
        }
        sites.forEach(SandboxServer::close);
    }

    @Test
    void shouldStopAfterACancelledMigrationAndStartEachOnlyOnce() throws Exception {
        FerryClient ferry = running.ferry();
        try (UnattendedPeople people = UnattendedPeople.withFerry(
                running.ports().engine(), running.ports().ferryAddress(), RunningFerry.usualKeyFile())) {
            // when two have begun, and wait for people
            String wave = "/api/waves/"
                    + ferry.post("/api/waves", request()).path("id").asText();
            JsonNode begun = await(wave, now -> waitsForAPerson(now, 1) && waitsForAPerson(now, 2));

            // then there is no room for the third
            assertThat(states(begun)).containsExactly("RUNNING", "RUNNING", "WAITING");
            assertThat(line(begun, 3).findValuesAsText("kind")).containsExactly("OTHERS");
            assertThat(instances()).hasSize(2);

            // when one is cancelled
            ferry.post("/api/migrations/" + migration(begun, 1) + "/cancel", NOTHING);

            // then the third does not start, not even when the other one has ended and all the room is free
            JsonNode stopped = await(wave, now -> now.at("/wave/state").asText().equals("STOPPED"));
            assertThat(stopped.at("/wave/reason").asText()).startsWith("Stopped after 1 failure");
            assertThat(states(stopped)).containsExactly("FAILED", "RUNNING", "WAITING");
            JsonNode alone = await(
                    wave, people, now -> line(now, 2).path("state").asText().equals("COMPLETED"));
            assertThat(alone.at("/wave/state").asText()).isEqualTo("STOPPED");
            assertThat(states(alone)).containsExactly("FAILED", "COMPLETED", "WAITING");
            assertThat(instances()).hasSize(2);

            // when somebody lets the wave go on
            ferry.post(wave + "/resume", NOTHING);
            JsonNode finished =
                    await(wave, people, now -> now.at("/wave/state").asText().equals("FINISHED"));

            // then the third has run, once
            assertThat(states(finished)).containsExactly("FAILED", "COMPLETED", "COMPLETED");
            assertThat(instances()).hasSize(LINES);
            for (int line = 1; line <= LINES; line++) {
                assertThat(instancesOf(migration(finished, line)))
                        .as("processes of line " + line)
                        .hasSize(1);
            }
            shouldTellWhatHappened(ferry.get(wave + "/report"));
        }
    }

    private static void shouldTellWhatHappened(JsonNode report) {
        List<JsonNode> lines = report.path("migrations").valueStream().toList();
        assertThat(lines)
                .extracting(
                        line -> line.path("name").asText(),
                        line -> line.path("outcome").asText())
                .containsExactly(
                        tuple("Rehearsal 1", "CANCELLED"),
                        tuple("Rehearsal 2", "REHEARSED"),
                        tuple("Rehearsal 3", "REHEARSED"));
        assertThat(lines.getFirst().path("why").asText()).startsWith("Cancel: Cancellation was requested");
        assertThat(lines.getFirst().path("by").asText()).isNotEmpty();
        assertThat(report.path("endedAt").isTextual()).isTrue();

        Instant resumed = report.path("events")
                .valueStream()
                .filter(event -> event.path("message").asText().equals("Resumed, with 1 failure acknowledged"))
                .map(event -> Instant.parse(event.path("at").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(Instant.parse(lines.get(2).path("startedAt").asText()))
                .as("when the third began")
                .isAfterOrEqualTo(resumed);
    }

    /** The wave as soon as it is so; people do nothing meanwhile. */
    private JsonNode await(String wave, Predicate<JsonNode> condition) {
        return await(wave, null, condition);
    }

    /** The wave as soon as it is so; people do what they are asked. */
    private JsonNode await(String wave, @Nullable UnattendedPeople people, Predicate<JsonNode> condition) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () -> {
                            if (people != null) {
                                people.answerAll();
                            }
                            JsonNode now = running.ferry().get(wave);
                            assertThat(condition.test(now)
                                            || !now.at("/wave/endedAt").isTextual())
                                    .as("too late for what should come: %s", now)
                                    .isTrue();
                            return now;
                        },
                        condition);
    }

    private static JsonNode line(JsonNode wave, int number) {
        return wave.path("lines").path(number - 1);
    }

    private static String migration(JsonNode wave, int number) {
        return line(wave, number).path("migration").asText();
    }

    private static List<String> states(JsonNode wave) {
        return wave.path("lines")
                .valueStream()
                .map(line -> line.path("state").asText())
                .toList();
    }

    private static boolean waitsForAPerson(JsonNode wave, int number) {
        return line(wave, number).findValuesAsText("kind").contains("TASK");
    }

    /** What Camunda has of the main process, whether it has ended or not. */
    private List<JsonNode> instances() throws IOException, InterruptedException {
        return TestCamunda.instances(running.cluster(), filter());
    }

    private List<JsonNode> instancesOf(String migration) throws IOException, InterruptedException {
        ObjectNode filter = filter();
        filter.putArray("variables").addObject().put("name", "migrationId").put("value", "\"" + migration + "\"");
        return TestCamunda.instances(running.cluster(), filter);
    }

    private static ObjectNode filter() {
        return JsonNodeFactory.instance.objectNode().put("processDefinitionId", "migrate");
    }

    private ObjectNode request() {
        ObjectNode wave = JsonNodeFactory.instance.objectNode();
        wave.put("name", "Rehearsals").put("sideBySide", 2).put("stopAfterFailures", 1);
        ArrayNode lines = wave.putArray("lines");
        IntStream.rangeClosed(1, LINES).forEach(line -> lines.addObject().set("migration", rehearsal(line)));
        return wave;
    }

    private ObjectNode rehearsal(int line) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "Rehearsal " + line)
                .put("app", "BIGPICTURE")
                .put("rehearsal", true)
                .put("pollPause", "PT1S");
        body.putObject("source")
                .put("url", site(line, Side.JIRA_DATA_CENTER).toString())
                .put("credential", EngineAndFerry.credential("SANDBOX_DC_CREDENTIAL"))
                .put("bigPictureCredential", EngineAndFerry.credential("SANDBOX_BIGPICTURE_DC_TOKEN"))
                .put("endpoints", "sandbox")
                .put("exportFolder", exports(line).toString());
        body.putObject("target")
                .put("url", site(line, Side.JIRA_CLOUD).toString())
                .put("credential", EngineAndFerry.credential("SANDBOX_CLOUD_CREDENTIAL"))
                .put("bigPictureCredential", appOf(line))
                .put("endpoints", "sandbox");
        Stream.of(Operation.values())
                .forEach(operation -> body.withObject("/modes").put(operation.key(), "AUTOMATIC"));
        return body;
    }

    private URI site(int line, Side side) {
        return sites.get(line - 1).address(side);
    }

    private Path exports(int line) {
        return folder.resolve("export-" + line);
    }

    private static String appOf(int line) {
        return "app-of-line-" + line;
    }
}
