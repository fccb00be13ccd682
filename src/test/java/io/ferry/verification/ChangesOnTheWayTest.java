package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.BackupReader;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.BigPictures;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.remote.Destination;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Site;
import io.ferry.remote.Wired;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.verification.Inventory.ConnectionState;
import io.ferry.verification.IssueSamples.Assignee;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loses and changes things on the way to the pretend cloud: each is found by its rule, and by no other. */
class ChangesOnTheWayTest {
    @TempDir
    static Path folder;

    private static SandboxServer sandbox;
    private static Wired wired;
    private static Path backup;
    private static Path dump;
    private static Inventory baseline;
    private static BackupContent content;
    private static List<SampledIssue> drawn;
    private static Baselines baselines;

    @BeforeAll
    static void start() throws Exception {
        Path export = Files.createDirectories(folder.resolve("export"));
        sandbox = SandboxServer.start(
                SandboxOptions.builder()
                        .freePorts()
                        .exportFolder(export)
                        .longWork(Duration.ZERO)
                        .installed(true)
                        .knownPeople(100)
                        .hiddenEmails(0)
                        .leftBehind(0)
                        .build(),
                Clock.systemUTC(),
                duration -> {});
        wired = Wired.in(
                folder,
                Map.of("ferry.bigpicture.cloud-manager-url", sandbox.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager"));
        baselines = new Baselines(new AppInventory(ComparisonsForTests.PROPERTIES), Clock.systemUTC());
        source().runXmlBackup("backup.zip");
        backup = export.resolve("backup.zip");
        sourceApp().dumps().create("mark");
        Awaitility.await()
                .until(() -> sourceApp().dumps().list().stream().anyMatch(one -> one.state() == RemoteState.DONE));
        dump = folder.resolve("the.dump");
        try (OutputStream out = Files.newOutputStream(dump)) {
            sourceApp().dumps().download(sourceApp().dumps().list().getFirst().id(), Destination.of(out));
        }
        var sampler = new IssueSampler(100, 7);
        var reading = new BackupReader().read(backup, sampler);
        drawn = sampler.drawn(reading.projects());
        content = new BackupContent(7, drawn.size(), sampler.seen(), sampler.filters(), null);
        baseline = baselines.take(source(), sourceApp()).with(content);
    }

    @AfterAll
    static void stop() {
        wired.close();
        sandbox.close();
    }

    @Test
    void shouldFindNothingWhereNothingHappened() throws Exception {
        carry();

        assertThat(compare().differences()).isEmpty();
        assertThat(compare().rules()).noneMatch(rule -> rule.verdict() == Verdict.NOT_VERIFIABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "lost-projects,    {},                               projects",
        "lost-issues,      {},                               issues",
        "missing-people,   {},                               people",
        "changed-issues,   {\"field\":\"summary\"},          drawn-issues",
        "changed-issues,   {\"field\":\"type\"},             drawn-issues",
        "changed-issues,   {\"field\":\"status\"},           drawn-issues",
        "changed-issues,   {\"field\":\"priority\"},         drawn-issues",
        "changed-issues,   {\"field\":\"assignee\"},         drawn-issues",
        "changed-issues,   {\"field\":\"created\"},          drawn-issues",
        "lost-filters,     {},                               filters",
        "lost-boards,      {},                               boards",
        "lost-boxes,       {},                               boxes",
        "changed-box,      {},                               boxes-unchanged",
        "renamed-team,     {},                               teams",
        "lost-tasks,       {},                               scopes",
        "broken-scope,     {\"type\":\"JIRA_PROJECT\"},      projects-of-boxes",
        "broken-scope,     {\"type\":\"JIRA_FILTER\"},       filters-of-boxes",
        "broken-scope,     {\"type\":\"JIRA_AGILE_BOARD\"},  boards-of-boxes",
        "box-index-behind, {\"side\":\"bigpicture-cloud\"},  issues-in-boxes",
        "lost-connection,  {},                               integrations",
    })
    void shouldFindAChangeByItsRuleAndByNoOther(String fault, String order, String rule) throws Exception {
        control("POST", "/control/reset", "");
        control("PUT", "/control/faults/" + fault, order);

        carry();

        assertThat(compare().differences()).extracting(RuleResult::name).containsExactly(rule);
        assertThat(compare().differences().getFirst().verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(compare().differences().getFirst().items()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/rest/api/3/filter/search, filters", "/rest/agile/1.0/board, boards"})
    void shouldSayWhatFerrysAccountMayNotSee(String path, String rule) throws Exception {
        control("POST", "/control/reset", "");
        carry();
        control(
                "PUT",
                "/control/faults/server-error",
                "{\"side\":\"jira-cloud\",\"path\":\"" + path + "\",\"status\":403}");

        assertThat(compare().differences()).singleElement().satisfies(result -> {
            assertThat(result.name()).isEqualTo(rule);
            assertThat(result.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        });
    }

    @Test
    void shouldFindAnIntegrationThatStaysDown() throws Exception {
        // given
        control("POST", "/control/reset", "");
        carry();

        // when, then
        control("PUT", "/control/faults/connection-stays-down", "{\"id\":\"2\"}");
        switchOn();
        assertThat(compareConnections().differences())
                .extracting(RuleResult::name)
                .containsExactly("integrations-up");
        assertThat(compare().differences()).isEmpty();

        // when, then
        control("DELETE", "/control/faults/connection-stays-down", "");
        switchOn();
        assertThat(compareConnections().verdict()).isEqualTo(Verdict.EQUAL);
    }

    private static void switchOn() {
        targetApp().connections().list().stream()
                .filter(connection -> !connection.primary())
                .forEach(connection -> targetApp().connections().activate(connection.id()));
    }

    private static Comparison compareConnections() {
        return ComparisonsForTests.comparisons()
                .compareConnections(
                        baseline,
                        targetApp().connections().list().stream()
                                .map(ConnectionState::of)
                                .toList());
    }

    private static void carry() {
        var uploaded = target().uploadBackup(backup);
        var started = (ImportStart.Started) target().startImport(uploaded.fileId());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> target().importState(started.taskId()).state() == RemoteState.DONE);
        var imported = (DumpUpload.Uploaded) targetApp().dumps().importDump(dump);
        var restore = (RestoreStart.Started)
                targetApp().dumps().restore(new RestoreRequest(imported.id(), List.of(), true, true, "RESTORE"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        targetApp().dumps().restoreState(restore.restoreId()).state() == RemoteState.DONE);
    }

    private static Comparison compare() {
        var check = IssueSamples.check(content, drawn, target(), (userKeys, found) -> assignees());
        return ComparisonsForTests.comparisons()
                .compare(baseline, baselines.findings(target(), targetApp()).with(check), 1);
    }

    /** By address, as the import does. */
    private static Map<String, Assignee> assignees() {
        var accounts = new HashMap<String, String>();
        target().forEachUser(user -> user.emailAddress()
                .ifPresent(address -> accounts.put(address.toLowerCase(Locale.ROOT), user.accountId())));
        var assignees = new HashMap<String, Assignee>();
        source().forEachUser(user -> assignees.put(
                user.key(),
                Assignee.byAddress(user.emailAddress()
                        .map(address -> accounts.getOrDefault(address.toLowerCase(Locale.ROOT), ""))
                        .orElse(""))));
        return assignees;
    }

    private static void control(String method, String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(sandbox.address(Side.CONTROL) + path))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
    }

    private static JiraDataCenter source() {
        return wired.get(JiraDataCenters.class).at(site(Side.JIRA_DATA_CENTER, "SANDBOX_DC_CREDENTIAL"));
    }

    private static JiraCloud target() {
        return wired.get(JiraClouds.class).at(site(Side.JIRA_CLOUD, "SANDBOX_CLOUD_CREDENTIAL"), "sandbox");
    }

    private static BigPicture sourceApp() {
        return wired.get(BigPictures.class)
                .onDataCenter(
                        site(Side.JIRA_DATA_CENTER, "SANDBOX_DC_CREDENTIAL"),
                        wired.credential(String.valueOf(Credentials.DEFAULTS.get("SANDBOX_BIGPICTURE_DC_TOKEN"))),
                        "sandbox");
    }

    private static BigPicture targetApp() {
        return wired.get(BigPictures.class)
                .onCloud(
                        site(Side.JIRA_CLOUD, "SANDBOX_CLOUD_CREDENTIAL"),
                        wired.credential(String.valueOf(Credentials.DEFAULTS.get("SANDBOX_BIGPICTURE_CLOUD_TOKEN"))),
                        "sandbox");
    }

    private static Site site(Side side, String credential) {
        return new Site(sandbox.address(side), wired.credential(String.valueOf(Credentials.DEFAULTS.get(credential))));
    }
}
