package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.sandbox.PretendSites.Answer;
import io.ferry.sandbox.side.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JiraSitesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path exportFolder;

    @SuppressWarnings("NullAway.Init")
    private PretendSites sites;

    @BeforeAll
    void start() {
        sites = PretendSites.start(options ->
                options.exportFolder(exportFolder).jiraVersion("11.0.1").passwords(true));
    }

    @AfterAll
    void stop() {
        sites.close();
    }

    @BeforeEach
    void reset() {
        sites.reset();
    }

    @Test
    void shouldListPeopleOfDataCenterByCursorWithoutATotal() {
        // when
        Set<String> keys = new HashSet<>();
        String cursor = "";
        JsonNode page;
        do {
            page = sites.dataCenter("/rest/api/2/user/list?maxResults=5" + cursor)
                    .json();
            page.get("values").forEach(user -> keys.add(user.get("key").asText()));
            cursor = "&cursor=" + page.path("nextCursor").asText();
        } while (!page.get("isLast").asBoolean());
        // then
        assertThat(keys).hasSize(sites.state().at("/jiraDataCenter/people").asInt());
        assertThat(page.has("total")).isFalse();
        assertThat(page.has("nextCursor")).isFalse();
    }

    @Test
    void shouldCountIssuesAndRefuseUnknownProjects() {
        // given
        JsonNode projects = sites.state().at("/jiraDataCenter/projects");
        String key = projects.fieldNames().next();
        // when
        Answer one = sites.dataCenter("/rest/api/2/search?maxResults=0&jql=" + PretendSites.encode("project = " + key));
        Answer unknown = sites.dataCenter("/rest/api/2/search?maxResults=0&jql=" + PretendSites.encode("project = NO"));
        Answer box = sites.dataCenter(
                "/rest/api/2/search?maxResults=0&jql=" + PretendSites.encode("issue in box(\"PROG-1\")"));
        // then
        assertThat(one.json().get("total").asInt())
                .isEqualTo(projects.get(key).asInt())
                .isPositive();
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().get("errorMessages")).isNotEmpty();
        assertThat(box.json().get("total").asInt())
                .isEqualTo(sites.state().at("/jiraDataCenter/issues").asInt());
    }

    @Test
    void shouldKeepTheSitesOnTheirOwnPorts() {
        assertThat(sites.send(Side.JIRA_CLOUD, "GET", "/rest/api/2/serverInfo", null)
                        .status())
                .isEqualTo(404);
        assertThat(sites.send(Side.JIRA_DATA_CENTER, "GET", "/control/state", null)
                        .status())
                .isEqualTo(404);
        assertThat(sites.send(Side.JIRA_CLOUD, "GET", "/rest/api/3/serverInfo", null)
                        .json()
                        .get("baseUrl")
                        .asText())
                .isEqualTo(sites.address(Side.JIRA_CLOUD).toString());
    }

    @Test
    void shouldRefuseStrangers() {
        assertThat(sites.send(Side.JIRA_CLOUD, "GET", "/rest/api/3/myself", null)
                        .status())
                .isEqualTo(401);
        assertThat(sites.send(
                                Side.JIRA_CLOUD,
                                "GET",
                                "/rest/api/3/myself",
                                null,
                                "Authorization",
                                "Bearer sandbox-cloud")
                        .status())
                .isEqualTo(401);
        assertThat(sites.send(Side.JIRA_DATA_CENTER, "GET", "/rest/api/2/myself", null, "Authorization", "Bearer no")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void shouldBeginWithAnEmptyCloudSiteThatKnowsSomePeople() {
        // when
        JsonNode accounts =
                sites.cloud("/rest/api/3/users/search?maxResults=1000").json();
        // then
        assertThat(sites.cloud("/rest/api/3/project/search").json().get("total").asInt())
                .isZero();
        assertThat(accounts).isNotEmpty();
        assertThat(accounts.findValuesAsText("accountType")).contains("app", "atlassian");
        assertThat(accounts.findValuesAsText("active")).contains("true", "false");
    }

    @Test
    void shouldHideSomeAddresses() {
        // when
        JsonNode accounts =
                sites.cloud("/rest/api/3/users/search?maxResults=1000").json();
        // then
        long people = accounts.findValuesAsText("accountType").stream()
                .filter("atlassian"::equals)
                .count();
        assertThat(accounts.findValuesAsText("emailAddress"))
                .hasSizeGreaterThan(2)
                .hasSizeLessThan((int) people);
    }

    @Test
    void shouldRefuseWhatRealSitesRefuse() {
        assertThat(sites.cloud("/rest/api/3/user/email?accountId=1").status()).isEqualTo(401);
        assertThat(sites.cloud("/rest/api/3/search?jql=project=A").status()).isEqualTo(410);
        assertThat(sites.cloud("POST", "/rest/api/3/search", "{}").status()).isEqualTo(410);
        assertThat(sites.cloud("POST", "/rest/api/3/search/approximate-count", "{\"jql\":\"order by key\"}")
                        .status())
                .isEqualTo(400);
        assertThat(sites.cloud("/rest/api/3/user/search").status()).isEqualTo(400);
        assertThat(sites.cloud("/rest/api/3/nothing").status()).isEqualTo(404);
    }

    @Test
    void shouldCreateEachAccountOnceAndAnswerTheSecondTimeLikeTheFirst() {
        // given
        String body = "{\"emailAddress\":\"somebody.new@example.com\",\"products\":[\"jira-software\"]}";
        // when
        Answer first = sites.cloud("POST", "/rest/api/3/user", body);
        Answer second = sites.cloud("POST", "/rest/api/3/user", body);
        // then
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json().get("accountId")).isEqualTo(first.json().get("accountId"));
        assertThat(sites.state().at("/events/cloud.usersCreated").findValuesAsText("already"))
                .containsExactly("false", "true");
    }

    @Test
    void shouldRefuseAccountsWithoutAccessBadAddressesAndAFullLicence() {
        // given
        sites.fault("licence-full", "{}");
        // then
        assertThat(createUser("somebody.new@example.com").status()).isEqualTo(400);
        assertThat(createUser("no.access@cloud.example.com").status()).isEqualTo(400);
        assertThat(createUser("nobody").status()).isEqualTo(400);
        assertThat(sites.cloud("POST", "/rest/api/3/user", "{\"emailAddress\":\"a@example.com\"}")
                        .status())
                .isEqualTo(400);
    }

    private Answer createUser(String email) {
        return sites.cloud("POST", "/rest/api/3/user", "{\"emailAddress\":\"" + email + "\",\"products\":[]}");
    }

    @Test
    void shouldBringProjectsIssuesAndMostPeopleByTheImport() throws IOException {
        // given
        int before = sites.state().at("/jiraCloud/accounts").asInt();
        // when
        JsonNode done = importBackup(backup());
        // then
        assertThat(done.get("state").asText()).isEqualTo("DONE");
        JsonNode state = sites.state();
        assertThat(state.at("/jiraCloud/projects")).isEqualTo(state.at("/jiraDataCenter/projects"));
        assertThat(state.at("/jiraCloud/accounts").asInt()).isGreaterThan(before);
        JsonNode facts = state.at("/events/cloud.importsDone/0");
        assertThat(facts.get("peopleWithAccount").asInt())
                .isLessThan(facts.get("peopleInBackup").asInt());
        String key = state.at("/jiraCloud/projects").fieldNames().next();
        assertThat(sites.cloud(
                                "POST",
                                "/rest/api/3/search/approximate-count",
                                "{\"jql\":\"project = \\\"" + key + "\\\" order by key\"}")
                        .json()
                        .get("count"))
                .isEqualTo(state.at("/jiraCloud/projects/" + key));
        for (String remaining : List.of(
                "attachments is not EMPTY", "level is not EMPTY", "text ~ \\\"\\\\\\\"jira.example.com\\\\\\\"\\\"")) {
            assertThat(sites.cloud("POST", "/rest/api/3/search/approximate-count", "{\"jql\":\"" + remaining + "\"}")
                            .json()
                            .path("count")
                            .asInt(-1))
                    .as(remaining)
                    .isZero();
        }
    }

    @Test
    void shouldPageImportedIssuesByTokenWithoutATotal() throws IOException {
        // given
        importBackup(backup());
        int expected = sites.state().at("/jiraCloud/issues").asInt();
        // when
        Set<String> keys = new HashSet<>();
        String token = "";
        JsonNode page;
        do {
            page = sites.cloud("/rest/api/3/search/jql?maxResults=40&jql=" + PretendSites.encode("project is not empty")
                            + token)
                    .json();
            page.get("issues").forEach(issue -> keys.add(issue.get("key").asText()));
            token = "&nextPageToken=" + page.path("nextPageToken").asText();
        } while (!page.get("isLast").asBoolean());
        // then
        assertThat(keys).hasSize(expected);
        assertThat(page.has("total")).isFalse();
    }

    @Test
    void shouldFailTheImportOfATruncatedUpload() throws IOException {
        // given
        sites.fault(
                "truncated-upload", "{\"side\":\"jira-cloud\",\"path\":\"/rest/assumed/import/files\",\"percent\":60}");
        // when
        JsonNode done = importBackup(backup());
        // then
        assertThat(done.get("state").asText()).isEqualTo("FAILED");
        assertThat(sites.state().at("/jiraCloud/issues").asInt()).isZero();
    }

    @Test
    void shouldFailTheImportOfACorruptedUploadAndOfSomethingElse() throws IOException {
        // given
        sites.fault("corrupted-upload", "{\"side\":\"jira-cloud\",\"times\":1}");
        // then
        assertThat(importBackup(backup()).get("state").asText()).isEqualTo("FAILED");
        assertThat(importBackup(new byte[] {1, 2, 3}).get("state").asText()).isEqualTo("FAILED");
        assertThat(sites.cloud("POST", "/rest/assumed/import", "{\"fileId\":\"F99\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldLosePeopleAndIssuesInTheImportOnDemand() throws IOException {
        // given
        sites.fault("missing-people", "{\"percent\":80}");
        sites.fault("lost-issues", "{\"percent\":10}");
        // when
        importBackup(backup());
        // then
        JsonNode state = sites.state();
        JsonNode facts = state.at("/events/cloud.importsDone/0");
        assertThat(facts.get("peopleWithAccount").asInt())
                .isLessThanOrEqualTo(facts.get("peopleInBackup").asInt() * 3 / 10);
        assertThat(state.at("/jiraCloud/issues").asInt())
                .isLessThan(state.at("/jiraDataCenter/issues").asInt());
    }

    @Test
    void shouldRunOneImportAtATimeAndTellAllOfThem() throws IOException {
        // given
        sites.fault("import-stuck", "{\"times\":1}");
        String file = upload(backup());
        String first = start(file).json().get("taskId").asText();
        // when
        sites.passLongWork();
        Answer second = start(file);
        // then
        assertThat(second.status()).isEqualTo(409);
        JsonNode all = sites.cloud("/rest/assumed/import").json();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).get("taskId").asText()).isEqualTo(first);
        assertThat(all.get(0).get("state").asText()).isEqualTo("RUNNING");
        assertThat(all.get(0).get("progress").asInt()).isEqualTo(90);
    }

    @Test
    void shouldInstallTheAppByTheAppManagerOnce() {
        // given
        String app = "/rest/plugins/1.0/" + PretendSites.APP_KEY;
        Answer before = sites.cloud(app + "-key");
        // when
        sites.installApp();
        // then
        assertThat(before.status()).isEqualTo(404);
        assertThat(sites.cloud(app + "-key").json().get("version").asText()).isEqualTo("8.60.0");
        assertThat(sites.cloud(app + "/marketplace")
                        .json()
                        .at("/licenseDetails/valid")
                        .asBoolean())
                .isTrue();
        assertThat(sites.state().at("/counts/cloud.installationsStarted").asInt())
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseInstallationsWithAUsedTokenOrWhereThereAreNone() {
        // given
        String path = "/rest/plugins/1.0/apps/install-subscribe?addonKey=" + PretendSites.APP_KEY + "&token=";
        // then
        assertThat(sites.cloud("POST", path + "1", "").status()).isEqualTo(403);
        sites.fault("no-app-installation", "{}");
        assertThat(sites.cloud("POST", path + "1", "").status()).isEqualTo(404);
    }

    @Test
    void shouldTellAnInvalidLicence() {
        // given
        sites.installApp();
        sites.fault("licence-invalid", "{\"error\":\"USER_MISMATCH\",\"times\":2,\"side\":\"jira-cloud\"}");
        String path = "/rest/plugins/1.0/" + PretendSites.APP_KEY + "/marketplace";
        // when
        JsonNode licence = sites.cloud(path).json().get("licenseDetails");
        sites.cloud(path);
        // then
        assertThat(licence.get("valid").asBoolean()).isFalse();
        assertThat(licence.get("error").asText()).isEqualTo("USER_MISMATCH");
        assertThat(sites.cloud(path).json().at("/licenseDetails/valid").asBoolean())
                .isTrue();
    }

    private byte[] backup() throws IOException {
        String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        Answer granted = sites.form("/secure/admin/WebSudoAuthenticate.jspa", session, "webSudoPassword", "sandbox-dc");
        sites.form(
                "/secure/admin/XmlBackup.jspa",
                "JSESSIONID=" + granted.cookie("JSESSIONID"),
                "filename",
                "backup",
                "confirm",
                "true");
        return Files.readAllBytes(exportFolder.resolve("backup.zip"));
    }

    private String upload(byte[] file) {
        return sites.cloudFile("/rest/assumed/import/files?fileName=backup.zip", file)
                .json()
                .get("fileId")
                .asText();
    }

    private Answer start(String fileId) {
        return sites.cloud("POST", "/rest/assumed/import", "{\"fileId\":\"" + fileId + "\"}");
    }

    private JsonNode importBackup(byte[] file) {
        String task = start(upload(file)).json().get("taskId").asText();
        JsonNode running = sites.cloud("/rest/assumed/import/" + task).json();
        assertThat(running.get("state").asText()).isEqualTo("RUNNING");
        sites.passLongWork();
        // The file is read in the background; how long that takes is not the clock's business.
        return Awaitility.await()
                .until(
                        () -> sites.cloud("/rest/assumed/import/" + task).json(),
                        view -> !view.get("state").asText().equals("RUNNING"));
    }
}
