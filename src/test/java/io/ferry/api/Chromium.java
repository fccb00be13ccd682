package io.ferry.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's own Chromium, driven by Playwright; nothing is downloaded. */
public final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /** Starts it; the test is skipped with a message where there is none. */
    public static Chromium start() {
        var program = onThePath();
        assumeTrue(
                program.isPresent(),
                "There is no chromium on the PATH (apt-get install chromium-headless-shell): no page is tested");
        return new Chromium(program.orElseThrow());
    }

    private static Optional<Path> onThePath() {
        return Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The browser. */
    public Browser browser() {
        return browser;
    }

    /**
     * A new page, 900 pixels high, for somebody in Britain. Whoever tests closes its context.
     *
     * @param width in pixels
     * @param mistakes takes what goes wrong in the page; an answer of Ferry that is a refusal is no mistake
     */
    Page page(int width, List<String> mistakes) {
        return page(new Browser.NewContextOptions().setViewportSize(width, 900), mistakes);
    }

    /** The same where more than the width differs. */
    Page page(Browser.NewContextOptions options, List<String> mistakes) {
        BrowserContext context = browser.newContext(options.setLocale("en-GB"));
        context.setDefaultTimeout(20_000);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            // The browser itself tells of every answer that is no success.
            if (message.type().equals("error") && !message.text().contains("status of ")) {
                mistakes.add(message.text());
            }
        });
        page.onPageError(mistakes::add);
        return page;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
