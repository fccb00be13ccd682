package io.ferry.jira.cloud;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OrganisationTest {
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
        SITE.stubFor(get(urlPathEqualTo(USERS)).willReturn(status(503)));
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
