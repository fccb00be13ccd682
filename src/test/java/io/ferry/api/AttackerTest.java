package io.ferry.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.migration.MigrationId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Plays the attacker against the whole server. Each attack is first shown to work on a server with the same addresses and
 * without guards, and then to fail. Hostile texts, limits, headers and roles have tests of their own.
 */
class AttackerTest {
    private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: ferry-session=([^;\\r\\n]+)([^\\r\\n]*)");
    private static final Pattern LOCATION = Pattern.compile("(?i)\\r\\nlocation: ([^\\r\\n]*)");

    @TempDir
    private static Path home;

    private static WholeFerry ferry;
    private static ConfigurableApplicationContext unguarded;
    private static MigrationId id;
    private static String session;

    /** The same addresses as a careless program would have them. */
    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    @Import(Unguarded.Careless.class)
    static class Unguarded {
        @RestController
        static class Careless {
            @GetMapping({"/", "/api/migrations", "/api/migrations/{id}"})
            String read() {
                return "<p>everything</p>";
            }

            @PostMapping("/api/migrations/{id}/cancel")
            String change(@PathVariable String id) {
                return "cancelled " + id;
            }

            @PostMapping("/api/migrations")
            String start(@RequestBody byte[] body) {
                return "read " + body.length;
            }

            @GetMapping("/sign-in")
            void signIn(
                    @RequestParam(defaultValue = "/") String next,
                    HttpServletRequest request,
                    HttpServletResponse response)
                    throws IOException {
                request.getSession().setAttribute("user", "me");
                response.sendRedirect(next);
            }
        }
    }

    @BeforeAll
    static void start() throws Exception {
        ferry = WholeFerry.start(home);
        unguarded = new SpringApplicationBuilder(Unguarded.class)
                .run("--server.port=0", "--server.servlet.session.cookie.name=ferry-session");
        id = ReportWeb.registered(ferry.server(), "Attacked", false).id();
        session = cookie(send(ferry.port(), "GET " + ferry.signInPath() + " HTTP/1.1", ""));
        assertThat(send(ferry.port(), "GET /api/migrations HTTP/1.1", "Cookie: ferry-session=" + session))
                .as("the session that is attacked")
                .startsWith("HTTP/1.1 200");
    }

    @AfterAll
    static void stop() {
        if (ferry != null) {
            ferry.close();
        }
        if (unguarded != null) {
            unguarded.close();
        }
    }

    static Stream<Arguments> attacks() {
        String cancel = "POST /api/migrations/{id}/cancel HTTP/1.1";
        String own =
                "Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\nCookie: ferry-session={session}";
        String key = "Authorization: Bearer {key}";
        return Stream.of(
                Arguments.of("read without a session", "GET /api/migrations HTTP/1.1", "", ""),
                Arguments.of(
                        "read with a made-up session", "GET / HTTP/1.1", "Cookie: ferry-session=0123456789ABCDEF", ""),
                Arguments.of("change without a session", cancel, "", ""),
                Arguments.of(
                        "a form of another site, with the person's cookie",
                        cancel,
                        "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\nCookie: ferry-session={session}",
                        "a=b"),
                Arguments.of("a page of the same origin without the token", cancel, own, ""),
                Arguments.of("a made-up token", cancel, own + "\r\nX-CSRF-TOKEN: 0123456789", ""),
                Arguments.of(
                        "a token as a parameter of a form",
                        cancel,
                        own + "\r\nContent-Type: application/x-www-form-urlencoded",
                        "_csrf=0123456789"),
                Arguments.of(
                        "a name of another's that leads here (rebinding)",
                        "GET /api/migrations HTTP/1.1",
                        "HOST evil.example\r\nCookie: ferry-session={session}",
                        ""),
                Arguments.of(
                        "the same with the key",
                        "GET /api/migrations HTTP/1.1",
                        "HOST evil.example:{port}\r\n" + key,
                        ""),
                Arguments.of("an encoded path", "POST /%61pi/migrations/{id}/cancel HTTP/1.1", "", ""),
                Arguments.of("a path with a parameter", "POST /api;x=y/migrations/{id}/cancel HTTP/1.1", "", ""),
                Arguments.of(
                        "a path with a parameter, signed in", "POST /api/migrations/{id}/cancel;a HTTP/1.1", key, ""),
                Arguments.of(
                        "a large body",
                        "POST /api/migrations HTTP/1.1",
                        key + "\r\nContent-Type: application/json",
                        "a".repeat(300_000)),
                Arguments.of(
                        "a large body of which no length is told, from nobody",
                        "POST /api/migrations HTTP/1.1",
                        "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked",
                        "493E0\r\n" + "a".repeat(0x493E0) + "\r\n0\r\n\r\n"),
                Arguments.of("a key in the address", "GET /api/migrations?access_token={key} HTTP/1.1", "", ""),
                Arguments.of(
                        "a name and password", "GET /api/migrations HTTP/1.1", "Authorization: Basic dXNlcjp1c2Vy", ""),
                Arguments.of(
                        "a proxy's headers from nobody's proxy",
                        "GET /api/migrations HTTP/1.1",
                        "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-User: admin\r\nX-Remote-User: admin",
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void shouldRefuse(String what, String request, String headers, String body) throws Exception {
        int open = Integer.parseInt(unguarded.getEnvironment().getRequiredProperty("local.server.port"));

        assertThat(send(open, request, headers, body)).as("without guards").startsWith("HTTP/1.1 200");

        assertThat(send(ferry.port(), request, headers, body))
                .matches("(?s)HTTP/1.1 (400|401|403|413|421) .*")
                .doesNotContain("Attacked", "everything");
        assertThat(send(ferry.port(), "GET /api/migrations/" + id + " HTTP/1.1", "Authorization: Bearer {key}", ""))
                .as("nothing has been changed")
                .startsWith("HTTP/1.1 200")
                .doesNotContain("CANCELLED");
    }

    @Test
    void shouldTakeNoDetourPastTheRoles() throws Exception {
        for (String path : new String[] {
            "/sign-in/../api/migrations/{id}/cancel",
            "/pages/ferry.css/%2e%2e/%2e%2e/api/migrations/{id}/cancel",
            "/pages/ferry.css/../../api/migrations/{id}/cancel",
            "//api/migrations/{id}/cancel",
            "/api/migrations/{id}/cancel/",
            "/API/migrations/{id}/cancel",
            "/api/migrations/{id}/cancel%00",
            "/api/migrations/{id}/cancel%2e",
            "/api\\migrations/{id}/cancel"
        }) {
            assertThat(send(ferry.port(), "POST " + path + " HTTP/1.1", ""))
                    .as(path)
                    .matches("(?s)HTTP/1.1 40[0134] .*");
        }
    }

    @Test
    void shouldSendNobodyElsewhereAfterTheSignIn() throws Exception {
        int open = Integer.parseInt(unguarded.getEnvironment().getRequiredProperty("local.server.port"));
        assertThat(location(send(open, "GET /sign-in?next=https://evil.example/ HTTP/1.1", "")))
                .isEqualTo("https://evil.example/");

        for (String more : new String[] {
            "&next=https://evil.example/",
            "&continue=//evil.example",
            "&redirect_uri=https://evil.example",
            "&next=\\evil"
        }) {
            assertThat(location(send(
                            ferry.port(), "GET " + ferry.signInPath() + more.replace("\\", "%5C") + " HTTP/1.1", "")))
                    .as(more)
                    .doesNotContain("evil");
        }
        // What was asked for before the sign-in is where it leads; no header may change where that is.
        for (String header :
                new String[] {"X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "HOST evil.example"}) {
            String before = send(ferry.port(), "GET /migrations/" + id + " HTTP/1.1", "Accept: text/html\r\n" + header);
            Matcher begun = COOKIE.matcher(before);
            String cookie = begun.find() ? "Cookie: ferry-session=" + begun.group(1) : "";
            assertThat(location(send(ferry.port(), "GET " + ferry.signInPath() + " HTTP/1.1", cookie)))
                    .as(header)
                    .doesNotContain("evil");
        }
    }

    @Test
    void shouldSignInNoSessionThatSomebodyElseBegan() throws Exception {
        int open = Integer.parseInt(unguarded.getEnvironment().getRequiredProperty("local.server.port"));
        String begun = cookie(send(open, "GET /sign-in HTTP/1.1", ""));
        assertThat(send(open, "GET /sign-in HTTP/1.1", "Cookie: ferry-session=" + begun))
                .as("a session that is kept")
                .doesNotContainIgnoringCase("set-cookie");

        Matcher before = COOKIE.matcher(send(ferry.port(), "GET /migrations/" + id + " HTTP/1.1", "Accept: text/html"));
        for (String fixed :
                new String[] {before.find() ? before.group(1) : "AAAA", "0123456789ABCDEF0123456789ABCDEF"}) {
            String answer =
                    send(ferry.port(), "GET " + ferry.signInPath() + " HTTP/1.1", "Cookie: ferry-session=" + fixed);

            assertThat(cookie(answer)).isNotEqualTo(fixed);
            assertThat(send(ferry.port(), "GET /api/migrations HTTP/1.1", "Cookie: ferry-session=" + fixed))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void shouldKeepTheCookieFromScriptsAndOtherSites() throws Exception {
        Matcher cookie = COOKIE.matcher(send(ferry.port(), "GET " + ferry.signInPath() + " HTTP/1.1", ""));

        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(2)).contains("Path=/", "HttpOnly", "SameSite=").doesNotContain("Domain");
        assertThat(cookie.group(1)).as("of 128 bits at least").hasSizeGreaterThanOrEqualTo(32);
    }

    @Test
    void shouldTakeALinkOnceAndNoOther() throws Exception {
        String link = ferry.signInPath();
        assertThat(send(ferry.port(), "GET " + link + " HTTP/1.1", "")).startsWith("HTTP/1.1 302");

        assertThat(send(ferry.port(), "GET " + link + " HTTP/1.1", "")).startsWith("HTTP/1.1 401");
        assertThat(send(ferry.port(), "GET /sign-in?token= HTTP/1.1", "")).doesNotStartWith("HTTP/1.1 302");
        assertThat(send(ferry.port(), "GET /sign-in?token=00000000-0000-0000-0000-000000000000 HTTP/1.1", ""))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void shouldBeginNoHeaderWithWhatACallerSends() throws Exception {
        for (String path : new String[] {
            "/migrations/a%0d%0aSet-Cookie:%20x=y",
            "/api/migrations?page=%0d%0aSet-Cookie:%20x=y",
            "/migrations/" + id + "/differences?rule=%0d%0aSet-Cookie:%20x=y",
            "/api/migrations/" + id + "/comparisons/a%0d%0aSet-Cookie:%20x=y"
        }) {
            assertThat(send(ferry.port(), "GET " + path + " HTTP/1.1", "Authorization: Bearer {key}"))
                    .as(path)
                    .doesNotContainPattern("(?i)\\r\\nset-cookie: x=y");
        }
    }

    @Test
    void shouldGiveNoFileUnderAnotherMigration() throws Exception {
        IncomingFiles files = ferry.part(IncomingFiles.class);
        IncomingFile coming =
                files.begin(id.value(), ArtifactKind.SAFETY_DUMP, "dump", 4, IncomingFile.Source.UPLOAD, "");
        files.append(coming, 0, new ByteArrayInputStream("abcd".getBytes(ISO_8859_1)));
        String file = files.keep(coming, files.fingerprint(coming).get()).id().value();
        MigrationId other =
                ReportWeb.registered(ferry.server(), "Another", false).id();

        assertThat(send(
                        ferry.port(),
                        "GET /api/migrations/" + id + "/files/" + file + "/content HTTP/1.1",
                        "Authorization: Bearer {key}"))
                .startsWith("HTTP/1.1 200")
                .endsWith("abcd");
        assertThat(send(
                        ferry.port(),
                        "GET /api/migrations/" + other + "/files/" + file + "/content HTTP/1.1",
                        "Authorization: Bearer {key}"))
                .startsWith("HTTP/1.1 404");
        assertThat(send(ferry.port(), "GET /api/migrations/" + id + "/files/" + file + "/content HTTP/1.1", ""))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void shouldBeShownInNobodysFrame() {
        String open = unguarded.getEnvironment().getRequiredProperty("local.server.port");
        try (Chromium chromium = Chromium.start();
                BrowserContext context = chromium.browser().newContext()) {
            assertThat(framed(context, "http://127.0.0.1:" + open + "/")).contains("everything");

            Page page = context.newPage();
            page.navigate(ferry.address(ferry.signInPath()).toString());
            assertThat(page.content()).contains("Signed in as");
            assertThat(framed(context, ferry.address("/").toString())).doesNotContain("Signed in as", "Migrations");
        }
    }

    private static String framed(BrowserContext context, String address) {
        Page page = context.newPage();
        page.setContent("<iframe src='" + address + "'></iframe>");
        page.waitForLoadState();
        return page.frames().size() < 2 ? "" : page.frames().get(1).content();
    }

    private static String cookie(String answer) {
        Matcher cookie = COOKIE.matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        return cookie.group(1);
    }

    private static String location(String answer) {
        Matcher location = LOCATION.matcher(answer);
        assertThat(location.find()).as(answer).isTrue();
        return location.group(1);
    }

    private static String send(int port, String request, String headers) throws IOException {
        return send(port, request, headers, "");
    }

    /** Sends a request as it is written here, and reads the answer to its end. A line “HOST name” is the header of that name. */
    private static String send(int port, String request, String headers, String body) throws IOException {
        String host = headers.contains("HOST ")
                ? headers.replaceFirst("(?s).*HOST ([^\\r\\n]*).*", "$1")
                : "127.0.0.1:{port}";
        String others = headers.replaceFirst("HOST [^\\r\\n]*(\\r\\n)?", "").strip();
        boolean chunked = headers.contains("chunked");
        String written = (request + "\r\nHost: " + host + "\r\nConnection: close\r\n"
                        + (others.isEmpty() ? "" : others + "\r\n")
                        + (chunked || request.startsWith("GET") ? "" : "Content-Length: " + body.length() + "\r\n")
                        + "\r\n" + body)
                .replace("{id}", String.valueOf(id))
                .replace("{port}", String.valueOf(port))
                .replace("{session}", String.valueOf(session))
                .replace("{key}", ferry.key());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(written.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
