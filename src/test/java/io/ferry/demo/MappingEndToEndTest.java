package io.ferry.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.ferry.command.RunningFerry;
import io.ferry.demo.UserTaskClient.WaitingTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the task to the mapping page and back, in a real browser, on a real engine. */
@Tag("camunda")
class MappingEndToEndTest {
    private static final String QUESTION = "map-people-by-hand";
    private static final String DONE = "Done: let Ferry check the mapping";

    @TempDir
    Path folder;

    @Test
    void shouldMapTheLastPeopleAndGoOn() throws Exception {
        TestCamunda.isNeeded();
        var settings = TestCamunda.demo(null, DemoMode.ATTENDED, Duration.ofMinutes(10));
        BackgroundDemo.run(folder, settings, browser -> throughThePhase(browser, settings));
    }

    private static void throughThePhase(Browser browser, DemoSettings settings) throws Exception {
        var ferry = new FerryClient(settings.ports().ferryAddress(), RunningFerry.usualKeyFile());
        var id = BackgroundDemo.migration(ferry, Duration.ofMinutes(4));
        var tasks = new UserTaskClient(settings.cluster());

        // given everything before the mapping is done
        var first = untilTheMapping(tasks, id);
        try (var context = TaskPage.browser(browser, settings.cluster())) {
            BackgroundDemo.signIn(context, ferry);
            var page = new TaskPage(context, settings.cluster());

            // when the task is completed although people are left, it comes back
            complete(page, first);
            var second = untilAnother(tasks, first);
            page.claim(second.key());

            // and by its link the last people are mapped
            page.picture(Path.of("target/pictures/tasklist.png"));
            var mapping = context.newPage();
            mapping.navigate(page.href("the mapping page"));
            mapEverybody(mapping);
            page.choose(DONE);
            page.complete(second.key());
        }

        // then the process asks the approver about those who are left unmapped, and goes on
        var person = new UnattendedPerson(tasks, id, reason -> {
            throw new IllegalStateException("Nobody is left to map");
        });
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    person.answerNext();
                    return ferry.get("/api/migrations/" + id)
                            .path("phases")
                            .valueStream()
                            .anyMatch(phase -> phase.path("id").asText().equals("restore-bigpicture")
                                    && !phase.path("state").asText().equals("NOT_STARTED"));
                });
        var report = ferry.get("/api/migrations/" + id + "/report");
        assertThat(report.path("people").findValuesAsText("by")).contains("Ferry", System.getProperty("user.name"));
    }

    private static WaitingTask untilTheMapping(UserTaskClient tasks, String id) {
        var person = new UnattendedPerson(tasks, id, reason -> {
            throw new IOException("Not this one");
        });
        var found = new AtomicReference<WaitingTask>();
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    mapping(tasks).ifPresent(found::set);
                    if (found.get() == null) {
                        try {
                            person.answerNext();
                        } catch (IOException theMapping) {
                            return false;
                        }
                    }
                    return found.get() != null;
                });
        return Objects.requireNonNull(found.get());
    }

    private static WaitingTask untilAnother(UserTaskClient tasks, WaitingTask before) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> mapping(tasks).filter(task -> !task.key().equals(before.key())), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<WaitingTask> mapping(UserTaskClient tasks) throws IOException, InterruptedException {
        return tasks.waiting().stream()
                .filter(task -> task.question().equals(QUESTION))
                .findFirst();
    }

    private static void complete(TaskPage page, WaitingTask task) {
        page.claim(task.key());
        page.choose(DONE);
        page.complete(task.key());
    }

    static void mapEverybody(Page page) {
        var left = page.locator("#left");
        assertThat(left).not().hasText("…");
        assertThat(page.locator("#rows tr").first()).isVisible();
        int open = page.locator("#rows tr").count();
        for (int n = 0; n < open; n++) {
            Locator row = page.locator("#person-" + n);
            row.locator("[data-leave]").click();
            page.locator("#reason").fill("nobody knows who this was");
            page.locator("#leave-dialog button.primary").click();
            assertThat(row).containsText("Left unmapped");
        }
        assertThat(left).hasText("0");
    }
}
