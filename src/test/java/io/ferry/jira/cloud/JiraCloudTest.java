package io.ferry.jira.cloud;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JiraCloudTest {
    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @TempDir
    static Path folder;

    private static Wired wired;
    private JiraCloud cloud;

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
        cloud = with(null);
    }

    private static JiraCloud with(@Nullable String endpoints) {
        return wired.get(JiraClouds.class)
                .at(new Site(URI.create(SITE.baseUrl()), wired.credential("me@example.com:token")), endpoints);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void shouldSayThatTheSiteDoesNotTellOfItsApps(int status) {
        // given
        SITE.stubFor(get(urlPathMatching("/rest/plugins/1.0/.*")).willReturn(status(status)));

        // when, then
        assertThatExceptionOfType(AutomationUnavailableException.class)
                .isThrownBy(() -> cloud.app("some.app"))
                .withMessageContaining("does not say");
        assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(() -> cloud.installApp("some.app"));
        assertThat(cloud.appLicence("some.app")).isEmpty();
    }

    @Test
    void shouldTakeAnAppForMissingOnlyWhereTheSiteListsItsApps() {
        // given
        SITE.stubFor(get("/rest/plugins/1.0/some.app-key").willReturn(status(404)));
        SITE.stubFor(get("/rest/plugins/1.0/?os_authType=basic").willReturn(okJson("{\"plugins\":[]}")));

        // when, then
        assertThat(cloud.app("some.app")).isEmpty();
    }

    @Test
    void shouldReadUsersToTheEmptyPageEachOnce() {
        // given: short and overlapping pages, no total, a hidden address
        users(
                "0",
                "[{\"accountId\":\"a\",\"accountType\":\"atlassian\",\"emailAddress\":\"a@example.com\",\"active\":true},"
                        + "{\"accountId\":\"b\",\"accountType\":\"app\"}]");
        users("2", "[{\"accountId\":\"b\"},{\"accountId\":\"c\",\"accountType\":\"atlassian\",\"active\":false}]");
        users("4", "[]");
        List<CloudUser> users = new ArrayList<>();

        // when
        cloud.forEachUser(users::add);

        // then
        assertThat(users).extracting(CloudUser::accountId).containsExactly("a", "b", "c");
        assertThat(users).extracting(CloudUser::isPerson).containsExactly(true, false, true);
        assertThat(users.get(2).emailAddress()).isEmpty();
        assertThat(users.get(2).active()).isFalse();
    }

    @Test
    void shouldAskForFewerUsersWhenAPageTakesTheSiteTooLong() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/users/search")).willReturn(status(409)));
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/users/search"))
                .withQueryParam("maxResults", equalTo("250"))
                .withQueryParam("startAt", equalTo("0"))
                .willReturn(okJson("[{\"accountId\":\"a\"}]")));
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/users/search"))
                .withQueryParam("startAt", equalTo("1"))
                .willReturn(okJson("[]")));
        List<CloudUser> users = new ArrayList<>();

        // when
        cloud.forEachUser(users::add);

        // then
        assertThat(users).hasSize(1);
    }

    @Test
    void shouldNotReadTheSamePageForEver() {
        SITE.stubFor(get(anyUrl()).willReturn(okJson("[{\"accountId\":\"a\"}]")));
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> cloud.forEachUser(user -> {}));
    }

    private static void users(String startAt, String page) {
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/users/search"))
                .withQueryParam("startAt", equalTo(startAt))
                .willReturn(okJson(page)));
    }

    @Test
    void shouldReadAllPagesOfProjects() {
        // given
        SITE.stubFor(
                get(urlPathEqualTo("/rest/api/3/project/search"))
                        .withQueryParam("startAt", equalTo("0"))
                        .willReturn(
                                okJson(
                                        "{\"isLast\":false,\"total\":2,\"values\":[{\"id\":\"1\",\"key\":\"A\",\"name\":\"Alpha\"}]}")));
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/project/search"))
                .withQueryParam("startAt", equalTo("1"))
                .willReturn(okJson("{\"isLast\":true,\"values\":[{\"id\":\"2\",\"key\":\"B\",\"archived\":true}]}")));

        // when, then
        assertThat(cloud.projects()).extracting(project -> project.key()).containsExactly("A", "B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "201 | {\"accountId\":\"x:1\"} | Created[accountId=x:1]",
                "400 | {\"errorMessages\":[\"User mia@example.com already exists without access\"]} | AlreadyThere[]",
                "400 | {\"errorMessages\":[\"The license limit is exceeded\"]} | LicenceExceeded[]",
                "400 | {\"errors\":{\"emailAddress\":\"mia@example.com is invalid\"}} | Refused[reason=(address) is invalid]",
                "403 | {} | NotAllowed[]",
            })
    void shouldTellWhatBecameOfANewAccount(int status, String body, String outcome) {
        // given
        SITE.stubFor(post("/rest/api/3/user")
                .withRequestBody(equalToJson("{\"emailAddress\":\"mia@example.com\",\"products\":[\"jira-software\"]}"))
                .willReturn(status(status).withBody(body)));

        // when, then
        assertThat(cloud.createUser("mia@example.com", List.of("jira-software")))
                .hasToString(outcome);
    }

    @Test
    void shouldNotCreateAnAccountTwice() {
        SITE.stubFor(post("/rest/api/3/user").willReturn(status(500)));
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> cloud.createUser("mia@example.com", List.of()))
                .withMessageNotContaining("mia");
        SITE.verify(1, postRequestedFor(urlEqualTo("/rest/api/3/user")));
    }

    @Test
    void shouldFindTheNewestChangeWithABoundedQuery() {
        // given
        SITE.stubFor(post("/rest/api/3/search/jql")
                .withRequestBody(equalToJson("{\"jql\":\"created >= \\\"1970-01-01\\\" ORDER BY updated DESC\","
                        + "\"maxResults\":1,\"fields\":[\"updated\"]}"))
                .willReturn(okJson("{\"isLast\":true,\"issues\":[{\"id\":\"1\",\"key\":\"A-1\","
                        + "\"fields\":{\"updated\":\"2026-01-05T11:00:00.000+0100\"}}]}")));
        SITE.stubFor(post("/rest/api/3/search/approximate-count")
                .withRequestBody(equalToJson("{\"jql\":\"created >= \\\"1970-01-01\\\"\"}"))
                .willReturn(okJson("{\"count\":7}")));

        // when, then
        assertThat(cloud.newestChange()).contains(Instant.parse("2026-01-05T10:00:00Z"));
        assertThat(cloud.issueCount()).isEqualTo(7);
    }

    @Test
    void shouldSayThatNothingWasChangedWhereThereIsNoIssue() {
        SITE.stubFor(post("/rest/api/3/search/jql").willReturn(okJson("{\"isLast\":true,\"issues\":[]}")));

        assertThat(cloud.newestChange()).isEmpty();
    }

    @Test
    void shouldCountRightsIssuesAndSeats() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/mypermissions"))
                .withQueryParam("permissions", equalTo("ADMINISTER,USER_PICKER"))
                .willReturn(okJson("{\"permissions\":{\"ADMINISTER\":{\"havePermission\":true},"
                        + "\"USER_PICKER\":{\"havePermission\":false}}}")));
        SITE.stubFor(post("/rest/api/3/search/approximate-count")
                .withRequestBody(equalToJson("{\"jql\":\"project = \\\"A\\\"\"}"))
                .willReturn(okJson("{\"count\":153}")));
        SITE.stubFor(get("/rest/api/3/instance/license")
                .willReturn(okJson("{\"applications\":[{\"id\":\"jira-software\",\"plan\":\"FREE\"}]}")));
        SITE.stubFor(get("/rest/api/3/license/approximateLicenseCount").willReturn(status(403)));

        // when, then
        assertThat(cloud.permissions(Set.of("USER_PICKER", "ADMINISTER"))).containsExactly("ADMINISTER");
        assertThat(cloud.issueCount("project = \"A\"")).isEqualTo(153);
        assertThat(cloud.licence().products()).containsExactly("jira-software");
        assertThat(cloud.licence().usedSeats()).isEmpty();
    }

    @Test
    void shouldInstallAnAppWithTheManagersToken() {
        // given
        SITE.stubFor(get("/rest/plugins/1.0/?os_authType=basic")
                .withHeader("Accept", equalTo("application/vnd.atl.plugins.installed+json"))
                .willReturn(okJson("{\"plugins\":[]}").withHeader("upm-token", "-12 3")));
        SITE.stubFor(post(urlPathEqualTo("/rest/plugins/1.0/apps/install-subscribe"))
                .withQueryParam("addonKey", equalTo("some.app"))
                .withQueryParam("token", equalTo("-12 3"))
                .withHeader("Content-Type", equalTo("application/vnd.atl.plugins.remote.install+json"))
                .willReturn(status(202).withBody("{}")));

        // when, then
        assertThat(cloud.installApp("some.app")).isEqualTo(new AppInstallation.Accepted());
    }

    @Test
    void shouldLeaveInstallingToAPersonWhereTheSiteDoesNotOfferIt() {
        SITE.stubFor(get(anyUrl()).willReturn(status(404)));
        assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(() -> cloud.installApp("some.app"));
        SITE.stubFor(get(anyUrl()).willReturn(okJson("{}")));
        assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(() -> cloud.installApp("some.app"));
    }

    @Test
    void shouldFetchIssuesAHundredAtATime() {
        // given
        SITE.stubFor(post("/rest/api/3/issue/bulkfetch")
                .willReturn(okJson("{\"issues\":[{\"key\":\"TST-1\",\"fields\":{\"summary\":\"Paint\","
                        + "\"issuetype\":{\"name\":\"Bug\"},\"status\":{\"name\":\"Open\"},\"priority\":null,"
                        + "\"assignee\":{\"accountId\":\"712020:1\"},\"created\":\"2024-06-10T08:13:20.180+0200\","
                        + "\"updated\":\"nonsense\"}},{\"id\":\"2\"}]}")));

        // when
        List<CloudIssue> issues = cloud.issues(
                IntStream.rangeClosed(1, 101).mapToObj(n -> "TST-" + n).toList());

        // then
        SITE.verify(2, postRequestedFor(urlEqualTo("/rest/api/3/issue/bulkfetch")));
        assertThat(issues).hasSize(2);
        assertThat(issues.getFirst())
                .isEqualTo(new CloudIssue(
                        "TST-1",
                        "Paint",
                        "Bug",
                        "Open",
                        "",
                        "712020:1",
                        Instant.parse("2024-06-10T06:13:20.180Z"),
                        null));
        assertThat(issues.toString()).doesNotContain("Paint");
    }

    @Test
    void shouldNameAllFiltersAndBoards() {
        // given
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/filter/search"))
                .withQueryParam("overrideSharePermissions", equalTo("true"))
                .withQueryParam("startAt", equalTo("0"))
                .willReturn(okJson("{\"isLast\":false,\"values\":[{\"id\":\"1\",\"name\":\"Mine\"}]}")));
        SITE.stubFor(get(urlPathEqualTo("/rest/api/3/filter/search"))
                .withQueryParam("startAt", equalTo("1"))
                .willReturn(okJson("{\"isLast\":true,\"values\":[{\"id\":\"2\",\"name\":\"Ours\"}]}")));
        SITE.stubFor(get(urlPathEqualTo("/rest/agile/1.0/board")).willReturn(status(404)));

        // when, then
        assertThat(cloud.filters()).containsExactly("Mine", "Ours");
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(cloud::boards);
    }

    @Test
    void shouldReadTheLicenceOfAnApp() {
        SITE.stubFor(get("/rest/plugins/1.0/some.app/marketplace")
                .willReturn(okJson("{\"licenseDetails\":{\"valid\":false,\"active\":true,\"error\":\"EXPIRED\","
                        + "\"subscriptionEndDate\":1767225600000}}")));
        assertThat(cloud.appLicence("some.app")).hasValueSatisfying(licence -> {
            assertThat(licence.valid()).isFalse();
            assertThat(licence.error()).contains("EXPIRED");
            assertThat(licence.endsAt()).isPresent();
        });
        assertThat(cloud.appLicence("other.app")).isEmpty();
    }

    @Test
    void shouldImportOnlyThroughConfiguredEndpoints() {
        // given
        assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(() -> cloud.startImport("f"));
        assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(() -> with("no-such-set"));
        JiraCloud sandbox = with("sandbox");
        SITE.stubFor(post("/rest/assumed/import").willReturn(status(202).withBody("{\"taskId\":\"t 1\"}")));
        SITE.stubFor(
                get("/rest/assumed/import/t%201")
                        .willReturn(
                                okJson(
                                        "{\"taskId\":\"t 1\",\"state\":\"RUNNING\",\"progress\":42,\"message\":\"by x@example.com\"}")));

        // when
        ImportStart start = sandbox.startImport("f");
        ImportProgress progress = sandbox.importState("t 1");

        // then
        assertThat(start).isEqualTo(new ImportStart.Started("t 1"));
        assertThat(progress.percent()).isEqualTo(42);
        assertThat(progress.state().isInProgress()).isTrue();
        assertThat(progress.message()).isEqualTo("by (address)");
        SITE.stubFor(
                post("/rest/assumed/import").willReturn(status(409).withBody("{\"message\":\"One is running.\"}")));
        assertThat(sandbox.startImport("f")).isEqualTo(new ImportStart.Refused("One is running."));
    }
}
