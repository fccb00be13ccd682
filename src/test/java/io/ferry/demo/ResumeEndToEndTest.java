package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.command.RunningFerry;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the demonstration says when one of its programs dies, and how it goes on. */
@Tag("camunda")
@ExtendWith(OutputCaptureExtension.class)
class ResumeEndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private DemoSettings settings;

    @BeforeEach
    void needsTheLocalEngine() throws IOException {
        TestCamunda.mustBeTheLocalEngine();
        settings = TestCamunda.demo(null, DemoMode.ATTENDED, LIMIT);
    }

    @AfterEach
    void endEverything() throws Exception {
        DemoState.stopAll(folder, new Terminal(System.out));
        assertThat(Resumption.read(folder)).isEmpty();
    }

    @Test
    void shouldGoOnWhenFerryWasKilled(CapturedOutput output) throws Exception {
        killWhileItWaitsForAPerson("ferry");

        assertThat(output)
                .contains("FAILED: ferry has ended with exit code 137: killed by signal 9")
                .contains("The end of its log (" + DemoState.programs(folder).resolve("ferry.log") + "):")
                .contains("'./ferry demo --resume' starts ferry again and goes on with the migration");
        assertThat(Program.leftIn(DemoState.programs(folder)).stream().map(Program::name))
                .containsExactlyInAnyOrder("sandbox", Engine.NAME);

        // when
        Resumption kept = Resumption.read(folder).orElseThrow();
        assertThat(PosixFilePermissions.toString(
                        java.nio.file.Files.getPosixFilePermissions(folder.resolve("resume.json"))))
                .isEqualTo("rw-------");
        assertThat(resume(kept)).isZero();

        // then it was the same migration, and the only one
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        assertThat(report.path("id").asText()).isEqualTo(kept.migration());
    }

    @Test
    void shouldGoOnWhenTheSitesWereKilledBeforeTheyWereChanged(CapturedOutput output) throws Exception {
        killWhileItWaitsForAPerson("sandbox");

        assertThat(output)
                .contains("FAILED: sandbox has ended with exit code 137")
                .contains("keep everything in memory, so they begin anew");

        assertThat(resume(Resumption.read(folder).orElseThrow())).isZero();
        assertThat(output).contains("the pretend sites begin anew");
    }

    @Test
    void shouldSayThatTheLocalEngineHasLostTheMigration(CapturedOutput output) throws Exception {
        killWhileItWaitsForAPerson(Engine.NAME);

        assertThat(output)
                .contains("FAILED: engine has ended with exit code 137")
                .contains("the migration's process is gone with it, and cannot go on. './ferry stop' ends the rest");

        assertThat(resume(Resumption.read(folder).orElseThrow())).isEqualTo(1);
        assertThat(output.getErr())
                .contains("ferry: this demonstration cannot go on. The local engine keeps everything");
        assertThat(Program.leftIn(DemoState.programs(folder)).stream().map(Program::name))
                .as("what a person may want to look at")
                .containsExactlyInAnyOrder("sandbox", "ferry");
    }

    private int resume(Resumption kept) throws IOException, InterruptedException {
        DemoSettings before = kept.settings(LIMIT, null);
        return new Demo(
                        folder,
                        new DemoSettings(before.backup(), DemoMode.UNATTENDED, LIMIT, before.ports(), before.running()),
                        secrets -> {})
                .resume(kept);
    }

    private void killWhileItWaitsForAPerson(String name) throws Exception {
        CompletableFuture<Integer> demo = CompletableFuture.supplyAsync(() -> {
            try {
                return new Demo(folder, settings, secrets -> {}).run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        FerryClient ferry = new FerryClient(settings.ports().ferryAddress(), RunningFerry.usualKeyFile());
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
            assertThat(demo).as("the demonstration has not ended").isNotDone();
            return isWaiting(ferry);
        });
        Program victim = Program.leftIn(DemoState.programs(folder)).stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow();

        victim.kill();

        assertThat(demo.get(1, TimeUnit.MINUTES)).isEqualTo(1);
    }

    private boolean isWaiting(FerryClient ferry) throws IOException, InterruptedException {
        Resumption kept = Resumption.read(folder).orElse(null);
        return kept != null
                && kept.migration() != null
                && ferry.get("/api/migrations/" + kept.migration())
                        .path("waitingTasks")
                        .valueStream()
                        .anyMatch(task -> task.path("name").asText().equals("Confirm the freeze"));
    }
}
