package io.ferry.process.restorejira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.base.FileContent;
import io.ferry.jira.Project;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.CloudUser;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.migration.ARecord;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Question;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.WorkerBench;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Transferred;
import io.ferry.verification.BackupContent;
import io.ferry.verification.Comparison;
import io.ferry.verification.CountedPeople;
import io.ferry.verification.Inventory;
import io.ferry.verification.JiraCounts;
import io.ferry.verification.RuleResult;
import io.ferry.verification.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;

class RestoreJiraWorkersTest {
    private static final ArtifactId FILE = new ArtifactId("00000000-0000-0000-0000-000000000001");
    private static final StoredFile BACKUP = new StoredFile(FILE.value(), "b.zip", 5, "ab".repeat(32));
    private static final Intent UPLOAD =
            new Intent(new UUID(1, 1), WorkerBench.ID, Action.UPLOAD_BACKUP, WorkerBench.NOW);
    private static final Intent IMPORT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.IMPORT_BACKUP, WorkerBench.NOW);
    private static final Map<String, Object> UPLOADED =
            Map.of("fileId", "f-1", "sha256", "ab".repeat(32), "importsBefore", List.of("old"));

    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final Confirmations confirmations = mock();
    private final ArtifactStore store = mock();
    private final FactsOfMigration facts = mock();
    private final RestoredRecord restored = restored();
    private final JiraCounts counts = mock();

    @SuppressWarnings("NullAway.Init")
    private Confirmation confirmed;

    private final Clock clock = Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC);
    private final TargetJiraStates states = new TargetJiraStates(
            bench.sites(), new ImportProperties(List.of("prod", "production", "live")), facts, clock);
    private final ImportGuards guards = guards(ApprovalProperties.ofApprovers());
    private final ImportBasis basis = new ImportBasis(states, guards);
    private final LongWork work = new LongWork(bench.timeline(), clock);
    private final JiraImport jiraImport =
            new JiraImport(bench.sites(), store, guards, intents, new AtMostOnce(intents), work);
    private final ImportJiraBackupWorker worker = new ImportJiraBackupWorker(bench.steps(), jiraImport);

    private ImportGuards guards(ApprovalProperties settings) {
        return new ImportGuards(
                states,
                confirmations,
                intents,
                new Approvals(settings, confirmations, bench.timeline()),
                new RecordedFiles(store, facts, restored, bench.timeline()),
                restored);
    }

    private static RestoredRecord restored() {
        RestoredRecord whole = mock();
        when(whole.orUpload(any(), anyString(), any())).thenAnswer(call -> call.getArgument(1));
        return whole;
    }

    @BeforeEach
    void aConfirmedImport() {
        when(bench.target().serverInfo()).thenReturn(new ServerInfo("1001", 1, "Cloud", "Acme", ""));
        projects("OLD");
        when(bench.target().issueCount()).thenReturn(12L);
        when(bench.target().newestChange()).thenReturn(Optional.of(WorkerBench.NOW));
        when(bench.target().permissions(any())).thenReturn(Set.of("ADMINISTER"));
        when(facts.find(WorkerBench.ID, FactName.BACKUP_FILE, StoredFile.class)).thenReturn(Optional.of(BACKUP));
        confirmed = answer(Decision.CONFIRM);
        when(confirmations.latest(WorkerBench.ID, Question.IMPORT)).thenReturn(Optional.of(confirmed));
        when(store.verify(FILE))
                .thenReturn(new Artifact(
                        FILE, "m-1", ArtifactKind.JIRA_BACKUP, "b.zip", 5, "ab".repeat(32), WorkerBench.NOW));
        when(store.content(FILE)).thenReturn(FileContent.of(Path.of("/store/b.zip")));
        when(bench.target().uploadBackup(any())).thenReturn(uploaded(5L, "AB".repeat(32)));
        imports("old");
    }

    @Test
    void shouldUploadTheBackupAndStartTheImportOnTheConfirmation() {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        when(bench.target().startImport("f-1")).thenReturn(new ImportStart.Started("t-1"));

        assertThat(WorkerBench.run(worker, job(7)))
                .containsEntry("importTask", "t-1")
                .containsEntry("importState", "IN_PROGRESS");

        verify(intents).done(UPLOAD, UPLOADED);
        verify(intents).done(IMPORT, Map.of("taskId", "t-1"));
    }

    @Test
    void shouldImportNothingAfterACancellationDuringTheUpload() {
        // given a migration that is cancelled while its backup is uploaded; the thread goes on
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        doAnswer(call -> {
                    bench.takeTheJobAway();
                    return new JiraCloud.UploadedBackup("f-1", new Transferred(5, "ab".repeat(32)), null, null);
                })
                .when(bench.target())
                .uploadBackup(any());

        // when, then
        assertThatThrownBy(() -> WorkerBench.run(worker, job(5))).isInstanceOf(JobError.class);
        verify(bench.target(), never()).startImport(anyString());
        verify(intents).failed(eq(IMPORT), anyString());
    }

    @Test
    void shouldWriteDownWhatTheImportRestsOn() {
        // given intents that are really written down
        var really = ARecord.confirmed(Question.IMPORT, Decision.CONFIRM, seen());
        when(confirmations.latest(WorkerBench.ID, Question.IMPORT)).thenReturn(Optional.of(really));
        when(intents.begin(eq(really), eq(Action.UPLOAD_BACKUP), anyMap()))
                .thenAnswer(delegatesTo(ARecord.get(Intents.class)));
        when(intents.begin(eq(really), eq(Action.IMPORT_BACKUP), anyMap()))
                .thenAnswer(delegatesTo(ARecord.get(Intents.class)));
        when(bench.target().startImport("f-1")).thenReturn(new ImportStart.Started("t-1"));

        // when
        WorkerBench.run(worker, job(5));

        // then
        var confirmation = Map.of("confirmation", really.id().toString());
        assertThat(ARecord.basesOf(really.migrationId(), "uploadBackup"))
                .containsExactly(with(confirmation, Map.of("artifact", FILE.value())));
        assertThat(ARecord.basesOf(really.migrationId(), Operation.IMPORT_BACKUP.key()))
                .containsExactly(with(confirmation, UPLOADED));
    }

    private static Map<String, Object> with(Map<String, ?> some, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    @Test
    void shouldNotImportTwiceWhenTheJobRunsAgain() {
        begin(new IntentState.Done(UPLOAD, UPLOADED), new IntentState.Done(IMPORT, Map.of("taskId", "t-1")));

        assertThat(WorkerBench.run(worker, job(7))).containsEntry("importTask", "t-1");

        verify(bench.target(), never()).uploadBackup(any());
        verify(bench.target(), never()).startImport(anyString());
    }

    @Test
    void shouldUploadAgainWhatAnEarlierJobDidNotFinish() {
        begin(new IntentState.Unfinished(UPLOAD), new IntentState.Fresh(IMPORT));
        when(bench.target().startImport("f-1")).thenReturn(new ImportStart.Started("t-1"));

        assertThat(WorkerBench.run(worker, job(7))).containsEntry("importTask", "t-1");
    }

    @Test
    void shouldUploadAgainWhereNobodyHeardWhatBecameOfAnUpload() {
        begin(new IntentState.Unfinished(UPLOAD), new IntentState.Fresh(IMPORT));
        when(bench.target().uploadBackup(any())).thenThrow(OutcomeUnknownException.of("Broken off.", "Look."));

        // then Camunda tries again; no person is asked
        assertThatThrownBy(() -> WorkerBench.run(worker, job(7))).isInstanceOf(JobError.class);
        verify(bench.target(), never()).startImport(anyString());
    }

    static Stream<Arguments> damaged() {
        return Stream.of(
                argumentSet("another hash arrived", uploaded(5L, "cd".repeat(32))),
                argumentSet("another size arrived", uploaded(4L, null)),
                argumentSet(
                        "another file left",
                        new JiraCloud.UploadedBackup("f-1", new Transferred(5, "cd".repeat(32)), null, null)));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void shouldUploadAgainWhatArrivedDamagedAndNeverImportIt(JiraCloud.UploadedBackup damaged) {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        when(bench.target().uploadBackup(any())).thenReturn(damaged);

        // then Camunda tries again
        assertThatThrownBy(() -> WorkerBench.run(worker, job(7)))
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isPositive());
        verify(intents).failed(eq(UPLOAD), anyString());
        verify(bench.target(), never()).startImport(anyString());
    }

    @Test
    void shouldImportWhereTheSiteTellsNeitherSizeNorHash() {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        when(bench.target().uploadBackup(any())).thenReturn(uploaded(null, null));
        when(bench.target().startImport("f-1")).thenReturn(new ImportStart.Started("t-1"));

        assertThat(WorkerBench.run(worker, job(7))).containsEntry("importTask", "t-1");
    }

    private static JiraCloud.UploadedBackup uploaded(@Nullable Long bytes, @Nullable String sha256) {
        return new JiraCloud.UploadedBackup("f-1", new Transferred(5, "ab".repeat(32)), bytes, sha256);
    }

    @Test
    void shouldRecogniseItsOwnImportAmongThoseOfTheSite() {
        begin(new IntentState.Done(UPLOAD, UPLOADED), new IntentState.Unfinished(IMPORT));
        imports("t-9", "old");

        assertThat(WorkerBench.run(worker, job(7))).containsEntry("importTask", "t-9");

        verify(bench.target(), never()).startImport(anyString());
    }

    @Test
    void shouldHandAnImportThatNobodyCanFindToAPerson() {
        begin(new IntentState.Done(UPLOAD, UPLOADED), new IntentState.Fresh(IMPORT));
        when(bench.target().startImport("f-1")).thenThrow(OutcomeUnknownException.of("Lost.", "Look."));

        assertCode("OUTCOME_UNKNOWN", job(2));
    }

    @Test
    void shouldNotGuessWhichOfTwoNewImportsIsItsOwn() {
        begin(new IntentState.Done(UPLOAD, UPLOADED), new IntentState.Unfinished(IMPORT));
        imports("t-9", "t-8", "old");

        assertCode("OUTCOME_UNKNOWN", job(2));
    }

    @Test
    void shouldPassOnWhyTheSiteRefuses() {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        when(bench.target().startImport("f-1")).thenReturn(new ImportStart.Refused("Too many users."));

        assertCode("REFUSED", job(7));
        verify(intents).failed(eq(IMPORT), anyString());
    }

    @Test
    void shouldImportOnlyForSomebodyWhoWasToldThatTheRecordWasRestored() {
        begin(new IntentState.Done(UPLOAD, UPLOADED), new IntentState.Fresh(IMPORT));
        doThrow(StepRefused.confirmationNotValid("Ferry's database was restored.", "Look.", "Confirm again."))
                .when(restored)
                .expectTold(any(), eq(Question.IMPORT), any());

        assertCode("CONFIRMATION_NOT_VALID", job(7));
        verify(bench.target(), never()).startImport(anyString());
    }

    @Test
    void shouldNotImportWithoutAConfirmation() {
        when(confirmations.latest(WorkerBench.ID, Question.IMPORT)).thenReturn(Optional.empty());
        assertCode("CONFIRMATION_NOT_VALID", job(7));
        var stopped = answer(Decision.STOP);
        when(confirmations.latest(WorkerBench.ID, Question.IMPORT)).thenReturn(Optional.of(stopped));
        assertCode("CONFIRMATION_NOT_VALID", job(7));

        verify(bench.target(), never()).uploadBackup(any());
    }

    @Test
    void shouldTellTheStateOfTheImport() {
        when(bench.target().importState("t-1"))
                .thenReturn(new ImportProgress("t-1", RemoteState.FAILED, 60, "Malformed XML"));

        var variables = WorkerBench.run(
                new CheckImportProgressWorker(bench.steps(), jiraImport),
                AJob.of("check-import-progress").with("importTask", "t-1").get());

        assertThat(variables).containsEntry("importState", "FAILED").containsEntry("importPercent", 60);
        assertThat(variables.get("problem")).asString().contains("Malformed XML");
    }

    @Test
    void shouldShowWhatTheTargetHolds() {
        doAnswer(call -> {
                    Consumer<CloudUser> people = call.getArgument(0);
                    people.accept(new CloudUser("1", "atlassian", "Ann", Optional.empty(), true));
                    people.accept(new CloudUser("2", "app", "Bot", Optional.empty(), true));
                    return null;
                })
                .when(bench.target())
                .forEachUser(any());

        var variables = read();

        assertThat(WorkerBench.json(variables.get("targetJira")))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("title", "Acme")
                .containsEntry("projects", 1)
                .containsEntry("issues", 12L)
                .containsEntry("people", 1)
                .containsEntry("newestChange", "2026-01-05T10:00:00Z")
                .containsEntry("content", "NOT_EMPTY")
                .containsEntry("production", null)
                .containsEntry("seenAt", "2026-01-05T10:00:00Z");
        assertThat(variables).containsEntry("problem", null);
        verify(facts, times(2)).verified(eq(WorkerBench.ID), eq(FactName.TARGET_JIRA), any(TargetJira.class));
    }

    @Test
    void shouldCallASiteEmptyOnlyWhereItReportsThat() {
        projects();
        when(bench.target().issueCount()).thenReturn(0L);
        when(bench.target().newestChange()).thenReturn(Optional.empty());
        assertThat(content()).isEqualTo("EMPTY");

        // An administrator sees every project; for others there may be more.
        when(bench.target().permissions(any())).thenReturn(Set.of());
        assertThat(content()).isEqualTo("NOT_REPORTED");
        when(bench.target().permissions(any())).thenThrow(lasting(403));
        assertThat(content()).isEqualTo("NOT_REPORTED");
    }

    @Test
    void shouldNeitherFailNorCallASiteEmptyThatDoesNotReport() {
        when(bench.target().serverInfo()).thenThrow(lasting(404));
        when(bench.target().projects()).thenThrow(lasting(403));
        when(bench.target().issueCount()).thenThrow(lasting(400));
        when(bench.target().newestChange()).thenThrow(lasting(400));
        doThrow(AutomationUnavailableException.of("listing people", "the site does not offer it."))
                .when(bench.target())
                .forEachUser(any());

        assertThat(WorkerBench.json(read().get("targetJira")))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("title", null)
                .containsEntry("projects", null)
                .containsEntry("issues", null)
                .containsEntry("people", null)
                .containsEntry("newestChange", null)
                .containsEntry("content", "NOT_REPORTED");
    }

    @Test
    void shouldAskAgainWhereTheSiteDoesNotAnswerJustNow() {
        when(bench.target().projects()).thenThrow(RemoteFailure.passing("No answer.", "Wait."));

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isPositive());
    }

    static Stream<Arguments> titles() {
        return Stream.of(
                argumentSet("a word of its own", "Acme PROD", "Acme PROD"),
                argumentSet("with a number", "Acme prod2", "Acme prod2"),
                argumentSet("another word", "Acme Products", null),
                argumentSet("another word that ends so", "Olive", null));
    }

    @ParameterizedTest
    @MethodSource("titles")
    void shouldKnowAProductionSiteByItsName(String title, @Nullable String production) {
        when(bench.target().serverInfo()).thenReturn(new ServerInfo("1001", 1, "Cloud", title, ""));

        assertThat(part("production")).isEqualTo(production);
    }

    @Test
    void shouldAskForABackupOfWhatNobodyHasDecidedAbout() {
        assertThat(read()).containsEntry("nothingToLose", false);

        decided(Decision.LOOK_AGAIN);
        assertThat(read()).containsEntry("nothingToLose", false);
        decided(Decision.DONE);
        assertThat(read()).containsEntry("nothingToLose", true);
        decided(Decision.GO_ON);
        assertThat(read()).containsEntry("nothingToLose", true);

        // The site has been changed since.
        when(bench.target().issueCount()).thenReturn(13L);
        assertThat(read()).containsEntry("nothingToLose", false);
    }

    @Test
    void shouldAskForNoBackupOfAnEmptySiteAndForOneWhereNothingIsReported() {
        projects();
        when(bench.target().issueCount()).thenReturn(0L);
        assertThat(read()).containsEntry("nothingToLose", true);

        when(bench.target().issueCount()).thenThrow(lasting(403));
        assertThat(read()).containsEntry("nothingToLose", false);
    }

    @Test
    void shouldAskForNoBackupOfWhatFerrysOwnImportHasLeft() {
        when(confirmations.givenIn(anyLong(), eq(WorkerBench.ID), eq(Question.IMPORT)))
                .thenReturn(List.of(confirmed));
        assertThat(read()).containsEntry("nothingToLose", false);

        // An order of which nobody knows whether it arrived may have left everything as it was.
        when(intents.begun(WorkerBench.ID)).thenReturn(List.of(new IntentState.Unfinished(IMPORT)));
        assertThat(read()).containsEntry("nothingToLose", false);

        when(intents.begun(WorkerBench.ID)).thenReturn(List.of(new IntentState.Done(IMPORT, Map.of())));
        assertThat(read()).containsEntry("nothingToLose", true);
    }

    private void decided(Decision decision) {
        var answer = new Confirmation(
                new UUID(4, 4),
                WorkerBench.ID,
                Question.TARGET_BACKUP,
                decision,
                "backup.zip",
                Actor.ofTask("demo"),
                WorkerBench.NOW,
                seen(),
                false);
        when(confirmations.latest(WorkerBench.ID, Question.TARGET_BACKUP)).thenReturn(Optional.of(answer));
    }

    @Test
    void shouldNotLetASiteWordTheForm() {
        when(bench.target().serverInfo())
                .thenReturn(new ServerInfo(
                        "1001", 1, "Cloud", "# [Click](https://evil.example?x=1) <b>ann@site.example", ""));

        assertThat(part("title"))
                .asString()
                .startsWith("Click")
                .doesNotContain("[", "(", "<", "#", "x=1", "ann@site.example");
    }

    private @Nullable Object content() {
        return part("content");
    }

    private @Nullable Object part(String name) {
        return ((Map<?, ?>) WorkerBench.json(read().get("targetJira"))).get(name);
    }

    private static RemoteFailure lasting(int status) {
        return RemoteFailure.lasting("It answers " + status + ".", "Look.");
    }

    @Test
    void shouldTakeAConfirmationOnlyForWhatWasShown() {
        assertThat(check(Mode.AUTOMATIC, null)).containsEntry("problem", null);
        var problem = Map.of("code", "REFUSED", "title", "Automation failed");
        assertThat(check(Mode.MANUAL, problem)).containsEntry("problem", problem);

        when(bench.target().issueCount()).thenReturn(13L);

        assertNoLongerAsConfirmed(() -> check(Mode.AUTOMATIC, null), "issues: confirmed 12, now 13.");
        assertNoLongerAsConfirmed(() -> check(Mode.MANUAL, problem), "issues: confirmed 12, now 13.");
    }

    @Test
    void shouldLookOnceMoreAtWhoConfirmedBeforeTheOrder() {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        var others = guards(ApprovalProperties.ofApprovers("ben", "cleo"));
        var two = guards(new ApprovalProperties(
                List.of(), Map.of(), Set.of(Question.IMPORT), null, false, ApprovalProperties.Channel.TASKLIST));

        for (var stricter : Map.of(others, "not confirmed by an approver", two, "A second person must confirm")
                .entrySet()) {
            var order = new JiraImport(bench.sites(), store, stricter.getKey(), intents, new AtMostOnce(intents), work);
            assertNoLongerAsConfirmed(
                    () -> WorkerBench.run(new ImportJiraBackupWorker(bench.steps(), order), job(7)),
                    stricter.getValue());
            assertNoLongerAsConfirmed(
                    () -> WorkerBench.run(
                            new CheckTargetJiraWorker(bench.steps(), new ImportBasis(states, stricter.getKey())),
                            AJob.of("check-target-jira")
                                    .withHeader("mode", "MANUAL")
                                    .get()),
                    stricter.getValue());
        }
        verify(bench.target(), never()).startImport(anyString());

        // given somebody else has confirmed the same before
        Confirmation first = new Confirmation(
                new UUID(9, 9),
                WorkerBench.ID,
                Question.IMPORT,
                Decision.CONFIRM,
                null,
                Actor.ofTask("cleo"),
                WorkerBench.NOW,
                seen(),
                false);
        when(confirmations.givenIn(42, WorkerBench.ID, Question.IMPORT)).thenReturn(List.of(first, confirmed));
        when(bench.target().startImport("f-1")).thenReturn(new ImportStart.Started("t-1"));
        var order = new JiraImport(bench.sites(), store, two, intents, new AtMostOnce(intents), work);
        assertThat(WorkerBench.run(new ImportJiraBackupWorker(bench.steps(), order), job(7)))
                .containsEntry("importTask", "t-1");
    }

    @Test
    void shouldNoticeOtherProjectsAndASiteThatFallsSilent() {
        projects("NEW");
        assertNoLongerAsConfirmed(() -> check(Mode.MANUAL, null), "Other projects");

        when(bench.target().projects()).thenThrow(lasting(403));
        assertNoLongerAsConfirmed(() -> check(Mode.MANUAL, null), "projects: confirmed 1, now not reported");
    }

    @Test
    void shouldShowWhyTheConfirmationDoesNotCountAnyMore() {
        var problem = Map.of("code", "CONFIRMATION_NOT_VALID", "title", "The target Jira no longer holds …");

        var variables = WorkerBench.run(
                new ReadTargetJiraWorker(bench.steps(), basis),
                AJob.of("read-target-jira").with("problem", problem).get());
        assertThat(variables).containsEntry("problem", problem);

        var other = WorkerBench.run(
                new ReadTargetJiraWorker(bench.steps(), basis),
                AJob.of("read-target-jira")
                        .with("problem", Map.of("code", "FAILED"))
                        .get());
        assertThat(other).containsEntry("problem", null);
    }

    @Test
    void shouldNotHoldAnImportAgainstItselfThatHasBegun() {
        when(intents.begun(WorkerBench.ID)).thenReturn(List.of(new IntentState.Unfinished(IMPORT)));
        when(bench.target().issueCount()).thenReturn(4000L);
        var problem = Map.of("code", "STUCK", "title", "The import does not move.");

        assertThat(check(Mode.MANUAL, problem)).containsEntry("problem", problem);
    }

    @Test
    void shouldImportNoOtherBackupThanTheOneOnRecordAndConfirmed() {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        var other = new StoredFile("00000000-0000-0000-0000-000000000002", "b.zip", 5, "cd".repeat(32));
        var id = new ArtifactId(other.id());
        when(store.verify(id))
                .thenReturn(new Artifact(
                        id, "m-2", ArtifactKind.JIRA_BACKUP, "b.zip", 5, "cd".repeat(32), WorkerBench.NOW));
        when(store.content(id)).thenReturn(FileContent.of(Path.of("/store/b.zip")));

        // when somebody has changed the variable in Camunda after the confirmation
        assertNoLongerAsConfirmed(
                () -> WorkerBench.run(worker, job(7, other)), "another file than Ferry has on record");

        // then the confirmation shows the one on record again
        assertThat(read()).containsEntry("backupFile", BACKUP);

        // when another backup was made after the confirmation
        when(facts.find(WorkerBench.ID, FactName.BACKUP_FILE, StoredFile.class)).thenReturn(Optional.of(other));
        assertNoLongerAsConfirmed(() -> check(Mode.AUTOMATIC, null), "not the one that was confirmed");
        assertNoLongerAsConfirmed(() -> check(Mode.MANUAL, null), "not the one that was confirmed");

        // when the record itself led to a file of another migration
        assertNoLongerAsConfirmed(() -> WorkerBench.run(worker, job(7, other)), "no Jira backup of this migration");
        verify(bench.target(), never()).uploadBackup(any());
        verify(bench.target(), never()).startImport(anyString());
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void shouldImportNoFileOfAnotherMigrationKindOrContent(Artifact stored, String why) {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        when(store.verify(FILE)).thenReturn(stored);

        assertNoLongerAsConfirmed(() -> WorkerBench.run(worker, job(7)), why);
        verify(bench.target(), never()).uploadBackup(any());
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                argumentSet(
                        "another migration",
                        artifact("m-2", ArtifactKind.JIRA_BACKUP, "ab".repeat(32)),
                        "no Jira backup of this migration"),
                argumentSet(
                        "another kind",
                        artifact("m-1", ArtifactKind.DUMP, "ab".repeat(32)),
                        "no Jira backup of this migration"),
                argumentSet(
                        "another content",
                        artifact("m-1", ArtifactKind.JIRA_BACKUP, "cd".repeat(32)),
                        "not the one on record"));
    }

    private static Artifact artifact(String owner, ArtifactKind kind, String sha256) {
        return new Artifact(FILE, owner, kind, "b.zip", 5, sha256, WorkerBench.NOW);
    }

    @Test
    void shouldOrderNoImportOfAnUploadThatIsNotTheConfirmedBackup() {
        begin(
                new IntentState.Done(UPLOAD, Map.of("fileId", "f-1", "sha256", "cd".repeat(32))),
                new IntentState.Fresh(IMPORT));

        assertNoLongerAsConfirmed(() -> WorkerBench.run(worker, job(7)), "not the one that was confirmed");
        verify(bench.target(), never()).startImport(anyString());
    }

    @Test
    void shouldLeaveAnImportWithoutABackupOnRecordToAPerson() {
        when(facts.find(WorkerBench.ID, FactName.BACKUP_FILE, StoredFile.class)).thenReturn(Optional.empty());

        assertCode("REFUSED", job(7));
    }

    @Test
    void shouldImportNothingWhereTheTargetHasChangedDuringTheUpload() {
        begin(new IntentState.Fresh(UPLOAD), new IntentState.Fresh(IMPORT));
        doAnswer(call -> {
                    when(bench.target().newestChange()).thenReturn(Optional.of(WorkerBench.NOW.plusSeconds(60)));
                    return uploaded(5L, null);
                })
                .when(bench.target())
                .uploadBackup(any());

        assertNoLongerAsConfirmed(
                () -> WorkerBench.run(worker, job(7)),
                "newest change: confirmed 2026-01-05T10:00:00Z, now 2026-01-05T10:01:00Z.");
        verify(bench.target(), never()).startImport(anyString());
        verify(intents).failed(eq(IMPORT), anyString());
    }

    @Test
    void shouldLeaveTheImportIntoASiteThatCannotBeSeenToAPerson() {
        when(bench.target().projects()).thenThrow(lasting(403));
        when(bench.target().issueCount()).thenThrow(lasting(403));
        confirmed = answer(Decision.CONFIRM);
        when(confirmations.latest(WorkerBench.ID, Question.IMPORT)).thenReturn(Optional.of(confirmed));
        begin(new IntentState.Done(UPLOAD, UPLOADED), new IntentState.Fresh(IMPORT));

        assertThatThrownBy(() -> check(Mode.AUTOMATIC, null))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("REFUSED"));
        assertCode("REFUSED", job(7));
        verify(bench.target(), never()).startImport(anyString());
        assertThat(check(Mode.MANUAL, null)).containsEntry("problem", null);
    }

    @Test
    void shouldCompareWhatArrivedWithTheBaseline() {
        Inventory baseline = new Inventory(
                WorkerBench.NOW, new Inventory.JiraSide(List.of(), 3, 3, 3, 3, null, null), null, "not asked", null);
        when(facts.find(WorkerBench.ID, FactName.BASELINE, Inventory.class)).thenReturn(Optional.of(baseline));
        when(counts.compare(baseline, bench.target(), 1.0))
                .thenReturn(new Comparison(
                        Verdict.DIFFERENT,
                        List.of(
                                new RuleResult(
                                        "issues-of-projects", "?", Verdict.DIFFERENT, "3", "2", 1.0, List.of(), 0),
                                new RuleResult("people", "?", Verdict.EQUAL, "3", "3", 1.0, List.of(), 0))));

        assertThat(compare())
                .containsEntry(
                        "jiraComparison",
                        new JiraComparison(
                                false, List.of(new JiraComparison.Difference("issues of projects", "3", "2"))));
        verify(facts).verified(eq(WorkerBench.ID), eq(FactName.JIRA_COMPARISON), any());
    }

    @Test
    void shouldExpectThePeopleOfTheBackupWhereTheSiteToldOnlySome() {
        // given a Jira that told a hundred of 130 people, and a backup that holds all
        Inventory baseline = new Inventory(
                WorkerBench.NOW,
                new Inventory.JiraSide(List.of(), 100, 100, 100, 100, null, null, UserListing.MAY_BE_SHORT),
                null,
                "not asked",
                null);
        when(facts.find(WorkerBench.ID, FactName.BASELINE, Inventory.class)).thenReturn(Optional.of(baseline));
        when(facts.find(WorkerBench.ID, FactName.BACKUP_CONTENT, BackupContent.class))
                .thenReturn(Optional.of(new BackupContent(1, 0, 0, null, new CountedPeople(130, 120, 130, 120))));
        ArgumentCaptor<Inventory> expected = ArgumentCaptor.captor();
        when(counts.compare(expected.capture(), eq(bench.target()), eq(1.0)))
                .thenReturn(new Comparison(Verdict.EQUAL, List.of()));

        // when
        compare();

        // then
        assertThat(expected.getValue().people()).isEqualTo(130);
        assertThat(expected.getValue().jira().listing()).isEqualTo(UserListing.COMPLETE);
    }

    @Test
    void shouldSayThatThereIsNothingToCompareWith() {
        when(facts.find(WorkerBench.ID, FactName.BASELINE, Inventory.class)).thenReturn(Optional.empty());

        assertThatThrownBy(this::compare).isInstanceOf(BpmnError.class);
    }

    private Map<String, @Nullable Object> compare() {
        return WorkerBench.run(
                new CompareJiraCountsWorker(bench.steps(), new ArrivalCheck(bench.sites(), counts, mock(), facts)),
                AJob.of("compare-jira-counts").get());
    }

    private void begin(IntentState upload, IntentState start) {
        when(intents.begin(eq(confirmed), eq(Action.UPLOAD_BACKUP), anyMap())).thenReturn(upload);
        when(intents.begin(eq(confirmed), eq(Action.IMPORT_BACKUP), anyMap())).thenReturn(start);
    }

    private void imports(String... tasks) {
        when(bench.target().imports())
                .thenReturn(java.util.Arrays.stream(tasks)
                        .map(task -> new ImportProgress(task, RemoteState.IN_PROGRESS, 0, ""))
                        .toList());
    }

    private Confirmation answer(Decision decision) {
        return new Confirmation(
                new UUID(3, 3),
                WorkerBench.ID,
                Question.IMPORT,
                decision,
                null,
                Actor.ofTask("demo"),
                WorkerBench.NOW,
                seen(),
                false);
    }

    private void projects(String... keys) {
        when(bench.target().projects())
                .thenReturn(Stream.of(keys)
                        .map(key -> new Project(key, key, key, false))
                        .toList());
    }

    /** What a person sees who confirms now. */
    private Map<String, Object> seen() {
        var read = read();
        return Map.of(
                "targetJira",
                WorkerBench.json(read.get("targetJira")),
                "backupFile",
                WorkerBench.json(read.get("backupFile")));
    }

    private Map<String, @Nullable Object> read() {
        return WorkerBench.run(
                new ReadTargetJiraWorker(bench.steps(), basis),
                AJob.of("read-target-jira").get());
    }

    private Map<String, @Nullable Object> check(Mode mode, @Nullable Object problem) {
        return WorkerBench.run(
                new CheckTargetJiraWorker(bench.steps(), basis),
                AJob.of("check-target-jira")
                        .withHeader("mode", mode.name())
                        .with("problem", problem)
                        .get());
    }

    private static void assertNoLongerAsConfirmed(ThrowingCallable step, String change) {
        assertThatThrownBy(step).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("CONFIRMATION_NOT_VALID");
            assertThat(String.valueOf(error.getVariables())).contains(change);
        });
    }

    private static ActivatedJob job(int retries) {
        return job(retries, BACKUP);
    }

    private static ActivatedJob job(int retries, StoredFile backup) {
        return AJob.of("import-jira-backup")
                .with("backupFile", backup)
                .withRetries(retries)
                .get();
    }

    private void assertCode(String code, ActivatedJob job) {
        assertThatThrownBy(() -> WorkerBench.run(worker, job))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(code));
    }
}
