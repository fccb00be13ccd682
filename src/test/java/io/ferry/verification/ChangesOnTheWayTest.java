package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.BackupReader;
import io.ferry.base.FileContent;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.fixtures.SandboxSites;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.remote.Destination;
import io.ferry.remote.RemoteState;
import io.ferry.sandbox.side.Side;
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

    private static SandboxSites sites;
    private static Path backup;
    private static Path dump;
    private static Inventory baseline;
    private static BackupContent content;
    private static List<SampledIssue> drawn;
    private static Baselines baselines;

    @BeforeAll
    static void start() throws Exception {
        sites = SandboxSites.start(
                folder,
                options ->
                        options.installed(true).knownPeople(100).hiddenEmails(0).leftBehind(0));
        baselines = new Baselines(new AppInventory(ComparisonsForTests.PROPERTIES), Clock.systemUTC());
        sites.source().runXmlBackup("backup.zip");
        backup = sites.exportFolder().resolve("backup.zip");
        sites.sourceApp().dumps().create("mark");
        Awaitility.await()
                .until(() ->
                        sites.sourceApp().dumps().list().stream().anyMatch(one -> one.state() == RemoteState.DONE));
        dump = folder.resolve("the.dump");
        try (OutputStream out = Files.newOutputStream(dump)) {
            sites.sourceApp()
                    .dumps()
                    .download(sites.sourceApp().dumps().list().getFirst().id(), Destination.of(out));
        }
        var sampler = new IssueSampler(100, 7);
        var reading = new BackupReader().read(backup, sampler);
        drawn = sampler.drawn(reading.projects());
        content = new BackupContent(7, drawn.size(), sampler.seen(), sampler.filters(), null);
        baseline = baselines.take(sites.source(), sites.sourceApp()).with(content);
    }

    @AfterAll
    static void stop() {
        sites.close();
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
        "changed-issues,   {\"field\":\"summary\"},          sampled-issues",
        "changed-issues,   {\"field\":\"type\"},             sampled-issues",
        "changed-issues,   {\"field\":\"status\"},           sampled-issues",
        "changed-issues,   {\"field\":\"priority\"},         sampled-issues",
        "changed-issues,   {\"field\":\"assignee\"},         sampled-issues",
        "changed-issues,   {\"field\":\"created\"},          sampled-issues",
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
        sites.targetApp().connections().list().stream()
                .filter(connection -> !connection.primary())
                .forEach(connection -> sites.targetApp().connections().activate(connection.id()));
    }

    private static Comparison compareConnections() {
        return ComparisonsForTests.comparisons()
                .compareConnections(
                        baseline,
                        sites.targetApp().connections().list().stream()
                                .map(ConnectionState::of)
                                .toList());
    }

    private static void carry() {
        var uploaded = sites.target().uploadBackup(FileContent.of(backup));
        var started = (ImportStart.Started) sites.target().startImport(uploaded.fileId());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> sites.target().importState(started.taskId()).state() == RemoteState.DONE);
        var imported = (DumpUpload.Uploaded) sites.targetApp().dumps().importDump(FileContent.of(dump));
        var restore = (RestoreStart.Started)
                sites.targetApp().dumps().restore(new RestoreRequest(imported.id(), List.of(), true, true, "RESTORE"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> sites.targetApp()
                                .dumps()
                                .restoreState(restore.restoreId())
                                .state()
                        == RemoteState.DONE);
    }

    private static Comparison compare() {
        var check = IssueSamples.check(content, drawn, sites.target(), (userKeys, found) -> assignees());
        return ComparisonsForTests.comparisons()
                .compare(
                        baseline,
                        baselines.findings(sites.target(), sites.targetApp()).with(check),
                        1);
    }

    /** By address, as the import does. */
    private static Map<String, Assignee> assignees() {
        var accounts = new HashMap<String, String>();
        sites.target()
                .forEachUser(user -> user.emailAddress()
                        .ifPresent(address -> accounts.put(address.toLowerCase(Locale.ROOT), user.accountId())));
        var assignees = new HashMap<String, Assignee>();
        sites.source()
                .forEachUser(user -> assignees.put(
                        user.key(),
                        Assignee.byAddress(user.emailAddress()
                                .map(address -> accounts.getOrDefault(address.toLowerCase(Locale.ROOT), ""))
                                .orElse(""))));
        return assignees;
    }

    private static void control(String method, String path, String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(sites.address(Side.CONTROL) + path))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        }
    }
}
