package io.ferry.bigpicture;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import io.ferry.remote.Wired;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BigPictureTest {
    private static final String BOXES = "/public/ppm/box/box-hierarchy";
    private static final String TREE = "{\"currentVersion\":1,\"latestVersion\":1,\"cargo\":{\"boxId\":\"ROOT\","
            + "\"boxChildren\":[{\"boxId\":\"PROG-1\",\"boxName\":\"One\",\"boxArchived\":true,\"boxChildren\":[]}]}}";

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @TempDir
    Path folder;

    private Wired wired;
    private Site jira;
    private SiteCredential token;

    @BeforeEach
    void wire() {
        wired = Wired.in(folder, Map.of("ferry.bigpicture.cloud-manager-url", SITE.baseUrl() + "/cloudmanager"));
        jira = new Site(URI.create(SITE.baseUrl() + "/jira"), wired.credential("admin:jira-password"));
        token = wired.credential("app-token");
    }

    @AfterEach
    void close() {
        wired.close();
    }

    private BigPicture onDataCenter() {
        return wired.get(BigPictures.class).onDataCenter(jira, token, "sandbox");
    }

    private BigPicture onCloud() {
        return wired.get(BigPictures.class).onCloud(jira, token, "sandbox");
    }

    @Test
    void shouldReadTheTreeOfBoxes() {
        // given
        SITE.stubFor(get("/jira/rest/bigpicture/1.0" + BOXES)
                .withHeader("Authorization", equalTo("Bearer app-token"))
                .willReturn(okJson(TREE)));

        // when
        Box root = onDataCenter().boxes();

        // then
        assertThat(root.id()).isEqualTo(Box.ROOT);
        assertThat(root.all()).extracting(Box::id).containsExactly("PROG-1");
        assertThat(root.all().getFirst().archived()).isTrue();
    }

    @Test
    void shouldTryTheOldPathWhenTheNewOneIsNotThereAndRememberIt() {
        // given
        SITE.stubFor(get(anyUrl()).willReturn(status(404)));
        SITE.stubFor(get("/jira/rest/softwareplant-bigpicture/1.0" + BOXES).willReturn(okJson(TREE)));

        // when
        onDataCenter().boxes();
        onDataCenter().boxes();

        // then
        SITE.verify(1, getRequestedFor(urlEqualTo("/jira/rest/bigpicture/1.0" + BOXES)));
        SITE.verify(2, getRequestedFor(urlEqualTo("/jira/rest/softwareplant-bigpicture/1.0" + BOXES)));
    }

    @Test
    void shouldTryTheOldPathForCallsThatAnAppNeedNotOffer() {
        // given an old app, of which nothing is known yet
        SITE.stubFor(get(anyUrl()).willReturn(status(404)));
        SITE.stubFor(
                get("/jira/rest/softwareplant-bigpicture/1.0/assumed/dumps").willReturn(okJson("[]")));

        // when, then
        assertThat(onDataCenter().dumps().list()).isEmpty();
    }

    @Test
    void shouldLeaveTheCloudManagerAloneOnBehalfOfOneTenantOnly() {
        // given: a tenant whom the cloud manager keeps failing
        wired.close();
        wired = Wired.in(
                folder,
                Map.of(
                        "ferry.bigpicture.cloud-manager-url", SITE.baseUrl() + "/cloudmanager",
                        "ferry.remote.sliding-window-size", "4",
                        "ferry.remote.attempts", "1"));
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i").willReturn(status(503)));
        BigPicture failing = onCloud();
        for (int i = 0; i < 4; i++) {
            assertThat(catchThrowableOfType(RemoteFailure.class, failing::boxes))
                    .isNotNull();
        }
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i")
                .willReturn(okJson("{\"location\":\"" + SITE.baseUrl() + "/jiracloud/102\"}")));
        SITE.stubFor(get("/jiracloud/102/rest" + BOXES).willReturn(okJson(TREE)));

        // when
        Site other = new Site(URI.create(SITE.baseUrl() + "/another-jira"), jira.credential());
        BigPicture neighbour = wired.get(BigPictures.class).onCloud(other, token, "sandbox");

        // then
        assertThat(catchThrowableOfType(RemoteFailure.class, failing::boxes)).hasMessageContaining("leaves it alone");
        assertThat(neighbour.boxes().id()).isEqualTo("ROOT");
    }

    @Test
    void shouldCallBigGanttAtItsOwnPath() {
        SITE.stubFor(get("/jira/rest/biggantt/1.0" + BOXES).willReturn(okJson(TREE)));
        assertThat(wired.get(BigPictures.class)
                        .onDataCenter(Product.BIGGANTT, jira, token, null)
                        .boxes()
                        .id())
                .isEqualTo("ROOT");
    }

    @Test
    void shouldAskOnceWhereTheAppIsAndAgainWhenItMoved() {
        // given
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i")
                .inScenario("s")
                .willReturn(at("101"))
                .willSetStateTo("moved"));
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i")
                .inScenario("s")
                .whenScenarioStateIs("moved")
                .willReturn(at("102")));
        SITE.stubFor(get("/app/101/rest" + BOXES)
                .inScenario("b")
                .willReturn(okJson(TREE))
                .willSetStateTo("moved"));
        SITE.stubFor(get("/app/101/rest" + BOXES)
                .inScenario("b")
                .whenScenarioStateIs("moved")
                .willReturn(status(401)));
        SITE.stubFor(get("/app/102/rest" + BOXES).willReturn(okJson(TREE)));

        // when
        onCloud().boxes();
        onCloud().boxes();
        onCloud().boxes();

        // then
        SITE.verify(2, getRequestedFor(urlEqualTo("/cloudmanager/bigpicture/where-am-i")));
        SITE.verify(2, getRequestedFor(urlEqualTo("/app/102/rest" + BOXES)));
    }

    @Test
    void shouldSayThatTheTokenIsWrongWhenNothingMoved() {
        // given
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i").willReturn(at("101")));
        SITE.stubFor(get("/app/101/rest" + BOXES)
                .inScenario("b")
                .willReturn(okJson(TREE))
                .willSetStateTo("expired"));
        SITE.stubFor(get("/app/101/rest" + BOXES)
                .inScenario("b")
                .whenScenarioStateIs("expired")
                .willReturn(status(401)));
        onCloud().boxes();

        // when
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, () -> onCloud().boxes());

        // then
        assertThat(failure.httpStatus()).hasValue(401);
    }

    @Test
    void shouldNotBringTheTokenJustAnywhere() {
        for (String location :
                List.of("http://elsewhere.example.com/x", "ftp://x", "not an address", "https://u:p@x")) {
            SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i")
                    .willReturn(okJson("{\"location\":\"" + location + "\"}")));
            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() -> onCloud().boxes());
        }
    }

    @Test
    void shouldBringTheTokenToTheVendorsHostsOnly() {
        // given
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i")
                .willReturn(okJson("{\"location\":\"http://127.0.0.1:" + SITE.getPort() + "/app/101\"}")));
        SITE.stubFor(get("/app/101/rest" + BOXES).willReturn(okJson(TREE)));

        // when, then: SITE answers under both names, but was told of under one
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> onCloud().boxes())
                .withMessageContaining("127.0.0.1");
        SITE.verify(0, getRequestedFor(urlEqualTo("/app/101/rest" + BOXES)));

        // when an operator has named it
        wired.close();
        wired = Wired.in(
                folder,
                Map.of(
                        "ferry.bigpicture.cloud-manager-url",
                        SITE.baseUrl() + "/cloudmanager",
                        "ferry.bigpicture.hosts",
                        "127.0.0.1"));

        // then
        assertThat(onCloud().boxes().id()).isEqualTo("ROOT");
    }

    @Test
    void shouldBringTheTokenToNoHostThatItsCredentialIsNotForThoughItIsTheVendors() {
        // given
        SITE.stubFor(get("/cloudmanager/bigpicture/where-am-i")
                .willReturn(okJson("{\"location\":\"http://127.0.0.1:" + SITE.getPort() + "/app/101\"}")));
        wired.close();
        wired = Wired.in(
                folder,
                Map.of(
                        "ferry.bigpicture.cloud-manager-url",
                        SITE.baseUrl() + "/cloudmanager",
                        "ferry.bigpicture.hosts",
                        "127.0.0.1"));
        token = wired.credential("app-token", List.of("localhost:" + SITE.getPort()));

        // when, then
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> onCloud().boxes())
                .withMessageContaining("127.0.0.1:" + SITE.getPort())
                .withMessageContaining("ferry.credentials." + token + ".hosts");
        SITE.verify(0, getRequestedFor(urlEqualTo("/app/101/rest" + BOXES)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://cloud.bigpicture.one/bigpicture/jiracloud/101, true",
        "https://eu.Bigpicture.one/x, true",
        "https://cloud.softwareplant.com/x, true",
        "http://cloud.bigpicture.one/x, false",
        "https://bigpicture.one.example.com/x, false",
        "https://evilbigpicture.one/x, false",
        "https://example.com/cloud.bigpicture.one, false",
    })
    void shouldKnowTheVendorsHosts(URI place, boolean vendors) {
        // given
        BigPictureProperties standard = new BigPictureProperties(
                URI.create("https://cloud.bigpicture.one/cloudmanager"),
                Set.of("bigpicture.one", "cloud.softwareplant.com"),
                false);

        // then
        assertThat(standard.isVendors(place)).isEqualTo(vendors);
    }

    @Test
    void shouldNeverShowJirasCredentialToTheAppsCloud() {
        BigPicture withoutToken = wired.get(BigPictures.class).onCloud(jira, null, "sandbox");

        assertThatExceptionOfType(AutomationUnavailableException.class)
                .isThrownBy(withoutToken::boxes)
                .withMessageContaining("token");
        assertThatExceptionOfType(AutomationUnavailableException.class)
                .isThrownBy(() -> withoutToken.dumps().list());
        assertThatExceptionOfType(AutomationUnavailableException.class)
                .isThrownBy(() -> withoutToken.connections().list());
        SITE.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void shouldReadTeamsAndScopes() {
        // given
        SITE.stubFor(get(urlPathMatching(".*/public/ppm/teams"))
                .willReturn(okJson(
                        "{\"cargo\":[{\"teamId\":\"t1\",\"teamName\":\"Red\"},{\"id\":\"t2\",\"name\":\"Blue\"}]}")));
        SITE.stubFor(
                get(urlPathMatching(".*/scope/def/own/PROG-1"))
                        .willReturn(
                                okJson(
                                        "{\"cargo\":{\"extPlatformScopeDefinitions\":[{\"narrowingQuery\":\"\","
                                                + "\"scopeDefinitionElements\":[{\"type\":\"JIRA_FILTER\",\"value\":\"10\",\"isAvailable\":false,"
                                                + "\"isAccessible\":true}],\"manuallyAddedTasks\":[{\"key\":\"A-1\"},{\"externalId\":\"9\"}]}]}}")));

        // when, then
        assertThat(onDataCenter().teams()).containsExactly(new Team("t1", "Red"), new Team("t2", "Blue"));
        OwnScope.Definition definition =
                onDataCenter().ownScope("PROG-1").definitions().getFirst();
        assertThat(definition.elements()).allMatch(OwnScope.Element::isBroken);
        assertThat(definition.manuallyAdded()).containsExactly("A-1", "9");
    }

    @Test
    void shouldLeaveDumpsToAPersonWithoutConfiguredEndpoints() {
        Dumps dumps =
                wired.get(BigPictures.class).onDataCenter(jira, token, null).dumps();
        assertThatExceptionOfType(AutomationUnavailableException.class).isThrownBy(dumps::list);
        SITE.stubFor(get(anyUrl()).willReturn(status(404)));
        assertThatExceptionOfType(AutomationUnavailableException.class)
                .isThrownBy(() -> onDataCenter().dumps().list());
    }

    @Test
    void shouldReadTheListOfDumps() {
        // given
        SITE.stubFor(get("/jira/rest/bigpicture/1.0/assumed/dumps")
                .willReturn(okJson("[{\"id\":\"2\",\"description\":\"ferry-1\",\"createdAt\":\"2026-03-01T12:00:00Z\","
                        + "\"status\":\"IN_PROGRESS\",\"progress\":40,\"origin\":\"MANUAL\",\"kind\":\"BASIC\"},"
                        + "{\"id\":\"1\",\"status\":\"READY\",\"progress\":100,\"bytes\":12,\"origin\":\"SAFETY\"}]")));

        // when
        List<Dump> dumps = onDataCenter().dumps().list();

        // then
        assertThat(dumps).extracting(Dump::state).containsExactly(RemoteState.IN_PROGRESS, RemoteState.DONE);
        assertThat(dumps).extracting(Dump::origin).containsExactly(Dump.Origin.MANUAL, Dump.Origin.SAFETY);
        assertThat(dumps.get(1).bytes()).hasValue(12);
    }

    @Test
    void shouldStartARestoreAsAPersonConfirmedIt() {
        // given
        SITE.stubFor(post("/jira/rest/bigpicture/1.0/assumed/dumps/2/restore")
                .withRequestBody(equalToJson("{\"strategy\":\"ON_PREMISES_TO_CLOUD\",\"allActionsDone\":true,"
                        + "\"confirmation\":\"RESTORE\",\"acceptUnmapped\":false,"
                        + "\"userMapping\":[{\"sourceUserKey\":\"k\",\"targetAccountId\":\"a\"}]}"))
                .willReturn(status(202).withBody("{\"restoreId\":\"R1\"}")));
        RestoreRequest request =
                new RestoreRequest("2", List.of(new RestoreRequest.MappedUser("k", "a")), false, true, "RESTORE");

        // when, then
        assertThat(onDataCenter().dumps().restore(request)).isEqualTo(new RestoreStart.Started("R1"));
        SITE.stubFor(post(anyUrl()).willReturn(status(422).withBody("{\"message\":\"3 people are not mapped.\"}")));
        assertThat(onDataCenter().dumps().restore(request))
                .isEqualTo(new RestoreStart.Refused("3 people are not mapped."));
    }

    private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder at(String place) {
        return okJson("{\"location\":\"" + SITE.baseUrl() + "/app/" + place + "\"}");
    }
}
