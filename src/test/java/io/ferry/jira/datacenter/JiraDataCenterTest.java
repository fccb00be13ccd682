package io.ferry.jira.datacenter;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteFailure.Kind;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JiraDataCenterTest {
    private static final String BACKUP = "/jira/secure/admin/XmlBackup.jspa";
    private static final String WEB_SUDO = "/jira/secure/admin/WebSudoAuthenticate.jspa";
    private static final String SESSION = "/jira/rest/auth/1/session";
    private static final String WRITTEN = "<span id=\"backup-file\"><b>/export/ferry-1.zip</b></span>";

    private static final String LICENCE = "/jira/rest/plugins/applications/1.0/installed/jira-software/license";

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @TempDir
    static Path folder;

    private static Wired wired;
    private JiraDataCenter jira;

    @BeforeAll
    static void wire() {
        wired = Wired.in(folder);
    }

    @AfterAll
    static void close() {
        wired.close();
    }

    @BeforeEach
    void sign() {
        jira = at("admin:password-marker");
    }

    private static JiraDataCenter at(String credential) {
        return wired.get(JiraDataCenters.class)
                .at(new Site(URI.create(SITE.baseUrl() + "/jira"), wired.credential(credential)));
    }

    private static void offerSession() {
        SITE.stubFor(post(SESSION)
                .willReturn(okJson("{\"session\":{\"name\":\"JSESSIONID\",\"value\":\"one\"}}")
                        .withHeader(
                                "Set-Cookie",
                                "JSESSIONID=one; Path=/jira; HttpOnly",
                                "atlassian.xsrf.token=xs|rf; Path=/")));
        SITE.stubFor(delete(SESSION).willReturn(noContent()));
        SITE.stubFor(post(WEB_SUDO)
                .withCookie("JSESSIONID", equalTo("one"))
                .willReturn(status(302)
                        .withHeader("Location", "/jira/secure/admin/XmlBackup!default.jspa")
                        .withHeader("X-Atlassian-WebSudo", "Has-Authentication")
                        .withHeader("Set-Cookie", "JSESSIONID=two; Path=/jira; HttpOnly")));
    }

    @Test
    void shouldBackUpInsideTheSessionThatWebSudoGave() {
        // given
        offerSession();
        SITE.stubFor(post(BACKUP).withCookie("JSESSIONID", equalTo("two")).willReturn(ok(WRITTEN)));

        // when
        XmlBackupOutcome outcome = jira.runXmlBackup("ferry-1.zip");

        // then
        assertThat(outcome).isEqualTo(new XmlBackupOutcome.Written("ferry-1.zip"));
        SITE.verify(postRequestedFor(urlEqualTo(WEB_SUDO))
                .withHeader("X-Atlassian-Token", equalTo("no-check"))
                .withRequestBody(containing("webSudoPassword=password-marker"))
                .withRequestBody(containing("webSudoIsPost=false"))
                .withRequestBody(containing("atl_token=xs%7Crf")));
        SITE.verify(postRequestedFor(urlEqualTo(BACKUP))
                .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                .withHeader("X-Atlassian-Token", equalTo("no-check"))
                .withRequestBody(containing("filename=ferry-1.zip"))
                .withRequestBody(containing("confirm=true")));
        assertThat(SITE.getAllServeEvents())
                .noneMatch(event -> event.getRequest().containsHeader("Authorization"));
    }

    @Test
    void shouldSayWhyJiraWroteNoBackup() {
        // given
        offerSession();
        SITE.stubFor(
                post(BACKUP).willReturn(ok("<div class=\"aui-message error\"><p>Invalid XML characters</p></div>")));

        // when
        XmlBackupOutcome outcome = jira.runXmlBackup("ferry-1.zip");

        // then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        XmlBackupOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("Invalid XML characters"));
    }

    @Test
    void shouldTakeAnUnknownPageForAnUnknownOutcome() {
        // given
        offerSession();
        SITE.stubFor(post(BACKUP).willReturn(ok("<html>System dashboard</html>")));

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> jira.runXmlBackup("ferry-1.zip"));
        SITE.verify(1, postRequestedFor(urlEqualTo(BACKUP)));
    }

    @Test
    void shouldNotAskTwiceWhenTheLongRequestBreaks() {
        // given
        offerSession();
        SITE.stubFor(post(BACKUP).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        // when, then
        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> jira.runXmlBackup("ferry-1.zip"));
        SITE.verify(1, postRequestedFor(urlEqualTo(BACKUP)));
    }

    @Test
    void shouldBeginAnEndedSessionAgainOnce() {
        // given
        offerSession();
        SITE.stubFor(post(BACKUP)
                .inScenario("s")
                .willReturn(status(302).withHeader("Location", "/jira/login.jsp?os_destination=x"))
                .willSetStateTo("again"));
        SITE.stubFor(post(BACKUP).inScenario("s").whenScenarioStateIs("again").willReturn(ok(WRITTEN)));

        // when
        XmlBackupOutcome outcome = jira.runXmlBackup("ferry-1.zip");

        // then
        assertThat(outcome).isInstanceOf(XmlBackupOutcome.Written.class);
        SITE.verify(2, postRequestedFor(urlEqualTo(SESSION)));
    }

    @Test
    void shouldGiveUpWhenJiraKeepsAskingForThePassword() {
        // given
        offerSession();
        SITE.stubFor(post(BACKUP).willReturn(ok("<input type='password' name='webSudoPassword'>")));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, () -> jira.runXmlBackup("ferry-1.zip"));

        // then
        assertThat(failure.kind()).isEqualTo(Kind.LASTING);
        SITE.verify(2, postRequestedFor(urlEqualTo(BACKUP)));
    }

    @Test
    void shouldSayThatWebSudoRefusesThePassword() {
        // given
        offerSession();
        SITE.stubFor(post(WEB_SUDO).willReturn(ok("<div class='error'>The password you entered is incorrect.</div>")));

        // when
        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, () -> jira.runXmlBackup("ferry-1.zip"));

        // then
        assertThat(failure).hasMessageContaining("WebSudo");
        assertThat(failure.getMessage()).doesNotContain("marker");
        SITE.verify(0, postRequestedFor(urlEqualTo(BACKUP)));
    }

    @Test
    void shouldNotTryABackupWithAToken() {
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> at("some-token").runXmlBackup("ferry-1.zip"))
                .withMessageContaining("name and a password");
        assertThatIllegalArgumentException().isThrownBy(() -> jira.runXmlBackup("../x.zip"));
    }

    @Test
    void shouldTurnAllPagesOfUsers() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list"))
                .willReturn(
                        okJson("{\"isLast\":false,\"nextCursor\":\"c/2\",\"values\":[{\"key\":\"k1\",\"name\":\"n1\","
                                + "\"displayName\":\"One\",\"emailAddress\":\"one@example.com\",\"active\":true}]}")));
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list"))
                .withQueryParam("cursor", equalTo("c/2"))
                .willReturn(okJson(
                        "{\"isLast\":true,\"values\":[{\"key\":\"k2\",\"active\":false,\"emailAddress\":\"\"}]}")));
        List<DataCenterUser> users = new ArrayList<>();

        // when
        jira.forEachUser(users::add);

        // then
        assertThat(users).extracting(DataCenterUser::key).containsExactly("k1", "k2");
        assertThat(users).extracting(DataCenterUser::active).containsExactly(true, false);
        assertThat(users.get(1).emailAddress()).isEmpty();
    }

    @Test
    void shouldSearchForEverybodyWhereThereIsNoListOfUsers() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list")).willReturn(status(404)));
        search(0, IntStream.range(0, 3));
        search(3, IntStream.empty());
        List<DataCenterUser> users = new ArrayList<>();

        // when
        UserListing listing = jira.forEachUser(users::add);

        // then
        assertThat(listing).isEqualTo(UserListing.COMPLETE);
        assertThat(users).extracting(DataCenterUser::key).containsExactly("k0", "k1", "k2");
        SITE.verify(getRequestedFor(urlPathEqualTo("/jira/rest/api/2/user/search"))
                .withQueryParam("username", equalTo("."))
                .withQueryParam("includeInactive", equalTo("true"))
                .withQueryParam("maxResults", equalTo("1000"))
                .withQueryParam("startAt", equalTo("0")));
    }

    @Test
    void shouldSayThatASearchMayHaveEndedEarly() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list")).willReturn(status(404)));
        search(0, IntStream.range(0, 1000));
        search(1000, IntStream.range(990, 1010));
        search(1020, IntStream.range(0, 20));
        List<DataCenterUser> users = new ArrayList<>();

        // when
        UserListing listing = jira.forEachUser(users::add);

        // then
        assertThat(listing).isEqualTo(UserListing.MAY_BE_SHORT);
        assertThat(users).hasSize(1010).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "of {0} people: {1}")
    @CsvSource({"99, COMPLETE", "100, MAY_BE_SHORT", "101, COMPLETE", "999, COMPLETE"})
    void shouldKnowThatJira10FindsOnlyTheFirstHundred(int people, UserListing told) {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list")).willReturn(status(404)));
        search(0, IntStream.range(0, people));
        search(people, IntStream.empty());

        // when, then
        assertThat(jira.forEachUser(user -> {})).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405})
    void shouldSayThatPeopleAreNotToldWhereNothingTellsThem(int status) {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list")).willReturn(status(404)));
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/search")).willReturn(status(status)));

        // when, then
        assertThat(jira.forEachUser(user -> {})).isEqualTo(UserListing.NOT_REPORTED);
    }

    @Test
    void shouldNotTakeARefusedCredentialForAnOldVersion() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list")).willReturn(status(401)));

        // when, then
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> jira.forEachUser(user -> {}));
    }

    private static void search(int startAt, IntStream people) {
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/search"))
                .withQueryParam("startAt", equalTo(String.valueOf(startAt)))
                .willReturn(okJson(people.mapToObj(i -> "{\"key\":\"k" + i + "\",\"name\":\"n" + i + "\"}")
                        .collect(Collectors.joining(",", "[", "]")))));
    }

    @Test
    void shouldNotTurnTheSamePageForEver() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/jira/rest/api/2/user/list"))
                .willReturn(okJson("{\"isLast\":false,\"nextCursor\":\"same\",\"values\":[]}")));

        // when, then
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> jira.forEachUser(user -> {}));
    }

    @Test
    void shouldAskForTheVersionWithItsCredential() {
        // given a site that tells strangers nothing, and calls its kind otherwise than the specification does
        String path = "/jira/rest/api/2/serverInfo";
        SITE.stubFor(get(urlPathEqualTo(path)).willReturn(status(401)));
        SITE.stubFor(get(urlPathEqualTo(path))
                .withHeader("Authorization", containing("Basic "))
                .willReturn(okJson("{\"version\":\"10.3.5\",\"deploymentType\":\"Data Center\"}")));

        // when, then
        assertThat(jira.serverInfo().version()).isEqualTo("10.3.5");
        assertThat(jira.serverInfo().isCloud()).isFalse();
    }

    @Test
    void shouldInsistOnWhatItNeeds() {
        // given
        SITE.stubFor(get(anyUrl()).willReturn(okJson("{}")));

        // when, then
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(jira::serverInfo);
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> jira.issueCount("project = X"));
        assertThat(jira.permissions(Set.of("ADMINISTER"))).isEmpty();
        assertThat(jira.appLicence("some.app")).isEmpty();
    }

    @Test
    void shouldTellAMissingAppFromAMissingSite() {
        // given
        SITE.stubFor(get("/jira/rest/plugins/1.0/some.app-key").willReturn(status(404)));
        SITE.stubFor(get("/jira/rest/plugins/1.0/other.app-key")
                .withHeader("Accept", equalTo("application/vnd.atl.plugins.plugin+json"))
                .willReturn(okJson("{\"key\":\"other.app\",\"version\":\"8.2.2\",\"enabled\":false}")));

        // when, then
        assertThat(jira.app("some.app")).isEmpty();
        assertThat(jira.app("other.app")).hasValueSatisfying(app -> {
            assertThat(app.version()).isEqualTo("8.2.2");
            assertThat(app.enabled()).isFalse();
        });
        SITE.stubFor(get("/jira/rest/api/2/project?includeArchived=true").willReturn(status(404)));
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(jira::projects);
    }

    @Test
    void shouldTellTheLicenceOfJiraWithItsEndAndNotThatOfItsMaintenance() {
        SITE.stubFor(get(urlEqualTo(LICENCE)).willReturn(okJson("""
                {"valid":true,"active":true,"expired":false,"evaluation":false,"licenseType":"COMMERCIAL","dataCenter":true,
                 "expiryDate":1803772800000,"maintenanceExpiryDate":1700000000000,"rawLicense":"secret"}""")));

        assertThat(jira.licence()).hasValueSatisfying(licence -> {
            assertThat(licence.valid()).isTrue();
            assertThat(licence.endsAt()).contains(Instant.parse("2027-02-28T00:00:00Z"));
        });
    }

    @Test
    void shouldTellAnExpiredLicenceOfJira() {
        SITE.stubFor(get(urlEqualTo(LICENCE)).willReturn(okJson("{\"valid\":true,\"expired\":true}")));

        assertThat(jira.licence()).hasValueSatisfying(licence -> assertThat(licence.valid()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 406})
    void shouldNotKnowTheLicenceOfAJiraThatDoesNotTell(int status) {
        SITE.stubFor(get(urlEqualTo(LICENCE)).willReturn(status(status)));

        assertThat(jira.licence()).isEmpty();
    }
}
