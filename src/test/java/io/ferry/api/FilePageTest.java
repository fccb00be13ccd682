package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.MigrationId;
import io.ferry.migration.UploadedFiles;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The page of one file as people use it: in a real browser, over a line that breaks when the test wants it to. */
class FilePageTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    @TempDir
    static Path home;

    private static Chromium chromium;
    private static ConfigurableApplicationContext web;
    private static String database;
    private static Line line;

    private final List<String> mistakes = new ArrayList<>();
    private MigrationId id;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        chromium = Chromium.start();
        database = TestDatabase.H2.newUrl();
        Files.createDirectories(home.resolve("inbox"));
        line = new Line();
        web = ferry();
    }

    private static ConfigurableApplicationContext ferry() {
        var started = FilesWeb.start(database, home);
        line.to = PeopleWeb.address(started).getPort();
        return started;
    }

    @AfterAll
    static void stop() throws IOException {
        if (chromium != null) {
            chromium.close();
            web.close();
            line.close();
        }
    }

    @BeforeEach
    void open() {
        id = PeopleWeb.migration(web, "Spring <move> & more").id();
        open(1200, "dump");
    }

    private void open(int width, String kind) {
        page = chromium.page(width, mistakes);
        page.navigate("http://127.0.0.1:" + line.port() + "/migrations/" + id + "/files/" + kind);
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        // These tests break the line; the browser tells of that by itself.
        mistakes.removeIf(mistake -> mistake.startsWith("Failed to load resource: net::"));
        assertThat(mistakes).isEmpty();
        line.mend();
        chromium.browser().contexts().forEach(BrowserContext::close);
    }

    @Test
    void shouldHandOverAFileAndShowItsHash() throws Exception {
        Path dump = noise("box <b>.dump", 3_000_000, 1);

        choose(dump);

        assertThat(page.locator("#there")).isVisible();
        assertThat(page.locator("#there-title")).hasText("Uploaded");
        assertThat(page.locator("#there-name")).hasText("box <b>.dump");
        assertThat(page.locator("#there-hash")).hasText(sha256(dump));
        assertThat(page.locator("#there-next")).containsText("Tasklist");
        assertThat(page.locator("#coming")).isHidden();
        picture("file-handed-over");
    }

    @Test
    void shouldTakeAFileThatIsDropped() {
        assertThat(page.locator("#give")).isVisible();
        page.evaluate("""
                () => {
                  const data = new DataTransfer();
                  data.items.add(new File([new Uint8Array(100000).fill(7)], 'dropped.dump'));
                  document.querySelector('#drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
                }""");

        assertThat(page.locator("#there-name")).hasText("dropped.dump");
    }

    @Test
    void shouldGoOnWhenTheConnectionBreaks() throws Exception {
        // given
        Path dump = noise("long.dump", 60_000_000, 2);
        long before = line.passed.get();
        line.breakAfter(20_000_000);

        // when
        choose(dump);

        // then
        assertThat(page.locator("#trouble")).containsText("The connection is lost");
        assertThat(page.locator("#numbers")).containsText("of 60.0 MB");
        picture("file-lost");
        noteWhenItGoesOn();
        line.breakAfter(20_000_000);
        assertThat(page.locator("body")).hasAttribute("data-went-on", "yes");
        assertThat(page.locator("#trouble")).containsText("The connection is lost");
        line.mend();
        page.locator("#again").click();
        assertThat(page.locator("#there-hash")).hasText(sha256(dump));
        assertThat(line.passed.get() - before).as("bytes sent in all").isLessThan(70_000_000);
    }

    /** On a fast line the next 20 MB are gone before anybody has looked again whether the trouble is over. */
    private void noteWhenItGoesOn() {
        page.evaluate("""
                () => {
                  const trouble = document.querySelector('#trouble');
                  new MutationObserver(() => { if (trouble.hidden) document.body.dataset.wentOn = 'yes'; })
                    .observe(trouble, { attributes: true });
                }""");
    }

    @Test
    void shouldGoOnWhenFerryIsRestarted() throws Exception {
        Path dump = noise("long.dump", 60_000_000, 3);
        line.breakAfter(20_000_000);
        choose(dump);
        assertThat(page.locator("#trouble")).containsText("The connection is lost");

        web.close();
        web = ferry();
        line.mend();

        assertThat(page.locator("#there-hash")).hasText(sha256(dump));
    }

    @Test
    void shouldGoOnInAnotherBrowser() throws Exception {
        // given: the browser is closed at a third
        Path dump = noise("long.dump", 60_000_000, 4);
        line.breakAfter(20_000_000);
        choose(dump);
        assertThat(page.locator("#trouble")).containsText("The connection is lost");
        page.context().close();
        line.mend();

        // when
        open(1200, "dump");
        assertThat(page.locator("#coming-title")).hasText("“long.dump” is unfinished");
        assertThat(page.locator("#numbers")).hasText(Pattern.compile("\\d+\\.\\d MB of 60\\.0 MB uploaded .*"));
        long before = line.passed.get();
        choose(dump);

        // then
        assertThat(page.locator("#there-hash")).hasText(sha256(dump));
        assertThat(line.passed.get() - before).isLessThan(50_000_000);
    }

    @Test
    void shouldThrowAnUnfinishedFileAwayOnlyWhenAsked() throws Exception {
        Path dump = noise("long.dump", 60_000_000, 5);
        line.breakAfter(20_000_000);
        choose(dump);
        assertThat(page.locator("#trouble")).containsText("The connection is lost");
        page.locator("#stop").click();
        line.mend();

        choose(noise("other.dump", 1000, 6));
        assertThat(page.locator("#ask-text")).containsText("other.dump");
        page.locator("#ask").getByText("Cancel").click();
        assertThat(page.locator("#coming-title")).hasText("“long.dump” is unfinished");

        choose(noise("other.dump", 1000, 6));
        page.locator("#ask-yes").click();
        assertThat(page.locator("#there-name")).hasText("other.dump");
    }

    @Test
    void shouldRefuseTheWrongFileBeforeSendingIt() throws Exception {
        choose(backup("jira.zip"));
        assertThat(page.locator("#refused-title")).hasText("This is a Jira backup, not the app's dump.");
        assertThat(page.locator("#refused-text")).containsText("Database dumps");

        choose(Files.writeString(home.resolve("box.dump"), "<!DOCTYPE html><html><title>Log in</title></html>"));
        assertThat(page.locator("#refused-title")).containsText("web page");
        choose(Files.write(home.resolve("empty.dump"), new byte[0]));
        assertThat(page.locator("#refused-title")).hasText("The file is empty.");
        assertThat(page.locator("#there")).isHidden();

        open(1200, "jira-backup");
        choose(backup("half.zip", Damage.TRUNCATE));
        assertThat(page.locator("#refused-title")).containsText("half a Jira backup");
        picture("file-refused");
        choose(backup("cloud.zip", Damage.CLOUD));
        assertThat(page.locator("#refused-title")).containsText("Jira Cloud");
        choose(backup("jira.zip"));
        assertThat(page.locator("#there-name")).hasText("jira.zip");
        assertThat(page.locator("#refused")).isHidden();
    }

    @Test
    void shouldReplaceOnlyWhenAskedAndNotTakeTheSameTwice() throws Exception {
        Path first = noise("first.dump", 5000, 7);
        choose(first);
        assertThat(page.locator("#there-name")).hasText("first.dump");

        choose(first);
        assertThat(page.locator("#ask-title")).hasText("Replace the file?");
        page.locator("#ask-yes").click();
        assertThat(page.locator("#refused-title")).containsText("same file again");

        choose(noise("second.dump", 5000, 8));
        page.locator("#ask-yes").click();
        assertThat(page.locator("#there-name")).hasText("second.dump");
        assertThat(page.locator("#refused")).isHidden();
    }

    @Test
    void shouldCopyAFileFromFerrysMachine() throws Exception {
        Path here = Files.copy(noise("n.dump", 2_000_000, 9), home.resolve("inbox/here.dump"));
        page.locator("#by-path summary").click();
        assertThat(page.locator("#folders")).containsText(home.resolve("inbox").toString());

        page.locator("#path").fill("/etc/passwd");
        page.getByText("Let Ferry copy it").click();
        assertThat(page.locator("#refused-text")).containsText("move it there");

        page.locator("#path").fill(here.toString());
        page.getByText("Let Ferry copy it").click();
        assertThat(page.locator("#there-hash")).hasText(sha256(here));
    }

    @Test
    void shouldHandOutTheFile() throws Exception {
        Path dump = noise("out.dump", 2_000_000, 10);
        choose(dump);
        assertThat(page.locator("#there")).isVisible();

        Download download = page.waitForDownload(() -> page.locator("#download").click());

        assertThat(download.suggestedFilename()).isEqualTo("out.dump");
        assertThat(sha256(download.path())).isEqualTo(sha256(dump));
        page.navigate("http://127.0.0.1:" + line.port() + "/migrations/" + id + "/files");
        assertThat(page.locator("table")).containsText(sha256(dump));
    }

    @Test
    void shouldTakeNothingMoreOnceTheTaskIsDone() throws Exception {
        choose(noise("done.dump", 5000, 11));
        assertThat(page.locator("#there-name")).hasText("done.dump");
        web.getBean(UploadedFiles.class).take(id, "DUMP", 1, Instant.EPOCH);
        page.reload();

        assertThat(page.locator("#closed-title")).containsText("has its dump already");
        assertThat(page.locator("#give")).isHidden();
        assertThat(page.locator("#there-title")).hasText("Dump: the one of this migration");
    }

    @Test
    void shouldBeReadableNarrowAndWideForEverybody() throws Exception {
        choose(noise("phone-with-a-very-long-name-that-has-no-end-".repeat(2) + ".dump", 5000, 12));
        assertThat(page.locator("#there")).isVisible();
        Accessibility.check(page, "file-there");
        for (String kind : List.of("dump", "jira-backup", "safety-dump")) {
            open(360, kind);
            assertThat(page.locator("#give")).isVisible();
            Accessibility.check(page, "file-" + kind);
        }
        page.navigate("http://127.0.0.1:" + line.port() + "/migrations/" + id + "/files");
        Accessibility.check(page, "files");
    }

    @Test
    void shouldLeadToTheOtherPagesAndToTasklist() {
        assertThat(page.locator(".crumb")).hasText("Ferry · Spring <move> & more · Files");
        assertThat(page.locator(".crumb a").nth(1)).hasAttribute("href", "/migrations/" + id);
        assertThat(page.locator(".crumb a").last()).hasAttribute("href", "/migrations/" + id + "/files");
        assertThat(page.locator(".elsewhere").getByText("Tasklist"))
                .hasAttribute("href", "http://camunda.example/tasklist");
        assertThat(page.locator(".tabs a")).hasText(new String[] {
            "Overview", "Runbook", "Actions", "User mapping", "Files", "Findings", "Differences", "Report"
        });
        assertThat(page.locator(".tabs [aria-current]")).hasText("Files");
    }

    @Test
    void shouldShowTimesInTheReadersZoneAndUtcInTheTooltip() throws Exception {
        choose(noise("timed.dump", 5000, 13));
        assertThat(page.locator("#there")).isVisible();
        BrowserContext inTokyo =
                chromium.browser().newContext(new Browser.NewContextOptions().setTimezoneId("Asia/Tokyo"));
        page = inTokyo.newPage();
        page.onPageError(mistakes::add);
        page.navigate("http://127.0.0.1:" + line.port() + "/migrations/" + id + "/files");
        var time = page.locator("time").first();
        var at = Instant.parse(time.getAttribute("datetime"));

        assertThat(time).containsText(TIME.format(at.atZone(ZoneId.of("Asia/Tokyo"))));
        assertThat(time).hasAttribute("title", io.ferry.base.Moments.of(at));
    }

    /** Kept where {@code -Dpictures} points to. */
    private void picture(String name) {
        String folder = System.getProperty("pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder, name + ".png"))
                    .setFullPage(true));
        }
    }

    private void choose(Path file) {
        assertThat(page.locator("#give")).isVisible();
        Locator input = page.locator("#file");
        input.setInputFiles(file);
    }

    private static Path backup(String name, Damage... damage) {
        Path file = home.resolve(name);
        SampleBackup.write(SampleBackupSpec.of(300, 20).damaged(damage), file);
        return file;
    }

    private static Path noise(String name, int length, long seed) throws IOException {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Files.write(home.resolve(name), bytes);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** Passes on what comes until it breaks; then every connection is cut, and so is every new one, until it is mended. */
    private static final class Line implements AutoCloseable {
        private final ServerSocket here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final AtomicLong breakAfter = new AtomicLong(Long.MAX_VALUE);
        private final AtomicLong passed = new AtomicLong();
        private volatile int to;
        private volatile boolean broken;

        Line() throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!here.isClosed()) {
                    connect();
                }
            });
        }

        void breakAfter(long bytes) {
            broken = false;
            breakAfter.set(bytes);
        }

        void mend() {
            breakAfter(Long.MAX_VALUE);
        }

        int port() {
            return here.getLocalPort();
        }

        private void connect() {
            @Nullable Socket client = null;
            try {
                client = here.accept();
                if (broken) {
                    client.close();
                    return;
                }
                Socket taken = client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(taken);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(taken, server, true));
                Thread.ofVirtual().start(() -> pass(server, taken, false));
            } catch (IOException closed) {
                reset(client);
            }
        }

        private void pass(Socket from, Socket target, boolean counted) {
            byte[] block = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = target.getOutputStream();
                int read;
                while ((read = in.read(block)) >= 0) {
                    out.write(block, 0, read);
                    if (counted) {
                        passed.addAndGet(read);
                        if (breakAfter.addAndGet(-read) < 0) {
                            broken = true;
                            open.forEach(Line::reset);
                            open.clear();
                        }
                    }
                }
            } catch (IOException ended) {
                // Broken, or closed by one of the two.
            }
            reset(from);
            reset(target);
        }

        private static void reset(@Nullable Socket socket) {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException gone) {
                // It is.
            }
        }

        @Override
        public void close() throws IOException {
            here.close();
            open.forEach(Line::reset);
        }
    }
}
