package io.ferry.process.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.base.FileContent;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.ARecord;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.FactName;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Operation;
import io.ferry.migration.Question;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.restorebigpicture.DumpUploads;
import io.ferry.process.restorebigpicture.RollbackPoint;
import io.ferry.process.restorebigpicture.SafetyDump;
import io.ferry.process.restorebigpicture.TargetState;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Transferred;
import io.ferry.verification.AppInventory;
import io.ferry.verification.ComparisonsForTests;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollBackWorkersTest {
    private static final ArtifactId FILE = new ArtifactId("00000000-0000-0000-0000-000000000001");
    private static final Intent INTENT = new Intent(new UUID(1, 2), WorkerBench.ID, Action.ROLL_BACK, WorkerBench.NOW);
    private static final Intent UPLOAD =
            new Intent(new UUID(5, 6), WorkerBench.ID, Action.UPLOAD_SAFETY_DUMP, WorkerBench.NOW);
    private static final String SHA = "a".repeat(64);
    private static final BoxState OWN = new BoxState("PROG-1", "Own", "3", "OPEN", "", "", false, "ROOT");

    private final WorkerBench bench = new WorkerBench();
    private final ARecord record = new ARecord();
    private final ArtifactStore store = mock();
    private final Confirmations confirmations = mock();
    private final Intents intents = mock();
    private final AppInventory apps = mock();
    private final RollbackPoint rollbackPoint =
            new RollbackPoint(record.facts(), record.confirmations(), record.intents());
    private RollBack rollBack = rollBack(ApprovalProperties.ofApprovers());

    private RollBack rollBack(ApprovalProperties settings) {
        return new RollBack(
                bench.sites(),
                confirmations,
                intents,
                new AtMostOnce(intents),
                rollbackPoint,
                new LongWork(bench.timeline(), Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC)),
                new Approvals(settings, confirmations, bench.timeline()));
    }

    @BeforeEach
    void aPersonDecided() {
        doReturn(record.migration()).when(bench.migrations()).get(record.id());
        when(confirmations.latest(record.id(), Question.ROLL_BACK))
                .thenReturn(Optional.of(new Confirmation(
                        new UUID(3, 4),
                        WorkerBench.ID,
                        Question.ROLL_BACK,
                        Decision.ROLL_BACK,
                        null,
                        Actor.ofTask("ann"),
                        WorkerBench.NOW,
                        Map.of(),
                        false)));
        before(app(OWN));
        safetyDump("9");
        intent(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().list()).thenReturn(List.of(dump("9")));
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Started("R3"));
    }

    @Test
    void shouldShowWhichDumpIsOfWhen() {
        var variables = WorkerBench.run(
                new LookUpSafetyDumpWorker(bench.steps(), rollBack),
                job("look-up-safety-dump").get());

        assertThat(variables.get("safetyDump")).isInstanceOfSatisfying(SafetyDump.class, dump -> {
            assertThat(dump.id()).isEqualTo("9");
            assertThat(dump.later()).extracting(SafetyDump::id).containsExactly("10");
        });
        assertThat(WorkerBench.json(variables.get("originalState")))
                .isEqualTo(Map.of("seenAt", "2026-01-05T10:00:00Z", "boxes", 1));
    }

    @Test
    void shouldBringBackTheStateBeforeTheFirstRestoreAndNoLaterOne() {
        // given the app was looked at again after the first restore, and a dump made of what that had left
        record.facts().verified(record.id(), FactName.TARGET_STATE, state(app()));

        // when
        start(7);

        // then
        verify(bench.targetDumps()).restore(new RestoreRequest("9", List.of(), false, true, "RESTORE"));
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app()));
        assertThat(WorkerBench.json(check()))
                .isInstanceOfSatisfying(
                        Map.class,
                        checked -> assertThat(checked.get("complete")).isEqualTo(false));
    }

    @Test
    void shouldRestoreTheSafetyDump() {
        assertThat(start(7)).containsEntry("rollBackId", "R3").containsEntry("rollBackState", "IN_PROGRESS");
        verify(bench.targetDumps()).restore(new RestoreRequest("9", List.of(), false, true, "RESTORE"));
        verify(intents).done(INTENT, Map.of("rollBackId", "R3"));
    }

    @Test
    void shouldNotRollBackWithoutADecision() {
        when(confirmations.latest(record.id(), Question.ROLL_BACK)).thenReturn(Optional.empty());

        assertError("REFUSED", 7);
    }

    @Test
    void shouldLookOnceMoreAtWhoDecidedBeforeTheOrder() {
        rollBack = rollBack(ApprovalProperties.ofApprovers("ben"));
        assertError("REFUSED", 7);
        rollBack = rollBack(new ApprovalProperties(
                List.of(), Map.of(), Set.of(Question.ROLL_BACK), null, false, ApprovalProperties.Channel.TASKLIST));
        assertError("REFUSED", 7);

        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldLeaveADumpThatWasOnlyDescribedToAPerson() {
        safetyDump(null);

        assertThatThrownBy(this::bring)
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("AUTOMATION_UNAVAILABLE"));
    }

    @Test
    void shouldNotRollBackTwice() {
        intent(new IntentState.Done(INTENT, Map.of("rollBackId", "R3")));

        assertThat(start(7)).containsEntry("rollBackId", "R3");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldWriteDownWhatTheRollBackRestsOn() {
        // given intents that are really written down
        var decided =
                ARecord.confirmed(Question.ROLL_BACK, Decision.ROLL_BACK, Map.of("safetyDump", Map.of("id", "9")));
        when(confirmations.latest(record.id(), Question.ROLL_BACK)).thenReturn(Optional.of(decided));
        when(intents.begin(any(Confirmation.class), eq(Action.ROLL_BACK), any()))
                .thenAnswer(delegatesTo(ARecord.get(Intents.class)));

        // when
        start(7);

        // then
        assertThat(ARecord.basesOf(decided.migrationId(), Operation.ROLL_BACK.key()))
                .containsExactly(Map.of("confirmation", decided.id().toString(), "safetyDump", Map.of("id", "9")));
    }

    @Test
    void shouldFindOutWhatBecameOfARollBack() {
        intent(new IntentState.Unfinished(INTENT));
        when(bench.targetDumps().restores())
                .thenReturn(
                        List.of(progress("R2"), progress("R1")),
                        List.of(progress("R3"), progress("R2"), progress("R1")));

        assertThat(start(7)).containsEntry("rollBackId", "R3");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldLeaveWhatCannotBeFoundOutToAPerson() {
        intent(new IntentState.Unfinished(INTENT));
        when(bench.targetDumps().restores()).thenReturn(List.of(progress("R2"), progress("R1")));

        assertError("OUTCOME_UNKNOWN", 2);
    }

    @Test
    void shouldBringFerrysCopyBackWhenSomebodyDeletedTheDump() {
        deleted(new IntentState.Fresh(UPLOAD));
        when(bench.targetDumps().importDump(FileContent.of(Path.of("dump"))))
                .thenReturn(new DumpUpload.Uploaded("12", new Transferred(9, SHA)));
        when(intents.begun(record.id())).thenReturn(List.of(new IntentState.Done(UPLOAD, Map.of("dumpId", "12"))));

        start(7);

        verify(bench.targetDumps()).restore(new RestoreRequest("12", List.of(), false, true, "RESTORE"));
        verify(intents).done(UPLOAD, Map.of("dumpId", "12"));
    }

    @Test
    void shouldUploadTheCopyAgainWhoseUploadWasNotHeardOf() {
        // given a lost answer, and a job that died in the upload
        deleted(new IntentState.Fresh(UPLOAD));
        when(bench.targetDumps().importDump(any())).thenThrow(OutcomeUnknownException.of("Broken off.", "Look."));
        assertThatThrownBy(this::bring).isInstanceOf(JobError.class);

        // when
        deleted(new IntentState.Unfinished(UPLOAD));
        doReturn(new DumpUpload.Uploaded("12", new Transferred(9, SHA)))
                .when(bench.targetDumps())
                .importDump(any());

        // then it is uploaded again, and no roll-back counts as asked for meanwhile
        assertThat(WorkerBench.json(bring()))
                .isInstanceOfSatisfying(
                        Map.class, dump -> assertThat(dump.get("id")).isEqualTo("12"));
        verify(intents, never()).begin(any(Confirmation.class), any(Action.class), any());
    }

    @Test
    void shouldUploadNoCopyOfAnotherMigrationOrKind() {
        deleted(new IntentState.Fresh(UPLOAD));
        for (var foreign : List.of(
                new Artifact(FILE, "m-9", ArtifactKind.SAFETY_DUMP, "dump", 9, SHA, WorkerBench.NOW),
                new Artifact(FILE, record.id().value(), ArtifactKind.DUMP, "dump", 9, SHA, WorkerBench.NOW))) {
            when(store.verify(FILE)).thenReturn(foreign);

            assertThatThrownBy(this::bring)
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo("REFUSED"));
        }
        verify(bench.targetDumps(), never()).importDump(any());
    }

    @Test
    void shouldRestoreNoDumpThatSomebodyNamedInCamundaAfterTheDecision() {
        var job = job("restore-safety-dump")
                .with("rollBackDump", Map.of("id", "77", "knownRestores", List.of()))
                .get();

        assertThatThrownBy(() -> WorkerBench.run(new RestoreSafetyDumpWorker(bench.steps(), rollBack), job))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("another dump than the safety dump on record"));
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldNotRestoreACopyThatArrivedDamaged() {
        deleted(new IntentState.Fresh(UPLOAD));
        when(bench.targetDumps().importDump(any()))
                .thenReturn(new DumpUpload.Uploaded("12", new Transferred(9, "b".repeat(64))));

        assertThatThrownBy(this::bring).isInstanceOf(JobError.class);
        verify(intents, never()).done(any(), any());
    }

    private void deleted(IntentState upload) {
        when(bench.targetDumps().list()).thenReturn(List.of());
        when(store.verify(FILE))
                .thenReturn(new Artifact(
                        FILE, record.id().value(), ArtifactKind.SAFETY_DUMP, "dump", 9, SHA, WorkerBench.NOW));
        when(store.content(FILE)).thenReturn(FileContent.of(Path.of("dump")));
        when(intents.begin(eq(record.id()), eq(Action.UPLOAD_SAFETY_DUMP), any()))
                .thenReturn(upload);
    }

    @Test
    void shouldTellAPersonWhyTheAppRefuses() {
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Refused("One is running."));

        assertError("REFUSED", 7);
    }

    @Test
    void shouldAskHowFarTheRollBackIs() {
        when(bench.targetDumps().restoreState("R3")).thenReturn(progress("R3"));

        assertThat(WorkerBench.run(
                        new CheckRollBackProgressWorker(bench.steps(), rollBack),
                        job("check-roll-back-progress").with("rollBackId", "R3").get()))
                .containsEntry("rollBackState", "DONE");
    }

    @Test
    void shouldSayThatEverythingIsBack() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app(OWN)));

        assertThat(WorkerBench.json(check()))
                .isEqualTo(Map.of("complete", true, "compared", true, "differences", List.of()));
    }

    @Test
    void shouldSayWhatIsNotBack() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app()));

        assertThat(WorkerBench.json(check()))
                .isEqualTo(Map.of(
                        "complete",
                        false,
                        "compared",
                        true,
                        "differences",
                        List.of(Map.of("what", "boxes", "expected", "1", "found", "0"))));
    }

    @Test
    void shouldNotCallBackWhatCannotBeSeen() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app(OWN)));
        before(null);

        assertThat(WorkerBench.json(check()))
                .isInstanceOfSatisfying(
                        Map.class,
                        checked -> assertThat(checked.get("complete")).isEqualTo(false));
    }

    private @Nullable Object check() {
        return WorkerBench.run(
                        new CheckRolledBackWorker(
                                bench.steps(),
                                new RollBackCheck(
                                        bench.sites(),
                                        apps,
                                        ComparisonsForTests.comparisons(),
                                        mock(),
                                        rollbackPoint,
                                        record.facts())),
                        job("check-rolled-back").get())
                .get("rolledBack");
    }

    private Map<String, @Nullable Object> start(int retries) {
        return WorkerBench.run(
                new RestoreSafetyDumpWorker(bench.steps(), rollBack),
                job("restore-safety-dump")
                        .with("rollBackDump", bring())
                        .withRetries(retries)
                        .get());
    }

    private @Nullable Object bring() {
        var inTarget = new SafetyDumpInTarget(
                bench.sites(),
                new RecordedFiles(store, record.facts(), mock(), mock()),
                new DumpUploads(bench.sites(), store, intents),
                rollbackPoint);
        return WorkerBench.run(
                        new UploadSafetyDumpWorker(bench.steps(), inTarget),
                        job("upload-safety-dump").get())
                .get("rollBackDump");
    }

    private AJob job(String type) {
        return AJob.of(type).with("migrationId", record.id().value());
    }

    private void assertError(String code, int retries) {
        assertThatThrownBy(() -> start(retries))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(code));
    }

    private void safetyDump(@Nullable String id) {
        var later = new SafetyDump("10", "Before the second", true, null, null, null, null, null, List.of());
        record.facts()
                .verified(
                        record.id(),
                        FactName.SAFETY_DUMP,
                        new SafetyDump(
                                id, "Before the restore", true, null, FILE.value(), null, "R2", null, List.of(later)));
    }

    private void before(@Nullable AppSide app) {
        record.facts().verified(record.id(), FactName.ORIGINAL_STATE, state(app));
    }

    private static TargetState state(@Nullable AppSide app) {
        return new TargetState(1, "8.40.0", "f", WorkerBench.NOW, app, List.of("R1"), null);
    }

    private void intent(IntentState state) {
        when(intents.begin(any(Confirmation.class), eq(Action.ROLL_BACK), any()))
                .thenReturn(state);
    }

    private static AppSide app(BoxState... boxes) {
        var scopes = Stream.of(boxes)
                .map(box -> new BoxScope(box.id(), 0, 0, 0, 0, 0, List.of(), null))
                .toList();
        return new AppSide(List.of(boxes), List.of(), scopes, null);
    }

    private static RestoreProgress progress(String id) {
        return new RestoreProgress(id, RestoreProgress.Step.DONE, 100, Optional.empty(), "");
    }

    private static Dump dump(String id) {
        return new Dump(
                id,
                "Before the restore",
                Optional.of(WorkerBench.NOW),
                RemoteState.DONE,
                100,
                "1",
                OptionalLong.of(9),
                Dump.Origin.SAFETY);
    }
}
