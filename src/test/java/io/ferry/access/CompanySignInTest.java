package io.ferry.access;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.ferry.api.Chromium;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People of a company sign in and out in a browser, at a real OpenID Connect provider. */
class CompanySignInTest {
    private static final MockOAuth2Server COMPANY = new MockOAuth2Server(new OAuth2Config(true));

    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static WholeFerry ferry;

    @SuppressWarnings("NullAway.Init")
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        COMPANY.start();
        ferry = new WholeFerry(
                home,
                "--ferry.access.oidc.issuer=" + COMPANY.issuerUrl("company"),
                "--ferry.access.oidc.client-id=ferry",
                "--ferry.access.oidc.client-secret=secret",
                "--ferry.access.oidc.name-claim=name",
                "--ferry.access.oidc.roles.viewer=viewers",
                "--ferry.access.oidc.roles.operator=operators");
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        ferry.close();
        COMPANY.shutdown();
    }

    @Test
    void shouldSignInAndOutAtTheCompanysService() {
        try (BrowserContext browser = chromium.browser().newContext()) {
            Page page = browser.newPage();
            List<String> asked = new CopyOnWriteArrayList<>();
            page.onRequest(request -> asked.add(request.url()));

            // when somebody opens a page that is for operators
            page.navigate(ferry.at("/migrations/m-00000000/mapping").toString());
            signIn(page, "Ann", "operators");

            // then it is the page that they asked for
            assertThat(page).hasURL(ferry.at("/migrations/m-00000000/mapping").toString() + "?continue");
            assertThat(page.locator(".session")).containsText("Signed in as Ann");
            assertThat(page.locator("h1")).hasText("There is no such migration");
            assertThat(asked).anyMatch(url -> url.contains("code_challenge_method=S256"));

            // when they sign out
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();

            // then they are signed out at the service too, and Ferry asks again
            page.waitForURL(
                    url -> url.startsWith(COMPANY.url("company/authorize").toString()));
            assertThat(asked)
                    .anyMatch(url -> url.startsWith(COMPANY.endSessionEndpointUrl("company") + "?id_token_hint="));
        }
    }

    @Test
    void shouldSayThatTheRolesDoNotAllowIt() {
        try (BrowserContext browser = chromium.browser().newContext()) {
            Page page = browser.newPage();

            // when a viewer opens what is for operators, and somebody without a role the front page
            page.navigate(ferry.at("/migrations/m-00000000/mapping").toString());
            signIn(page, "Vera", "viewers");

            // then
            assertThat(page.locator("h1")).hasText("This is not for you");
            page.navigate(ferry.at("/").toString());
            assertThat(page.locator("h1")).hasText("Migrations");
        }
        try (BrowserContext browser = chromium.browser().newContext()) {
            Page page = browser.newPage();
            page.navigate(ferry.at("/").toString());
            signIn(page, "Nora", "others");
            assertThat(page.locator("h1")).hasText("This is not for you");

            // and they can leave, so that another role counts at the next sign-in
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            page.waitForURL(
                    url -> url.startsWith(COMPANY.url("company/authorize").toString()));
        }
    }

    @Test
    void shouldKnowPeopleOfAServiceThatDoesNotTellTheirName() {
        try (BrowserContext browser = chromium.browser().newContext()) {
            Page page = browser.newPage();
            page.navigate(ferry.at("/").toString());
            page.locator("[name=username]").fill("somebody-4711");
            page.locator("[name=claims]").fill("{\"groups\": [\"viewers\"]}");
            page.locator("[type=submit]").click();

            assertThat(page.locator(".session")).containsText("Signed in as somebody-4711");
        }
    }

    /** Whoever has not signed in asks this as often as they like. */
    @Test
    void shouldKnowNoOtherService() throws Exception {
        var answer = ferry.send(HttpClient.newHttpClient(), "GET", "/oauth2/authorization/another");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldSayThatTheServiceDoesNotAnswer(@TempDir Path another) throws Exception {
        try (WholeFerry lonely = new WholeFerry(
                another,
                "--ferry.access.oidc.issuer=http://127.0.0.1:1/nobody",
                "--ferry.access.oidc.client-id=ferry",
                "--ferry.access.oidc.roles.viewer=viewers")) {
            HttpClient browser = HttpClient.newHttpClient();

            var page = lonely.send(browser, "GET", "/oauth2/authorization/ferry", "Accept", "text/html");
            var program = lonely.send(browser, "GET", "/oauth2/authorization/ferry");

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body())
                    .contains("The OpenID Connect provider does not answer")
                    .contains("half a minute");
            assertThat(page.headers().firstValue("Retry-After")).hasValue("30");
            assertThat(program.statusCode()).isEqualTo(503);
            assertThat(program.body()).contains("urn:ferry:problem:sign-in-unavailable");
        }
    }

    private static void signIn(Page page, String name, String group) {
        page.locator("[name=username]").fill(name);
        page.locator("[name=claims]").fill("{\"name\": \"" + name + "\", \"groups\": [\"" + group + "\"]}");
        page.locator("[type=submit]").click();
    }
}
