package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.ferry.migration.MigrationId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What browsers are told with every answer of every endpoint and page, signed in or not: at the level of an A+ of Mozilla's
 * observatory. Nothing inline is run, nothing is framed, guessed, kept or passed on.
 */
class HeadersTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> OTHER_PATHS = List.of(
            "/pages/ferry.css",
            "/pages/mapping.js",
            "/swagger-ui/index.html",
            "/swagger-ui/swagger-ui-bundle.js",
            "/nothing-there",
            "/error",
            "/api/nothing-there",
            "/api;x/migrations",
            "/%61pi/migrations",
            "/actuator/health",
            "/migrations/nobody");

    @TempDir
    private static Path home;

    private static WholeFerry ferry;
    private static MigrationId id;

    @BeforeAll
    static void start() {
        ferry = WholeFerry.start(home);
        id = ReportWeb.registered(ferry.server(), "Headers", false).id();
    }

    @AfterAll
    static void stop() {
        ferry.close();
    }

    @Test
    void shouldSendThemWithEveryAnswer() throws Exception {
        List<String> mistakes = new ArrayList<>();
        int succeeded = 0;
        for (boolean signedIn : new boolean[] {true, false}) {
            for (Endpoints.Endpoint endpoint : Endpoints.of(ferry)) {
                HttpResponse<String> answer = send(request(endpoint.path(id), signedIn)
                        .method(endpoint.method().name(), BodyPublishers.noBody()));
                succeeded += answer.statusCode() < 300 ? 1 : 0;
                mistakes.addAll(mistakes(endpoint + (signedIn ? "" : " (not signed in)"), answer));
            }
            for (String path : OTHER_PATHS) {
                mistakes.addAll(mistakes(path, send(request(path, signedIn))));
            }
            mistakes.addAll(mistakes(
                    "large",
                    send(request("/api/migrations", signedIn)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(new byte[300_000])))));
        }

        assertThat(mistakes).isEmpty();
        assertThat(succeeded).isGreaterThan(15);
    }

    @Test
    void shouldLetTheDescriptionOfTheInterfaceWorkUnderItsPolicy() {
        List<String> mistakes = new ArrayList<>();
        try (Chromium chromium = Chromium.start();
                BrowserContext context = chromium.browser()
                        .newContext(new Browser.NewContextOptions().setExtraHTTPHeaders(ferry.signedIn()))) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                // One decoration of the library is inline; it stays out, and nothing is missing without it.
                if (message.type().equals("error") && !message.text().startsWith("Applying inline style")) {
                    mistakes.add(message.text());
                }
            });
            page.navigate(ferry.address("/swagger-ui.html").toString());
            page.waitForSelector(".opblock-summary");
        }

        assertThat(mistakes).isEmpty();
    }

    @Test
    void shouldNoticeWhatIsMissing() {
        assertThat(mistakes("nothing", 200, name -> null)).hasSizeGreaterThan(6);
        assertThat(mistakes(
                        "inline",
                        200,
                        name -> name.equals("Content-Security-Policy")
                                ? "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
                                : null))
                .anyMatch(mistake -> mistake.contains("unsafe"));
    }

    private static List<String> mistakes(String what, HttpResponse<String> answer) {
        return mistakes(
                what,
                answer.statusCode(),
                name -> answer.headers().firstValue(name).orElse(null));
    }

    private static List<String> mistakes(String what, int status, Function<String, @Nullable String> header) {
        List<String> mistakes = new ArrayList<>();
        String policy = String.valueOf(header.apply("Content-Security-Policy"));
        boolean isStatic = what.startsWith("/pages/") || what.startsWith("/swagger-ui/");
        expect(mistakes, what, policy.contains("default-src 'none'"), "Content-Security-Policy " + policy);
        expect(mistakes, what, policy.contains("frame-ancestors 'none'"), "frame-ancestors " + policy);
        expect(
                mistakes,
                what,
                !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval"),
                "unsafe " + policy);
        expect(mistakes, what, "nosniff".equals(header.apply("X-Content-Type-Options")), "nosniff");
        expect(mistakes, what, "no-referrer".equals(header.apply("Referrer-Policy")), "Referrer-Policy");
        expect(
                mistakes,
                what,
                isStatic || String.valueOf(header.apply("Cache-Control")).contains("no-store"),
                "Cache-Control " + header.apply("Cache-Control"));
        for (String name :
                List.of("Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")) {
            expect(mistakes, what, header.apply(name) != null, name);
        }
        expect(
                mistakes,
                what,
                header.apply("Server") == null && header.apply("X-Powered-By") == null,
                "names a server");
        expect(mistakes, what, header.apply("Access-Control-Allow-Origin") == null, "lets others read");
        return mistakes.stream().map(mistake -> mistake + " (" + status + ")").toList();
    }

    private static void expect(List<String> mistakes, String what, boolean holds, String words) {
        if (!holds) {
            mistakes.add(what + ": " + words);
        }
    }

    private static HttpRequest.Builder request(String path, boolean signedIn) {
        return signedIn ? ferry.request(path) : HttpRequest.newBuilder(ferry.address(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
