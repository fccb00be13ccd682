package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.Actor;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.InMemoryOneTimeTokenService;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenService;

/** One person on one computer signs in. */
class LocalSignInTest {
    private static final Pattern TOKEN = Pattern.compile("<meta name=\"session-token\" content=\"([^\"]{1,400})\">");

    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static WholeFerry ferry;

    private final HttpClient nobody = HttpClient.newHttpClient();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() {
        ferry = new WholeFerry(home, "--ferry.access.proxies=127.0.0.1");
    }

    @AfterAll
    static void stop() {
        ferry.close();
    }

    @Test
    void shouldTellNobodyAnything() throws Exception {
        // when a browser and a script ask
        HttpResponse<String> page = ferry.send(nobody, "GET", "/", "Accept", "text/html");
        HttpResponse<String> api = ferry.send(nobody, "GET", "/api/migrations");

        // then each is told how to sign in, and nothing else
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).contains("./ferry sign-in").doesNotContain("Migrations");
        assertThat(api.statusCode()).isEqualTo(401);
        assertThat(api.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(api.body()).contains("urn:ferry:problem:not-signed-in").contains("script-key");
    }

    @Test
    void shouldMakeASessionOfALinkOnce() throws Exception {
        // given
        var link =
                ferry.signInLink().toString().substring(ferry.at("").toString().length());

        // when
        HttpResponse<String> first = ferry.send(browser, "GET", link, "Accept", "text/html");
        HttpResponse<String> page = ferry.send(browser, "GET", "/", "Accept", "text/html");
        HttpResponse<String> again = ferry.send(nobody, "GET", link, "Accept", "text/html");

        // then
        assertThat(first.statusCode()).isEqualTo(302);
        assertThat(first.headers().firstValue("Location").orElse(""))
                .endsWith("/")
                .doesNotContain("token");
        assertThat(first.headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("ferry-session=")
                .contains("HttpOnly")
                .contains("SameSite=Lax");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Signed in as " + System.getProperty("user.name"));
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("This link does not sign you in");
    }

    @Test
    void shouldGiveTheCookieToTlsOnlyWhereAProxySpeaksIt() throws Exception {
        HttpResponse<String> behindTls = ferry.send(
                nobody,
                "GET",
                "/sign-in?" + ferry.signInLink().getQuery(),
                "X-Forwarded-For",
                "192.0.2.1",
                "X-Forwarded-Proto",
                "https");

        assertThat(behindTls.headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("ferry-session=")
                .contains("Secure");
    }

    @Test
    void shouldEndASessionThatNobodyUses() {
        assertThat(ferry.context().getBean(ServletContext.class).getSessionTimeout())
                .as("minutes")
                .isEqualTo(30);
    }

    @Test
    void shouldMakeLinksForTwelveHours() {
        List<OneTimeToken> made = new ArrayList<>();
        SignInLinks links = new SignInLinks(
                new OneTimeTokenService() {
                    @Override
                    public OneTimeToken generate(GenerateOneTimeTokenRequest request) {
                        made.add(new InMemoryOneTimeTokenService().generate(request));
                        return made.getLast();
                    }

                    @Override
                    public @Nullable OneTimeToken consume(OneTimeTokenAuthenticationToken presented) {
                        return null;
                    }
                },
                "somebody",
                URI.create("http://127.0.0.1:8090"));

        links.next();

        assertThat(Duration.between(Instant.now(), made.getFirst().getExpiresAt()))
                .isBetween(Duration.ofHours(12).minusMinutes(5), Duration.ofHours(12));
    }

    @Test
    void shouldTakeChangesOfItsOwnPagesOnly() throws Exception {
        // given a session
        signIn();

        // when its cookie comes with a change, as from a page of another site; and with the token of its own page
        HttpResponse<String> elsewhere = ferry.send(browser, "POST", "/api/sign-in-links");
        String page = ferry.send(browser, "GET", "/", "Accept", "text/html").body();
        var token = TOKEN.matcher(page);
        assertThat(token.find()).isTrue();
        HttpResponse<String> own = ferry.send(browser, "POST", "/api/sign-in-links", "X-CSRF-TOKEN", token.group(1));

        // then
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(elsewhere.body()).contains("urn:ferry:problem:page-too-old");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.body()).contains("/sign-in?token=");
    }

    @Test
    void shouldEndTheSession() throws Exception {
        // given
        signIn();
        var token = TOKEN.matcher(
                ferry.send(browser, "GET", "/", "Accept", "text/html").body());
        assertThat(token.find()).isTrue();

        // when
        HttpResponse<String> out = ferry.send(browser, "POST", "/sign-out", "X-CSRF-TOKEN", token.group(1));

        // then
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(ferry.send(browser, "GET", "/", "Accept", "text/html").statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldEndASessionThatIsBusyForEver(@TempDir Path another) throws Exception {
        // given a session that lasts no time
        try (WholeFerry brief = new WholeFerry(another, "--ferry.access.session-at-most=0s")) {
            URI link = brief.signInLink();
            assertThat(brief.send(browser, "GET", link.getPath() + "?" + link.getQuery())
                            .statusCode())
                    .isEqualTo(302);

            // when, then
            assertThat(brief.send(browser, "GET", "/", "Accept", "text/html").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldPutOnRecordWhoSignedInAndWhatWasRefused() throws Exception {
        // given
        signIn();
        ferry.send(browser, "POST", "/api/sign-in-links");

        // when
        var entries = ferry.context().getBean(Audit.class).newest(0, 2);

        // then
        assertThat(entries).extracting(Audit.Entry::what).containsExactly(Audit.What.REFUSED, Audit.What.SIGNED_IN);
        assertThat(entries.getFirst().detail()).isEqualTo("POST /api/sign-in-links");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.by().name()).isEqualTo(System.getProperty("user.name"));
            assertThat(entry.by().channel()).isEqualTo(Actor.Channel.LINK);
        });
        assertThat(ferry.send(nobody, "GET", "/api/audit", "Authorization", "Bearer " + ferry.scriptKey())
                        .body())
                .contains("SIGNED_IN");
    }

    @Test
    void shouldLetScriptsInWithTheKey() throws Exception {
        // when
        HttpResponse<String> right =
                ferry.send(nobody, "GET", "/api/migrations", "Authorization", "Bearer " + ferry.scriptKey());
        HttpResponse<String> wrong =
                ferry.send(nobody, "GET", "/api/migrations", "Authorization", "Bearer " + "x".repeat(43));

        // then
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.headers().firstValue("Set-Cookie"))
                .as("a script needs no session")
                .isEmpty();
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("urn:ferry:problem:not-signed-in");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepTheKeyForItsOwner() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(ScriptKey.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldKeepTheKeyBetweenStarts(@TempDir Path another) throws IOException {
        // given
        ScriptKey.in(another);
        String key = Files.readString(another.resolve(ScriptKey.FILE));

        // then
        assertThat(ScriptKey.in(another).is(key)).isTrue();
        assertThat(ScriptKey.in(another).is(key + "x")).isFalse();
    }

    @Test
    void shouldNotTakeAKeyThatSomebodyShortened(@TempDir Path another) throws IOException {
        // given
        Files.writeString(another.resolve(ScriptKey.FILE), "short");

        // then
        assertThatThrownBy(() -> ScriptKey.in(another)).hasMessageContaining("Delete the file");
    }

    private void signIn() throws IOException, InterruptedException {
        var link =
                ferry.signInLink().toString().substring(ferry.at("").toString().length());
        assertThat(ferry.send(browser, "GET", link).statusCode()).isEqualTo(302);
    }
}
