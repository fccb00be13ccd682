package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.ferry.api.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** A demonstration that runs while a test acts in a browser. */
final class BackgroundDemo {
    private BackgroundDemo() {}

    /** What a test does meanwhile. */
    @FunctionalInterface
    interface Steps {
        void take(Browser browser) throws Exception;
    }

    /**
     * Starts the demonstration and the browser, takes the steps, and ends both.
     *
     * @throws AssertionError if the demonstration failed, other than by being ended here
     */
    static void run(Path folder, DemoSettings settings, Steps steps) throws Exception {
        var failure = new AtomicReference<Throwable>();
        try (var chromium = Chromium.start()) {
            var demo = Thread.ofPlatform().start(() -> {
                try {
                    new Demo(folder, settings, secrets -> {}).run();
                } catch (IOException | InterruptedException | RuntimeException failed) {
                    failure.set(failed);
                }
            });
            try {
                steps.take(chromium.browser());
            } finally {
                demo.interrupt();
                demo.join(Duration.ofSeconds(30));
                DemoState.stopAll(folder, new Terminal(System.out));
            }
        }
        assertThat(failure.get())
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        ended -> assertThat(ended).isInstanceOf(InterruptedException.class));
    }

    /** Waits for the demonstration's migration, and returns its id. */
    static String migration(FerryClient ferry, Duration limit) {
        return Awaitility.await()
                .atMost(limit)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> firstMigration(ferry), Optional::isPresent)
                .orElseThrow();
    }

    /** Opens a link that signs in to Ferry's pages, as the demonstration prints one. */
    static void signIn(BrowserContext browser, FerryClient ferry) throws IOException, InterruptedException {
        var page = browser.newPage();
        page.navigate(ferry.post("/api/sign-in-links", JsonNodeFactory.instance.objectNode())
                .path("address")
                .asText());
        PlaywrightAssertions.assertThat(page.locator(".session")).containsText("Signed in as");
        page.close();
    }

    private static Optional<String> firstMigration(FerryClient ferry) throws InterruptedException {
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
}
