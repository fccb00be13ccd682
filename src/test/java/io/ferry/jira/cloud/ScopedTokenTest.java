package io.ferry.jira.cloud;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.SandboxSites;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import io.ferry.sandbox.world.ApiToken;
import io.ferry.sandbox.world.CloudTraits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scoped API tokens work as well as classic ones, at Atlassian's gateway, and go nowhere else. */
class ScopedTokenTest {
    private static final String UNAUTHORIZED = "{\"code\":401,\"message\":\"Unauthorized\"}";

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @RegisterExtension
    static final WireMockExtension GATEWAY = StubServer.onAFreePort();

    @TempDir
    private Path folder;

    @Test
    void shouldReadEverythingWithAScopedTokenAsWithAClassicOne() {
        assertThat(readWith(ApiToken.WELL_SCOPED)).isEqualTo(readWith(ApiToken.CLASSIC));
    }

    private List<Object> readWith(ApiToken token) {
        try (SandboxSites sites = sandboxWith(token)) {
            JiraCloud target = sites.target();
            List<Object> read = new ArrayList<>();
            read.add(target.serverInfo().isCloud());
            read.add(target.myself());
            read.add(target.projects());
            target.forEachUser(read::add);
            read.add(target.issueCount("created >= -1d"));
            read.add(target.filters());
            read.add(target.boards());
            read.add(target.licence());
            read.add(target.createUser("new@example.com", List.of("jira-software"))
                    .getClass());
            return read;
        }
    }

    private SandboxSites sandboxWith(ApiToken token) {
        return SandboxSites.start(folder, options -> options.cloud(CloudTraits.KIND.with(token)));
    }

    @Test
    void shouldSayWhichKindOfTokenItIsAndNameEveryScopeThatItLacks() {
        try (SandboxSites sites = sandboxWith(ApiToken.CLASSIC)) {
            assertThat(sites.target().tokenScopes()).isEqualTo(TokenScopes.classic());
        }
        try (SandboxSites sites = sandboxWith(ApiToken.WELL_SCOPED)) {
            assertThat(sites.target().tokenScopes()).isEqualTo(TokenScopes.scoped(List.of()));
        }
        try (SandboxSites sites = sandboxWith(ApiToken.scoped("read:jira-user, read:license:jira"))) {
            TokenScopes found = sites.target().tokenScopes();
            assertThat(found.kind()).isEqualTo(TokenKind.SCOPED);
            assertThat(found.missing())
                    .containsExactly("read:board-scope:jira-software", "read:jira-work", "read:project:jira");
            assertThat(found.instead())
                    .contains("read:permission:jira", "read:filter:jira")
                    .doesNotContain("read:license:jira");
        }
    }

    @Test
    void shouldNameTheScopesThatACallLacks() {
        try (SandboxSites sites = sandboxWith(ApiToken.scoped("read:jira-work"))) {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> sites.target().licence())
                    .satisfies(failure -> {
                        assertThat(failure.isOfScope()).isTrue();
                        assertThat(failure.title()).contains("manage:jira-configuration", "read:license:jira");
                        assertThat(failure.whatToDo()).contains("create another API token");
                    });
        }
    }

    @Test
    void shouldLeaveAppManagerAndImportToAPerson() {
        try (SandboxSites sites = sandboxWith(ApiToken.WELL_SCOPED)) {
            JiraCloud target = sites.target();

            assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(() -> target.app("some.app"));
            assertThatExceptionOfType(AutomationUnavailableException.class)
                    .isThrownBy(() -> target.installApp("some.app"));
            assertThatExceptionOfType(AutomationUnavailableException.class)
                    .isThrownBy(target::imports)
                    .withMessageContaining("scoped");
        }
    }

    @Test
    void shouldStayWithTheGatewayOnceTheTokenWorkedThere() {
        siteRefuses();
        GATEWAY.stubFor(get(anyUrl()).willReturn(okJson("{\"accountId\":\"me\"}")));
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            Site site = site(wired);
            at(wired, site).myself();
            int calls = SITE.getAllServeEvents().size();

            assertThat(at(wired, site).myself().id()).isEqualTo("me");

            assertThat(SITE.getAllServeEvents()).hasSize(calls);
            SITE.verify(
                    0, getRequestedFor(urlEqualTo("/_edge/tenant_info")).withHeader("Authorization", matching(".*")));
        }
    }

    @Test
    void shouldTakeAClassicTokenThatReplacedAScopedOne() {
        siteRefuses();
        GATEWAY.stubFor(get(anyUrl()).willReturn(okJson("{\"accountId\":\"scoped\"}")));
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            Site site = site(wired);
            at(wired, site).myself();
            GATEWAY.stubFor(get(anyUrl()).willReturn(jsonResponse(UNAUTHORIZED, 401)));
            SITE.stubFor(get(urlEqualTo("/rest/api/3/myself")).willReturn(okJson("{\"accountId\":\"classic\"}")));

            assertThat(at(wired, site).myself().id()).isEqualTo("classic");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"cloudId\":\"../../other\"}", "{\"cloudId\":\"a?b\"}", "{\"cloudId\":\"\"}"})
    void shouldNotLetASiteSayWhereTheCredentialGoes(String tenant) {
        siteRefuses();
        SITE.stubFor(get(urlEqualTo("/_edge/tenant_info")).willReturn(okJson(tenant)));
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> at(wired, site(wired)).myself())
                    .matches(failure -> failure.hasStatus(401))
                    .withMessageContaining("does not accept the credential");
            GATEWAY.verify(0, getRequestedFor(anyUrl()));
        }
    }

    /** The real gateway has TLS, and so have the real sites. */
    @Test
    void shouldNotSendThePasswordOfAPretendSiteToTheRealGateway() {
        siteRefuses();
        try (Wired wired = wired("https://127.0.0.1:" + GATEWAY.getPort())) {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> at(wired, site(wired)).myself())
                    .matches(failure -> failure.hasStatus(401));
        }
    }

    @Test
    void shouldSayThatTheCredentialIsRefusedWhereTheGatewayRefusesItToo() {
        siteRefuses();
        GATEWAY.stubFor(get(anyUrl()).willReturn(jsonResponse(UNAUTHORIZED, 401)));
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> at(wired, site(wired)).myself())
                    .withMessageContaining(SITE.getPort() + " does not accept the credential");
        }
    }

    @Test
    void shouldTryAgainLaterWhereTheGatewayDoesNotAnswerNow() {
        siteRefuses();
        GATEWAY.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(503)));
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> at(wired, site(wired)).myself())
                    .matches(RemoteFailure::isPassing);
        }
    }

    /** App managers refuse classic tokens with 401 too: that says nothing about the token. */
    @Test
    void shouldNotTakeASilentAppManagerForAScopedToken() {
        siteRefuses();
        SITE.stubFor(get(urlEqualTo("/rest/api/3/myself")).willReturn(okJson("{\"accountId\":\"me\"}")));
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            assertThatExceptionOfType(AutomationUnavailableException.class)
                    .isThrownBy(() -> at(wired, site(wired)).app("some.app"));
            GATEWAY.verify(0, getRequestedFor(anyUrl()));
        }
    }

    @Test
    void shouldNotBringTheTokenToAGatewayThatItsCredentialIsNotFor() {
        siteRefuses();
        try (Wired wired = wired(GATEWAY.baseUrl())) {
            Site site = new Site(
                    URI.create(SITE.baseUrl()),
                    wired.credential("me@example.com:token", List.of("localhost:" + SITE.getPort())));

            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> at(wired, site).myself())
                    .satisfies(refused -> {
                        assertThat(refused.title()).contains("does not accept the credential");
                        assertThat(refused.whatToDo())
                                .contains("scoped", "ferry.credentials." + site.credential() + ".hosts")
                                .contains("localhost:" + GATEWAY.getPort());
                    });
            GATEWAY.verify(0, getRequestedFor(anyUrl()));
        }
    }

    private static void siteRefuses() {
        SITE.stubFor(get(anyUrl()).atPriority(10).willReturn(status(401)));
        SITE.stubFor(get(urlEqualTo("/_edge/tenant_info")).willReturn(okJson("{\"cloudId\":\"1c2d-3e\"}")));
    }

    private Wired wired(String gateway) {
        return Wired.in(folder, Map.of("ferry.jira-cloud.gateway-url", gateway, "ferry.remote.attempts", "1"));
    }

    private static Site site(Wired wired) {
        return new Site(URI.create(SITE.baseUrl()), wired.credential("me@example.com:token"));
    }

    private static JiraCloud at(Wired wired, Site site) {
        return wired.get(JiraClouds.class).at(site);
    }
}
