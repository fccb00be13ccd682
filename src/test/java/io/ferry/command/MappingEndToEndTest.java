package io.ferry.command;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.ferry.api.Chromium;
import io.ferry.command.TasklistClient.WaitingTask;
import io.ferry.localcamunda.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From Tasklist's task to the mapping page and back, in a real browser, on a real Camunda. */
@Tag("camunda")
class MappingEndToEndTest {
    private static final String QUESTION = "map-people-by-hand";

    @TempDir
    Path folder;

    @Test
    void shouldMapTheLastPeopleAndGoOn() throws Exception {
        assumeTrue(
                Distribution.of(System.getenv()).isSetUp(),
                "The local Camunda is not set up (bash src/localcamunda/setup.sh): end-to-end tests are skipped");
        var ports = DemoEndToEndTest.freePorts();
        var failure = new AtomicReference<Throwable>();
        try (var chromium = Chromium.start()) {
            var demo = Thread.ofPlatform().start(() -> {
                try {
                    new Demo(folder, null, DemoMode.ATTENDED, Duration.ofMinutes(10), ports, secrets -> {}).run();
                } catch (IOException | InterruptedException | RuntimeException failed) {
                    failure.set(failed);
                }
            });
            try {
                throughThePhase(chromium.browser(), ports);
            } finally {
                demo.interrupt();
                demo.join(Duration.ofSeconds(30));
                DemoState.stopAll(folder, ports, new Terminal(System.out));
            }
        }
        assertThat(failure.get())
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        ended -> assertThat(ended).isInstanceOf(InterruptedException.class));
    }

    private static void throughThePhase(Browser browser, DemoPorts ports) throws Exception {
        var ferry = new FerryClient(ports.ferryAddress());
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> migration(ferry).isPresent());
        var id = migration(ferry).orElseThrow();
        var tasklist = new TasklistClient(ports.webApplications());
        tasklist.signIn("demo", "demo");

        // given everything before the mapping is done
        var first = untilTheMapping(tasklist);
        try (var context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1400, 1000))) {
            context.setDefaultTimeout(30_000);
            var page = context.newPage();
            page.navigate(ports.webApplications() + "/tasklist");
            page.locator("input[name=username]").fill("demo");
            page.locator("input[name=password]").fill("demo");
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(Pattern.compile("log ?in", Pattern.CASE_INSENSITIVE)))
                    .click();
            page.waitForURL(address -> !address.contains("login"));

            // when the task is completed although people are left, it comes back
            complete(page, ports, first.id());
            var second = untilAnother(tasklist, first);
            page.navigate(ports.webApplications() + "/tasklist/" + second.id());

            // and by its link the last people are mapped
            var link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("the mapping page"));
            assertThat(link).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/pictures/tasklist.png")));
            var mapping = context.newPage();
            mapping.navigate(link.getAttribute("href"));
            mapEverybody(mapping);
            complete(page, ports, second.id());
        }

        // then the process asks the approver about those who are left unmapped, and goes on
        var person = new UnattendedPerson(tasklist, "demo", reason -> {
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
        assertThat(report.path("people").findValuesAsText("by")).contains("Ferry", "Ann of the browser");
    }

    private static Optional<String> migration(FerryClient ferry) throws InterruptedException {
        try {
            return ferry.get("/api/migrations")
                    .path("items")
                    .valueStream()
                    .map(item -> item.path("id").asText())
                    .findFirst();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private static WaitingTask untilTheMapping(TasklistClient tasklist) {
        var person = new UnattendedPerson(tasklist, "demo", reason -> {
            throw new IOException("Not this one");
        });
        var found = new AtomicReference<WaitingTask>();
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    mapping(tasklist).ifPresent(found::set);
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

    private static WaitingTask untilAnother(TasklistClient tasklist, WaitingTask before) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> mapping(tasklist).filter(task -> !task.id().equals(before.id())), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<WaitingTask> mapping(TasklistClient tasklist) throws IOException, InterruptedException {
        return tasklist.waiting().stream()
                .filter(task -> task.question().equals(QUESTION))
                .findFirst();
    }

    private static void complete(Page page, DemoPorts ports, String task) {
        page.navigate(ports.webApplications() + "/tasklist/" + task);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Assign to me"))
                .click();
        page.getByText("Done: Ferry may check the mapping").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete Task"))
                .click();
        assertThat(page.getByText("Task completed").first()).isVisible();
    }

    private static void mapEverybody(Page page) {
        var left = page.locator("#left");
        assertThat(left).not().hasText("…");
        page.evaluate("localStorage.setItem('ferry.name', 'Ann of the browser')");
        page.reload();
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
