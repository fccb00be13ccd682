package io.ferry.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.ferry.command.RunningFerry;
import io.ferry.demo.UserTaskClient.WaitingTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.web.util.HtmlUtils;

/**
 * Takes the pictures of the documentation anew, from a demonstration that really runs: {@code src/site/pictures.sh}. Whatever
 * is no longer there stops it with a message, so that no picture shows what Ferry does not.
 */
final class Pictures {
    private static final int LINES = 26;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final DemoSettings settings;
    private final FerryClient ferry;
    private final UserTaskClient tasks;
    private final BrowserContext browser;
    private final Path images;
    private final Path frames;
    private final ByteArrayOutputStream terminal;
    private final Page migration;
    private final Page screen;
    private String before = "";
    private int taken;

    private Pictures(
            DemoSettings settings, BrowserContext browser, Path images, Path frames, ByteArrayOutputStream terminal) {
        this.settings = settings;
        this.ferry = new FerryClient(settings.ports().ferryAddress(), RunningFerry.usualKeyFile());
        this.tasks = new UserTaskClient(settings.cluster());
        this.browser = browser;
        this.images = images;
        this.frames = frames;
        this.terminal = terminal;
        this.migration = browser.newPage();
        this.screen = browser.newPage();
    }

    /**
     * Takes them.
     *
     * @param arguments the folder for pictures, and the folder for the frames of the recording
     */
    public static void main(String[] arguments) throws Exception {
        Path images = Files.createDirectories(Path.of(arguments[0]));
        Path frames = Files.createDirectories(Path.of(arguments[1]));
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        System.setOut(new PrintStream(both(System.out, terminal), true, StandardCharsets.UTF_8));
        DemoSettings settings = TestCamunda.demo(null, DemoMode.ATTENDED, Duration.ofMinutes(10));
        BackgroundDemo.run(Files.createTempDirectory("pictures"), settings, chromium -> {
            try (BrowserContext browser = TaskPage.browser(chromium, settings.cluster())) {
                new Pictures(settings, browser, images, frames, terminal).take();
            }
        });
    }

    private void take() throws Exception {
        String id = BackgroundDemo.migration(ferry, PATIENCE);
        BackgroundDemo.signIn(browser, ferry);
        migration.setViewportSize(1180, 760);
        screen.setViewportSize(720, 760);
        migration.navigate(at("/migrations/" + id));

        TaskPage page = new TaskPage(browser, settings.cluster());
        WaitingTask freeze = first("confirm-the-freeze", id);
        page.claim(freeze.key());
        page.picture(images.resolve("task.png"), 1300, 1100);
        until("map-people-by-hand", id);
        picture("/", "front-page");
        picture("/migrations/" + id, "migration");
        picture("/migrations/" + id + "/mapping", "mapping");
        picture("/migrations/" + id + "/actions", "actions");
        picture("/migrations/" + id + "/runbook", "runbook");
        picture("/new-migration", "new-migration");
        mapEverybody(id);
        until("judge-the-result", id);
        picture("/migrations/" + id + "/differences", "differences");
        untilTheEnd(id);
        picture("/api/migrations/" + id + "/report", "report");
    }

    private void until(String question, String id) throws Exception {
        answerUntil(
                "the task " + question,
                id,
                () -> tasks.waiting().stream().anyMatch(task -> task.question().equals(question)));
    }

    private void untilTheEnd(String id) throws Exception {
        answerUntil(
                "the end",
                id,
                () -> !ferry.get("/api/migrations/" + id)
                        .at("/migration/outcome")
                        .asText("")
                        .isEmpty());
        frame();
    }

    /** Answers as the unattended demonstration does, until something has come. */
    private void answerUntil(String what, String id, Callable<Boolean> hasCome) throws Exception {
        // Nobody is left to be mapped when it comes to that task.
        UnattendedPerson person = new UnattendedPerson(tasks, id, reason -> {});
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!hasCome.call()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "There was no sign of " + what + " in " + PATIENCE.toMinutes() + " minutes");
            }
            person.answerNext();
            frame();
        }
    }

    private WaitingTask first(String question, String id) throws Exception {
        until(question, id);
        return tasks.waiting().stream()
                .filter(task -> task.question().equals(question))
                .findFirst()
                .orElseThrow();
    }

    private void mapEverybody(String id) {
        migration.navigate(at("/migrations/" + id + "/mapping"));
        MappingEndToEndTest.mapEverybody(migration);
        migration.navigate(at("/migrations/" + id));
    }

    /** One frame of the recording, where the terminal shows something new: what it shows, and the page of the migration. */
    private void frame() {
        String text = lastLines();
        if (text.equals(before)) {
            return;
        }
        before = text;
        screen.setContent("""
                <body style="margin:0;background:#17202a;color:#e8edf2;height:100vh">
                <pre style="margin:0;padding:16px;font:15px/1.6 'DejaVu Sans Mono',monospace;white-space:pre-wrap">%s</pre>
                """.formatted(HtmlUtils.htmlEscape(text)));
        taken++;
        screen.screenshot(new Page.ScreenshotOptions().setPath(frames.resolve("%03d-terminal.png".formatted(taken))));
        migration.reload();
        migration.screenshot(new Page.ScreenshotOptions().setPath(frames.resolve("%03d-page.png".formatted(taken))));
    }

    private String lastLines() {
        var lines = ("$ ./ferry demo\n" + terminal.toString(StandardCharsets.UTF_8))
                .replaceAll("\u001b\\[[0-9;]*m", "")
                .replaceAll("token=\\S+", "token=…")
                .lines()
                .filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT.*"))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    private void picture(String path, String name) {
        try (Page page = browser.newPage()) {
            page.setViewportSize(1180, 900);
            page.navigate(at(path));
            assertThat(page.locator("h1").first()).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(images.resolve(name + ".png")));
        }
    }

    private String at(String path) {
        return settings.ports().ferryAddress() + path;
    }

    private static OutputStream both(OutputStream one, OutputStream other) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                one.write(b);
                synchronized (other) {
                    other.write(b);
                }
            }
        };
    }
}
