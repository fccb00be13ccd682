package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import io.ferry.command.RunningFerry;
import io.ferry.demo.UserTaskClient.WaitingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole route with every operation by hand, in a real browser, on a real engine: what the forms say is what works. */
@Tag("camunda")
class ByHandEndToEndTest {
    private static final Path PICTURES = Path.of("target/pictures/by-hand");

    @TempDir
    Path folder;

    @Test
    void shouldMigrateByHandAsTheFormsSay() throws Exception {
        TestCamunda.isNeeded();
        var settings = TestCamunda.demo(null, DemoMode.MANUAL, Duration.ofMinutes(20));
        BackgroundDemo.run(folder, settings, browser -> route(browser, settings));
    }

    private void route(Browser browser, DemoSettings settings) throws Exception {
        var ferry = new FerryClient(settings.ports().ferryAddress(), RunningFerry.usualKeyFile());
        var id = BackgroundDemo.migration(ferry, Duration.ofMinutes(6));
        var tasks = new UserTaskClient(settings.cluster());
        Files.createDirectories(PICTURES);

        // when somebody follows every form
        try (var context = TaskPage.browser(browser, settings.cluster())) {
            BackgroundDemo.signIn(context, ferry);
            var trainee = new Trainee(context, settings.cluster(), folder.resolve("downloads"), PICTURES);
            Set<String> done = new HashSet<>();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(15))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        Optional<WaitingTask> next = tasks.waiting().stream()
                                .filter(task -> !done.contains(task.key()))
                                .findFirst();
                        if (next.isPresent()) {
                            done.add(next.get().key());
                            trainee.follow(next.get());
                            return false;
                        }
                        return ferry.get("/api/migrations/" + id)
                                .path("migration")
                                .path("outcome")
                                .isTextual();
                    });

            // then every operation has been done by a person
            assertThat(trainee.done())
                    .contains(
                            "check-the-site-import",
                            "confirm-the-freeze",
                            "reinstall-the-app-by-hand",
                            "make-the-dump-by-hand",
                            "make-the-jira-backup-by-hand",
                            "confirm-the-import",
                            "import-the-backup-by-hand",
                            "install-the-app-by-hand",
                            "confirm-the-restore",
                            "restore-the-dump-by-hand",
                            "record-the-safety-dump",
                            "judge-the-result",
                            "reactivate-integrations-by-hand",
                            "finish-remaining-tasks")
                    .doesNotHaveDuplicates();
        }

        // and the report tells what Ferry saw from what was only said
        JsonNode report = ferry.get("/api/migrations/" + id + "/report");
        assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        assertThat(report.path("manualWork")
                        .valueStream()
                        .map(work -> work.path("work").asText() + " "
                                + work.path("certainty").asText()))
                .containsExactly(
                        "SITE_IMPORT VERIFIED",
                        "FREEZE STATED",
                        "REINSTALL_APP VERIFIED",
                        "CREATE_DUMP VERIFIED",
                        "BACK_UP_JIRA VERIFIED",
                        "IMPORT_BACKUP VERIFIED",
                        "INSTALL_APP VERIFIED",
                        "CREATE_USERS VERIFIED",
                        "RESTORE_DUMP VERIFIED",
                        "SAFETY_DUMP STATED",
                        "ACTIVATE_CONNECTIONS STATED");
        assertThat(report.path("stated").path("safetyDump").path("description").asText())
                .contains("Before the restore");
        assertThat(report.path("stated").path("remainingTasks").findValuesAsText("state"))
                .hasSizeGreaterThan(8)
                .containsOnly("OPEN");

        // and so it happened at the sites
        JsonNode truth = new FerryClient(settings.ports().sandboxControl()).get("/control/state");
        assertThat(truth.path("counts").path("dataCenter.reinstallations").asInt())
                .isOne();
        assertThat(truth.path("counts").path("dataCenter.dumpsCreated").asInt()).isOne();
        assertThat(truth.path("jiraCloud").path("imports").size()).isOne();
        assertThat(truth.path("bigPictureCloud").path("restores").size()).isOne();
        assertThat(truth.path("bigPictureCloud").path("connections").findValuesAsText("active"))
                .containsOnly("true");
    }
}
