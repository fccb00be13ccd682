package io.ferry.jira.cloud;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.SandboxSites;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import io.ferry.sandbox.world.CloudTraits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganisationTest {
    private static final String DIRECTORY_USERS = "/admin/v2/orgs/org-1/directories/-/users";
    private static final String USERS = "/admin/v1/orgs/org-1/users";

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @TempDir
    static Path folder;

    private static Wired wired;

    @BeforeAll
    static void wire() {
        wired = Wired.in(folder);
    }

    @AfterAll
    static void close() {
        wired.close();
    }

    private static Organisation organisation() {
        return wired.get(JiraClouds.class)
                .organisation(
                        "org-1", new Site(URI.create(SITE.baseUrl()), wired.credential("key-of-the-organisation")));
    }

    @Test
    void shouldAskVersion2FirstAndFollowItsCursors() {
        SITE.stubFor(get(urlPathEqualTo(DIRECTORY_USERS))
                .withQueryParam("cursor", absent())
                .withHeader("Authorization", equalTo("Bearer key-of-the-organisation"))
                .willReturn(okJson("""
                        {"data": [{"accountId": "1", "claimStatus": "unmanaged", "email": "a@site.example"},
                                  {"accountId": "2", "email": " "}, {"email": "nobody@site.example"}],
                         "links": {"next": "a+b/c="}}""")));
        SITE.stubFor(get(urlPathEqualTo(DIRECTORY_USERS))
                .withQueryParam("cursor", equalTo("a+b/c="))
                .willReturn(okJson("""
                        {"data": [{"accountId": "3", "email": "c@site.example"}], "links": {}}""")));

        assertThat(organisation().addresses()).isEqualTo(Map.of("1", "a@site.example", "3", "c@site.example"));
        SITE.verify(0, getRequestedFor(urlPathEqualTo(USERS)));
    }

    /** A key may have the scope of version 1 only, and not every organisation has version 2. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410})
    void shouldAskVersion1WhereVersion2DoesNotAnswer(int status) {
        SITE.stubFor(get(urlPathEqualTo(DIRECTORY_USERS)).willReturn(status(status)));
        SITE.stubFor(get(urlPathEqualTo(USERS)).willReturn(okJson("""
                {"data": [{"account_id": "1", "email": "a@site.example"}], "links": {"self": "x", "next": null}}""")));

        assertThat(organisation().addresses()).isEqualTo(Map.of("1", "a@site.example"));
    }

    @Test
    void shouldNotTakeAVersionThatIsDownForOneThatIsNotThere() {
        SITE.stubFor(get(urlPathEqualTo(DIRECTORY_USERS)).willReturn(status(503)));

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> organisation().addresses())
                .matches(RemoteFailure::isPassing);
        SITE.verify(0, getRequestedFor(urlPathEqualTo(USERS)));
    }

    @ParameterizedTest
    @CsvSource({"403, 410, 403", "403, 401, 401", "404, 403, 403"})
    void shouldSayWhatTheVersionSaidThatIsThere(int version2, int version1, int told) {
        SITE.stubFor(get(urlPathEqualTo(DIRECTORY_USERS)).willReturn(status(version2)));
        SITE.stubFor(get(urlPathEqualTo(USERS)).willReturn(status(version1)));

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> organisation().addresses())
                .matches(failure -> failure.hasStatus(told));
    }

    /** Against the sandbox: version 2 knows more than version 1. */
    @Test
    void shouldReadTheOrganisationInTheVersionsThatItHas() {
        Map<String, String> both = ofTheSandbox(io.ferry.sandbox.world.OrganisationApi.BOTH);

        assertThat(ofTheSandbox(io.ferry.sandbox.world.OrganisationApi.V2)).isEqualTo(both);
        assertThat(ofTheSandbox(io.ferry.sandbox.world.OrganisationApi.V1))
                .isNotEmpty()
                .hasSizeLessThan(both.size());
        assertThat(both).containsAllEntriesOf(ofTheSandbox(io.ferry.sandbox.world.OrganisationApi.V1));
    }

    private static Map<String, String> ofTheSandbox(io.ferry.sandbox.world.OrganisationApi offered) {
        try (SandboxSites sites =
                SandboxSites.start(folder, options -> options.cloud(CloudTraits.KIND.with(offered)))) {
            return sites.organisation().addresses();
        }
    }

    @Test
    void shouldReadAllPagesAndSendItsKeyNowhereElse() {
        // given a next page at an address that is not the organisation's
        SITE.stubFor(get(urlPathEqualTo(USERS))
                .withQueryParam("cursor", absent())
                .withHeader("Authorization", equalTo("Bearer key-of-the-organisation"))
                .willReturn(okJson("""
                        {"data": [{"account_id": "1", "account_type": "atlassian", "email": "a@site.example"},
                                  {"account_id": "2"}],
                         "links": {"next": "https://elsewhere.example/admin/v1/orgs/org-1/users?cursor=a%2Bb"}}""")));
        SITE.stubFor(get(urlPathEqualTo(USERS))
                .withQueryParam("cursor", equalTo("a+b"))
                .willReturn(okJson("""
                        {"data": [{"account_id": "3", "email": "c@site.example"}], "links": {}}""")));

        // when, then
        assertThat(organisation().addresses()).isEqualTo(Map.of("1", "a@site.example", "3", "c@site.example"));
    }

    @Test
    void shouldNotTurnInCircles() {
        SITE.stubFor(get(urlPathEqualTo(USERS)).willReturn(okJson("""
                {"data": [], "links": {"next": "%s?cursor=again"}}""".formatted(SITE.baseUrl() + USERS))));

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> organisation().addresses())
                .withMessageContaining("again and again");
    }

    @Test
    void shouldLeaveOneOrganisationAloneAndNotTheOthersAtTheSameHost() {
        // given: the host keeps failing for one of them
        SITE.stubFor(get(urlPathEqualTo(DIRECTORY_USERS)).willReturn(status(503)));
        SITE.stubFor(get(urlPathEqualTo("/admin/v1/orgs/org-2/users"))
                .willReturn(
                        okJson("{\"data\": [{\"account_id\": \"1\", \"email\": \"a@site.example\"}], \"links\": {}}")));
        try (Wired impatient =
                Wired.in(folder, Map.of("ferry.remote.sliding-window-size", "4", "ferry.remote.attempts", "1"))) {
            Site site = new Site(URI.create(SITE.baseUrl()), wired.credential("key-of-the-organisation"));
            Organisation failing = impatient.get(JiraClouds.class).organisation("org-1", site);
            for (int i = 0; i < 4; i++) {
                assertThatExceptionOfType(RemoteFailure.class).isThrownBy(failing::addresses);
            }

            // when, then
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(failing::addresses)
                    .withMessageContaining("leaves it alone");
            assertThat(impatient
                            .get(JiraClouds.class)
                            .organisation("org-2", site)
                            .addresses())
                    .isEqualTo(Map.of("1", "a@site.example"));
        }
    }
}
