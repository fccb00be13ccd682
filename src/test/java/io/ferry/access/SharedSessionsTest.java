package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ferry.fixtures.SeveralNodes;
import io.ferry.fixtures.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.ObjectOutputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** People sign in and work while each of their requests reaches another Ferry. */
class SharedSessionsTest {
    private static final Pattern TOKEN = Pattern.compile("<meta name=\"session-token\" content=\"([^\"]{1,400})\">");
    private static final Pattern DATABASE = Pattern.compile("/(test_\\w{1,40})");
    private static final MockOAuth2Server COMPANY = new MockOAuth2Server(new OAuth2Config(true));

    @TempDir
    private static Path home;

    private static String url = "";

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() {
        COMPANY.start();
        url = TestDatabase.POSTGRESQL.newUrl();
    }

    @AfterAll
    static void stop() {
        COMPANY.shutdown();
    }

    @Test
    void shouldSignInByALinkOfOneAtTheOtherAndOutAtTheFirst() throws Exception {
        try (WholeFerry first = ferry("a");
                WholeFerry second = ferry("b")) {
            String link = path(first.signInLink());

            // when each request reaches the other one
            HttpResponse<String> signedIn = second.send(browser, "GET", link, "Accept", "text/html");
            HttpResponse<String> page = first.send(browser, "GET", "/", "Accept", "text/html");
            HttpResponse<String> again = second.send(browser, "GET", "/", "Accept", "text/html");

            // then
            assertThat(signedIn.statusCode()).isEqualTo(302);
            assertThat(signedIn.headers().firstValue("Set-Cookie").orElse(""))
                    .startsWith("ferry-session=")
                    .contains("HttpOnly")
                    .contains("SameSite=Lax")
                    .doesNotContain("Secure");
            assertThat(page.body()).contains("Signed in as " + System.getProperty("user.name"));
            assertThat(again.statusCode()).isEqualTo(200);
            JdbcClient sql = first.context().getBean(JdbcClient.class);
            assertThat(sql.sql("select max_inactive_interval from ferry_session where principal_name is null")
                            .query(Integer.class)
                            .list())
                    .isNotEmpty()
                    .containsOnly(1800);

            // and the link is good once, wherever
            assertThat(first.send(HttpClient.newHttpClient(), "GET", link, "Accept", "text/html")
                            .statusCode())
                    .isEqualTo(401);

            // when they sign out with the token of a page that the other one has made
            Matcher token = TOKEN.matcher(page.body());
            assertThat(token.find()).isTrue();
            assertThat(second.send(browser, "POST", "/sign-out", "X-CSRF-TOKEN", "a forged one")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(second.send(browser, "POST", "/sign-out", "X-CSRF-TOKEN", token.group(1))
                            .statusCode())
                    .isEqualTo(200);

            // then both have forgotten them
            assertThat(first.send(browser, "GET", "/", "Accept", "text/html").statusCode())
                    .isEqualTo(401);
            assertThat(second.send(browser, "GET", "/", "Accept", "text/html").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldSignInAtTheCompanysServiceWhenTheAnswerReachesAnotherFerry() throws Exception {
        String[] company = {
            "--ferry.access.oidc.issuer=" + COMPANY.issuerUrl("company"),
            "--ferry.access.oidc.client-id=ferry",
            "--ferry.access.oidc.client-secret=secret",
            "--ferry.access.oidc.name-claim=name",
            "--ferry.access.oidc.roles.viewer=viewers"
        };
        try (WholeFerry first = ferry("c", company);
                WholeFerry second = ferry("d", company)) {
            // given a page of one Ferry that leads to the sign-in at the other one
            String wanted = "/migrations/m-00000000";
            HttpResponse<String> refused = first.send(browser, "GET", wanted, "Accept", "text/html");
            assertThat(refused.statusCode()).isEqualTo(302);
            HttpResponse<String> away =
                    second.send(browser, "GET", "/oauth2/authorization/ferry", "Accept", "text/html");
            URI service = URI.create(away.headers().firstValue("Location").orElseThrow());

            // when the service sends the person to the first one
            String claims = "{\"name\": \"Ann\", \"groups\": [\"viewers\"], \"address\": {\"city\": \"Bern\"}}";
            HttpResponse<String> answered = browser.send(
                    HttpRequest.newBuilder(service)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(
                                    "username=ann&claims=" + URLEncoder.encode(claims, StandardCharsets.UTF_8)))
                            .build(),
                    BodyHandlers.ofString());
            URI back = URI.create(answered.headers().firstValue("Location").orElseThrow());
            HttpResponse<String> signedIn = first.send(browser, "GET", path(back), "Accept", "text/html");

            // then they are signed in at both, and go to the page that they wanted
            assertThat(signedIn.statusCode()).isEqualTo(302);
            assertThat(signedIn.headers().firstValue("Location").orElse("")).contains(wanted);
            assertThat(second.send(browser, "GET", "/", "Accept", "text/html").body())
                    .contains("Signed in as Ann");
            assertThat(first.send(browser, "GET", "/", "Accept", "text/html").body())
                    .contains("Signed in as Ann");
        }
    }

    @Test
    void shouldReadNothingFromTheDatabaseThatNobodyPutsIntoSessions() throws Exception {
        var forged = new ByteArrayOutputStream();
        try (var objects = new ObjectOutputStream(forged)) {
            objects.writeObject(new File("/etc/passwd"));
        }

        assertThat(SharedSessions.read(forged.toByteArray())).isNull();
        assertThat(SharedSessions.read(new byte[] {1, 2, 3})).isNull();
    }

    @Test
    void shouldSayThatTheDatabaseIsAwayAndKnowPeopleAgainWhenItIsBack() throws Exception {
        String own = TestDatabase.POSTGRESQL.newUrl();
        Matcher database = DATABASE.matcher(own);
        assertThat(database.find()).isTrue();
        JdbcClient server = JdbcClient.create(new DriverManagerDataSource(url));
        try (WholeFerry ferry = new WholeFerry(
                Files.createDirectories(home.resolve("e")),
                SeveralNodes.settings(
                        own,
                        SeveralNodes.NO_STORE,
                        home.resolve("keys"),
                        "--spring.datasource.hikari.connection-timeout=1000"))) {
            ferry.send(browser, "GET", path(ferry.signInLink()), "Accept", "text/html");

            // when
            server.sql("alter database " + database.group(1) + " allow_connections false")
                    .update();
            server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                    .param("name", database.group(1))
                    .query(Boolean.class)
                    .list();
            HttpResponse<String> refused = ferry.send(browser, "GET", "/", "Accept", "text/html");

            // then
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .contains("urn:ferry:problem:database-unavailable", "Ferry's database is not available");
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();

            // when
            server.sql("alter database " + database.group(1) + " allow_connections true")
                    .update();

            // then
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(ferry.send(browser, "GET", "/", "Accept", "text/html")
                                    .body())
                            .contains("Signed in as " + System.getProperty("user.name")));
        }
    }

    private static WholeFerry ferry(String name, String... more) throws Exception {
        return new WholeFerry(
                Files.createDirectories(home.resolve(name)),
                SeveralNodes.settings(url, SeveralNodes.NO_STORE, home.resolve("keys"), more));
    }

    private static String path(URI address) {
        return address.getRawPath() + "?" + address.getRawQuery();
    }
}
