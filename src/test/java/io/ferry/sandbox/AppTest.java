package io.ferry.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.sandbox.PretendSites.Answer;
import io.ferry.sandbox.side.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppTest {
    private static final String HIERARCHY = "/public/ppm/box/box-hierarchy";

    @SuppressWarnings("NullAway.Init")
    private PretendSites sites;

    @BeforeAll
    void start() {
        sites = PretendSites.start(options -> options.installed(true).knownPeople(100));
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
    void shouldWrapItsAnswersAndShowATreeThatFitsTheProjects() {
        // when
        JsonNode answer = sites.source("GET", HIERARCHY, null).json();
        // then
        assertThat(answer.get("currentVersion").asInt()).isEqualTo(1);
        assertThat(answer.at("/cargo/boxId").asText()).isEqualTo("ROOT");
        assertThat(answer.at("/cargo/boxChildren/0/boxChildren"))
                .hasSize(sites.state().at("/jiraDataCenter/projects").size());
        assertThat(sites.source("GET", "/public/ppm/teams", null).json().get("cargo"))
                .hasSize(2);
        assertThat(sites.source("GET", "/public/ppm/box/box-types", null).json().get("cargo"))
                .hasSize(3);
        assertThat(sites.source("POST", "/public/ppm/box/box", "{\"boxName\":\"New\"}")
                        .json()
                        .at("/cargo/createdBoxId")
                        .asText())
                .startsWith("PROG-");
    }

    @Test
    void shouldTellScopesAndWhatOfThemIsMissing() {
        // given
        sites.restoreDumpOfSource();
        // when
        JsonNode source = scope(sites.source("GET", "/public/ppm/box/area/task/scope/def/own/PROG-2", null));
        JsonNode target = scope(sites.target("GET", "/public/ppm/box/area/task/scope/def/own/PROG-2", null));
        // then
        assertThat(source.at("/scopeDefinitionElements/0/type").asText()).isEqualTo("JIRA_PROJECT");
        assertThat(source.at("/scopeDefinitionElements/0/isAvailable").asBoolean())
                .isTrue();
        assertThat(target.at("/scopeDefinitionElements/0/isAvailable").asBoolean())
                .as("the Jira data were not imported")
                .isFalse();
        assertThat(sites.source("GET", "/public/ppm/box/area/task/scope/def/own/PROG-999", null)
                        .status())
                .isEqualTo(404);
    }

    private static JsonNode scope(Answer answer) {
        return answer.json().at("/cargo/extPlatformScopeDefinitions/0");
    }

    @Test
    void shouldAcceptBothWaysToSendTheToken() {
        // given
        String path = "/rest/bigpicture/1.0" + HIERARCHY;
        String session = "JSESSIONID=" + sites.signIn("sandbox-dc").cookie("JSESSIONID");
        String token = "APIToken sandbox-bigpicture-dc";
        // then
        assertThat(sites.send(Side.JIRA_DATA_CENTER, "GET", path, null, "Authorization", token)
                        .status())
                .isEqualTo(401);
        assertThat(sites.send(Side.JIRA_DATA_CENTER, "GET", path, null, "Authorization", token, "Cookie", session)
                        .status())
                .isEqualTo(200);
        assertThat(sites.send(Side.JIRA_DATA_CENTER, "GET", path, null).status())
                .isEqualTo(401);
        assertThat(sites.send(
                                Side.BIGPICTURE_CLOUD,
                                "GET",
                                "/bigpicture/jiracloud/101/rest" + HIERARCHY,
                                null,
                                "Authorization",
                                "Bearer sandbox-bigpicture-dc")
                        .status())
                .as("a token of the other side")
                .isEqualTo(401);
    }

    @Test
    void shouldTellWhereItIsAndRefuseAtTheOldPlaceAfterItMoved() {
        // given
        String where = "/cloudmanager/bigpicture/where-am-i";
        String before = whereAmI(where);
        // when
        sites.fault("location-moved", "{}");
        Answer old = sites.target("GET", HIERARCHY, null);
        // then
        assertThat(before).isEqualTo(sites.address(Side.BIGPICTURE_CLOUD) + "/bigpicture/jiracloud/101");
        assertThat(old.status()).isEqualTo(401);
        assertThat(whereAmI(where)).endsWith("/102");
        assertThat(sites.target("GET", HIERARCHY, null).status()).isEqualTo(401);
    }

    private String whereAmI(String path) {
        return sites.send(Side.BIGPICTURE_CLOUD, "GET", path, null, "Authorization", "Bearer sandbox-bigpicture-cloud")
                .json()
                .get("location")
                .asText();
    }

    @Test
    void shouldRestartWhileADumpIsMadeAndShowItOnlyAtTheSecondLook() {
        // when
        Answer asked = sites.source("POST", "/assumed/dumps", "{\"description\":\"mine\"}");
        // then
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.text()).isEmpty();
        assertThat(sites.source("GET", "/assumed/dumps", null).status()).isEqualTo(503);
        assertThat(sites.source("GET", HIERARCHY, null).status()).isEqualTo(503);
        // when
        sites.clock.pass(PretendSites.LONG_WORK.dividedBy(2));
        JsonNode first = sites.source("GET", "/assumed/dumps", null).json();
        JsonNode second = sites.source("GET", "/assumed/dumps", null).json();
        // then
        assertThat(first).isEmpty();
        assertThat(second.at("/0/description").asText()).isEqualTo("mine");
        assertThat(second.at("/0/status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(second.at("/0/progress").asInt()).isEqualTo(50);
        assertThat(sites.source("POST", "/assumed/dumps", "{}").status())
                .as("one at a time")
                .isEqualTo(409);
        assertThat(sites.source("GET", "/assumed/dumps/1/file", null).status()).isEqualTo(409);
        // when
        sites.passLongWork();
        // then
        assertThat(sites.source("GET", "/assumed/dumps", null)
                        .json()
                        .at("/0/status")
                        .asText())
                .isEqualTo("READY");
        assertThat(sites.source("GET", "/assumed/dumps/1/file", null).response().body())
                .hasSize(256 * 1024);
    }

    @Test
    void shouldLeaveADumpStuckOrFailedOnDemand() {
        // given
        sites.fault("dump-stuck", "{\"times\":1}");
        sites.fault("dump-fails", "{\"times\":1}");
        // when
        sites.source("POST", "/assumed/dumps", "{\"description\":\"stuck and failing\"}");
        sites.passLongWork();
        sites.source("GET", "/assumed/dumps", null);
        sites.passLongWork();
        // then
        JsonNode dump = sites.source("GET", "/assumed/dumps", null).json().get(0);
        assertThat(dump.get("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(dump.get("progress").asInt()).isEqualTo(40);
    }

    @Test
    void shouldResumeADownload() {
        // given
        byte[] whole = sites.dump();
        // when
        Answer part = sites.send(
                Side.JIRA_DATA_CENTER,
                "GET",
                "/rest/bigpicture/1.0/assumed/dumps/1/file",
                null,
                "Authorization",
                "Bearer sandbox-bigpicture-dc",
                "Range",
                "bytes=1000-");
        // then
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.response().body()).isEqualTo(Arrays.copyOfRange(whole, 1000, whole.length));
    }

    @Test
    void shouldReinstallOnlyTheSameVersionAndRestart() {
        assertThat(sites.source("POST", "/assumed/app/reinstall", "{\"version\":\"8.51.0\"}")
                        .status())
                .isEqualTo(422);
        assertThat(sites.source("POST", "/assumed/app/reinstall", "{\"version\":\"8.52.0\"}")
                        .status())
                .isEqualTo(202);
        assertThat(sites.source("GET", "/assumed/app", null).status()).isEqualTo(503);
        sites.passLongWork();
        assertThat(sites.source("GET", "/assumed/app", null)
                        .json()
                        .get("version")
                        .asText())
                .isEqualTo("8.52.0");
    }

    @Test
    void shouldRefuseDumpsThatAreTruncatedChangedOrSomethingElse() {
        // given
        byte[] dump = sites.dump();
        byte[] changed = dump.clone();
        changed[changed.length / 2] ^= 1;
        // then
        assertThat(sites.targetFile("/assumed/dumps/import?fileName=a", Arrays.copyOf(dump, dump.length - 1))
                        .status())
                .isEqualTo(422);
        assertThat(sites.targetFile("/assumed/dumps/import?fileName=a", changed).status())
                .isEqualTo(422);
        assertThat(sites.targetFile("/assumed/dumps/import?fileName=a", new byte[] {1, 2})
                        .status())
                .isEqualTo(422);
        assertThat(sites.targetFile("/assumed/dumps/import?fileName=a", dump).status())
                .isEqualTo(201);
    }

    @Test
    void shouldRefuseDumpsOfOtherVersionsAndApps() {
        // given
        byte[] tooNew = dumpOf("8.61.0", "BigPicture");
        byte[] tooOld = dumpOf("8.2.1", "BigPicture");
        byte[] ofGantt = dumpOf("8.52.0", "BigGantt");
        // then
        assertThat(sites.targetFile("/assumed/dumps/import", tooNew).text()).contains("newer");
        assertThat(sites.targetFile("/assumed/dumps/import", tooOld).text()).contains("too old");
        assertThat(sites.targetFile("/assumed/dumps/import", ofGantt).text()).contains("another app");
        assertThat(sites.target("GET", "/assumed/dumps", null).json()).isEmpty();
    }

    private static byte[] dumpOf(String version, String app) {
        try (PretendSites other = PretendSites.start(options -> options.sourceVersion(version)
                .app(io.ferry.sandbox.world.App.titled(app))
                .dumpBytes(1000))) {
            String base = (version.equals("8.2.1") ? "softwareplant-" : "") + app.toLowerCase(java.util.Locale.ROOT);
            String dumps = "/rest/" + base + "/1.0/assumed/dumps";
            String token = "Bearer sandbox-bigpicture-dc";
            other.send(
                    Side.JIRA_DATA_CENTER,
                    "POST",
                    dumps,
                    "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "Authorization",
                    token,
                    "Content-Type",
                    "application/json");
            other.passLongWork();
            return other.send(Side.JIRA_DATA_CENTER, "GET", dumps + "/1/file", null, "Authorization", token)
                    .response()
                    .body();
        }
    }

    @Test
    void shouldAnswerOnlyAtTheOldPathWhereAsked() {
        try (PretendSites old = PretendSites.start(options -> options.oldBaseOnly(true))) {
            String token = "Bearer sandbox-bigpicture-dc";
            assertThat(old.source("GET", HIERARCHY, null).status()).isEqualTo(404);
            assertThat(old.send(
                                    Side.JIRA_DATA_CENTER,
                                    "GET",
                                    "/rest/softwareplant-bigpicture/1.0" + HIERARCHY,
                                    null,
                                    "Authorization",
                                    token)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseARestoreThatIsNotConfirmedOrBadlyMapped() {
        // given
        String id = sites.uploadDumpOfSource();
        List<String> keys = sites.userKeys();
        List<String> accounts = sites.accountIds(keys.size());
        List<String> duplicates = new ArrayList<>(accounts);
        duplicates.set(1, accounts.get(0));
        String whole = PretendSites.mapping(keys, accounts);
        String part = PretendSites.mapping(keys.subList(1, keys.size()), accounts.subList(1, keys.size()));
        // then
        assertThat(restore(id, "restore", true, whole, false).text()).contains("Type RESTORE");
        assertThat(restore(id, "RESTORE", false, whole, false).status()).isEqualTo(422);
        assertThat(restore(id, "RESTORE", true, PretendSites.mapping(keys, duplicates), true)
                        .text())
                .contains("duplicates");
        assertThat(restore(id, "RESTORE", true, part, false).text()).contains("not mapped");
        assertThat(restore(id, "RESTORE", true, PretendSites.mapping(List.of(keys.get(0)), List.of("nobody")), true)
                        .status())
                .isEqualTo(422);
        assertThat(restore("99", "RESTORE", true, whole, false).status()).isEqualTo(404);
        assertThat(sites.state().at("/counts").has("cloud.restoresStarted")).isFalse();
        assertThat(restore(id, "RESTORE", true, part, true).status()).isEqualTo(202);
        assertThat(restore(id, "RESTORE", true, whole, false).status())
                .as("one at a time")
                .isEqualTo(409);
    }

    @Test
    void shouldNoteOrdersThatItRefuses() {
        // given
        String id = sites.uploadDumpOfSource();
        sites.startRestore(id);
        // when
        String whole = PretendSites.mapping(
                sites.userKeys(), sites.accountIds(sites.userKeys().size()));
        restore(id, "RESTORE", true, whole, false);
        sites.source("POST", "/assumed/dumps", "{}");
        sites.source("POST", "/assumed/dumps", "{}");
        sites.source("GET", "/assumed/dumps", null);
        // then
        JsonNode refused = sites.state().at("/events/refusedRequests");
        assertThat(refused.findValuesAsText("side")).containsExactly("bigpicture-cloud", "jira-data-center");
        assertThat(refused.findValuesAsText("status")).as("busy, and starting").containsExactly("409", "503");
        assertThat(refused.at("/0/path").asText()).endsWith("/assumed/dumps/" + id + "/restore");
        assertThat(refused.at("/0/at").asText()).startsWith("2026-03-02T");
        assertThat(sites.state().at("/events/cloud.dumpUploads/0/dump").asText())
                .isEqualTo(id);
    }

    private Answer restore(String id, String word, boolean done, String mapping, boolean acceptUnmapped) {
        return sites.target(
                "POST", "/assumed/dumps/" + id + "/restore", PretendSites.order(word, done, mapping, acceptUnmapped));
    }

    @Test
    void shouldMakeASafetyDumpThenRestoreThenRestart() {
        // given
        String id = sites.uploadDumpOfSource();
        String restoreId = sites.startRestore(id);
        // then
        JsonNode begun =
                sites.target("GET", "/assumed/restores/" + restoreId, null).json();
        assertThat(begun.get("state").asText()).isEqualTo("SAFETY_DUMP");
        // when
        sites.clock.pass(PretendSites.LONG_WORK.dividedBy(2));
        // then
        assertThat(sites.target("GET", "/assumed/restores/" + restoreId, null)
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("RESTORING");
        JsonNode dumps = sites.target("GET", "/assumed/dumps", null).json();
        assertThat(dumps.at("/0/origin").asText()).isEqualTo("SAFETY");
        assertThat(dumps.at("/0/id")).isEqualTo(begun.get("safetyDumpId"));
        // when
        sites.clock.pass(PretendSites.LONG_WORK.dividedBy(3));
        // then
        assertThat(sites.target("GET", HIERARCHY, null).status()).isEqualTo(503);
        // when
        sites.passLongWork();
        // then
        assertThat(sites.target("GET", "/assumed/restores", null)
                        .json()
                        .at("/0/state")
                        .asText())
                .isEqualTo("DONE");
        assertThat(sites.target("GET", HIERARCHY, null).text())
                .isEqualTo(sites.source("GET", HIERARCHY, null).text());
    }

    @Test
    void shouldGoBackByTheSafetyDump() {
        // given
        sites.target("POST", "/public/ppm/box/box", "{\"boxName\":\"mine\"}");
        String before = sites.target("GET", HIERARCHY, null).text();
        sites.restoreDumpOfSource();
        String safety = sites.target("GET", "/assumed/restores", null)
                .json()
                .at("/0/safetyDumpId")
                .asText();
        // when
        Answer back = restore(safety, "RESTORE", true, "[]", false);
        sites.passLongWork();
        // then
        assertThat(back.status()).isEqualTo(202);
        assertThat(sites.target("GET", HIERARCHY, null).text()).isEqualTo(before);
    }

    @Test
    void shouldLoseBoxesOrFailOrGetStuckOnDemand() {
        // given
        int boxes = sites.state().at("/bigPictureDataCenter/boxes").asInt();
        sites.fault("lost-boxes", "{\"count\":2,\"times\":1}");
        // when
        sites.restoreDumpOfSource();
        // then
        assertThat(sites.state().at("/bigPictureCloud/boxes").asInt()).isEqualTo(boxes - 2);
        // when
        sites.fault("restore-fails", "{\"times\":1}");
        sites.restoreDumpOfSource();
        // then
        assertThat(sites.target("GET", "/assumed/restores", null)
                        .json()
                        .at("/0/state")
                        .asText())
                .isEqualTo("FAILED");
        assertThat(sites.state().at("/bigPictureCloud/boxes").asInt()).isZero();
        // when
        sites.fault("restore-stuck", "{\"times\":1}");
        sites.restoreDumpOfSource();
        // then
        assertThat(sites.target("GET", "/assumed/restores", null)
                        .json()
                        .at("/0/progress")
                        .asInt())
                .isEqualTo(60);
    }

    @Test
    void shouldLeaveConnectionsNotOperationalAfterTheRestore() {
        // given
        sites.restoreDumpOfSource();
        JsonNode after = sites.target("GET", "/assumed/connections", null).json();
        // then
        assertThat(after.findValuesAsText("state")).containsOnly("NOT_OPERATIONAL");
        assertThat(after.at("/0/primary").asBoolean()).isTrue();
        assertThat(sites.target("PUT", "/assumed/connections/1", "{\"active\":false}")
                        .status())
                .isEqualTo(409);
        assertThat(activate("1")).isEqualTo("OPERATIONAL");
        assertThat(activate("3")).isEqualTo("THROTTLED");
        sites.passLongWork();
        assertThat(sites.target("GET", "/assumed/connections", null)
                        .json()
                        .at("/2/state")
                        .asText())
                .isEqualTo("OPERATIONAL");
        // when
        sites.fault("connection-stays-down", "{\"id\":\"2\"}");
        // then
        assertThat(activate("2")).isEqualTo("FAILED");
        assertThat(sites.state().at("/counts/cloud.connectionsActivated").asInt())
                .isEqualTo(3);
        assertThat(sites.target("DELETE", "/assumed/connections/2", null).status())
                .isEqualTo(405);
    }

    private String activate(String id) {
        return sites.target("PUT", "/assumed/connections/" + id, "{\"active\":true}")
                .json()
                .get("state")
                .asText();
    }

    @Test
    void shouldBeReadOnlyWithAnInvalidLicence() {
        // given
        sites.fault("licence-invalid", "{\"side\":\"bigpicture-cloud\"}");
        // then
        assertThat(sites.target("GET", HIERARCHY, null).status()).isEqualTo(200);
        assertThat(sites.target("POST", "/assumed/dumps", "{}").status()).isEqualTo(403);
    }

    @Test
    void shouldNotBeThereBeforeItIsInstalled() {
        try (PretendSites empty = PretendSites.start()) {
            assertThat(empty.target("GET", HIERARCHY, null).status()).isEqualTo(404);
            empty.installApp();
            assertThat(StreamSupport.stream(
                            empty.target("GET", HIERARCHY, null)
                                    .json()
                                    .at("/cargo/boxChildren")
                                    .spliterator(),
                            false))
                    .isEmpty();
        }
    }
}
