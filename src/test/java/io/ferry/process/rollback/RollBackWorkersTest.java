package io.ferry.process.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Operation;
import io.ferry.process.common.AJob;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.restorebigpicture.TargetState;
import io.ferry.process.rollback.RollBack.SafetyDump;
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
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollBackWorkersTest {
    private static final ArtifactId FILE = new ArtifactId("00000000-0000-0000-0000-000000000001");
    private static final Intent INTENT = new Intent(new UUID(1, 2), WorkerBench.ID, "rollBack", WorkerBench.NOW);
    private static final BoxState OWN = new BoxState("PROG-1", "Own", "3", "OPEN", "", "", false, "ROOT");

    private final WorkerBench bench = new WorkerBench();
    private final ArtifactStore store = mock();
    private final Confirmations confirmations = mock();
    private final Intents intents = mock();
    private final FactsOfMigration facts = mock();
    private final AppInventory apps = mock();
    private final RollBack rollBack = new RollBack(
            bench.sites(),
            store,
            confirmations,
            intents,
            new Changes(intents),
            facts,
            new LongWork(bench.timeline(), Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC)));

    @BeforeEach
    void aPersonDecided() {
        when(confirmations.latest(WorkerBench.ID, "roll-back"))
                .thenReturn(Optional.of(new Confirmation(
                        new UUID(3, 4),
                        WorkerBench.ID,
                        "roll-back",
                        "ROLL_BACK",
                        null,
                        "ann",
                        WorkerBench.NOW,
                        Map.of(),
                        false)));
        safetyDump("9");
        intent(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().list()).thenReturn(List.of(dump("9")));
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Started("R3"));
        before(app(OWN), List.of("R1"));
    }

    @Test
    void shouldRestoreTheSafetyDump() {
        assertThat(start(5)).containsEntry("rollBackId", "R3").containsEntry("rollBackState", "IN_PROGRESS");
        verify(bench.targetDumps()).restore(new RestoreRequest("9", List.of(), false, true, "RESTORE"));
        verify(intents).done(INTENT, Map.of("rollBackId", "R3"));
    }

    @Test
    void shouldNotRollBackWithoutADecision() {
        when(confirmations.latest(WorkerBench.ID, "roll-back")).thenReturn(Optional.empty());

        assertError("REFUSED", 5);
    }

    @Test
    void shouldLeaveADumpThatWasOnlyDescribedToAPerson() {
        safetyDump(null);

        assertError("AUTOMATION_UNAVAILABLE", 5);
    }

    @Test
    void shouldNotRollBackTwice() {
        intent(new IntentState.Done(INTENT, Map.of("rollBackId", "R3")));

        assertThat(start(5)).containsEntry("rollBackId", "R3");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldFindOutWhatBecameOfARollBack() {
        intent(new IntentState.Unfinished(INTENT));
        when(bench.targetDumps().restores()).thenReturn(List.of(progress("R3"), progress("R2"), progress("R1")));

        assertThat(start(5)).containsEntry("rollBackId", "R3");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldLeaveWhatCannotBeFoundOutToAPerson() {
        intent(new IntentState.Unfinished(INTENT));
        when(bench.targetDumps().restores()).thenReturn(List.of(progress("R2"), progress("R1")));

        assertError("OUTCOME_UNKNOWN", 1);
    }

    @Test
    void shouldBringFerrysCopyBackWhenSomebodyDeletedTheDump() {
        when(bench.targetDumps().list()).thenReturn(List.of());
        when(store.verify(FILE))
                .thenReturn(new Artifact(
                        FILE,
                        WorkerBench.ID.value(),
                        ArtifactKind.SAFETY_DUMP,
                        "dump",
                        9,
                        "a".repeat(64),
                        WorkerBench.NOW));
        when(store.path(FILE)).thenReturn(Path.of("dump"));
        when(bench.targetDumps().importDump(Path.of("dump")))
                .thenReturn(new DumpUpload.Uploaded("12", new Transferred(9, "a".repeat(64))));

        start(5);

        verify(bench.targetDumps()).restore(new RestoreRequest("12", List.of(), false, true, "RESTORE"));
    }

    @Test
    void shouldTellAPersonWhyTheAppRefuses() {
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Refused("One is running."));

        assertError("REFUSED", 5);
    }

    @Test
    void shouldAskHowFarTheRollBackIs() {
        when(bench.targetDumps().restoreState("R3")).thenReturn(progress("R3"));

        assertThat(new AskRollBackStateWorker(bench.steps(), rollBack)
                        .askRollBackState(AJob.of("ask-roll-back-state")
                                .with("rollBackId", "R3")
                                .get()))
                .containsEntry("rollBackState", "DONE");
    }

    @Test
    void shouldSayThatEverythingIsBack() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app(OWN)));

        assertThat(check()).isEqualTo(Map.of("complete", true, "compared", true, "differences", List.of()));
    }

    @Test
    void shouldSayWhatIsNotBack() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app()));

        assertThat(check())
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
        before(null, null);

        assertThat(check())
                .isInstanceOfSatisfying(
                        Map.class,
                        checked -> assertThat(checked.get("complete")).isEqualTo(false));
    }

    private @Nullable Object check() {
        return new CheckRolledBackWorker(
                        bench.steps(),
                        new RollBackCheck(bench.sites(), apps, ComparisonsForTests.comparisons(), mock(), facts))
                .checkRolledBack(AJob.of("check-rolled-back").get())
                .get("rolledBack");
    }

    private Map<String, @Nullable Object> start(int retries) {
        return new RestoreSafetyDumpWorker(bench.steps(), rollBack)
                .restoreSafetyDump(
                        AJob.of("restore-safety-dump").withRetries(retries).get());
    }

    private void assertError(String code, int retries) {
        assertThatThrownBy(() -> start(retries))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(code));
    }

    private void safetyDump(@Nullable String id) {
        when(facts.find(WorkerBench.ID, FactName.SAFETY_DUMP, SafetyDump.class))
                .thenReturn(Optional.of(new SafetyDump(id, "Before the restore", true, FILE.value(), "R2")));
    }

    private void before(@Nullable AppSide app, @Nullable List<String> restores) {
        when(facts.find(WorkerBench.ID, FactName.TARGET_STATE, TargetState.class))
                .thenReturn(Optional.of(new TargetState(1, "8.40.0", "f", WorkerBench.NOW, app, restores, null)));
    }

    private void intent(IntentState state) {
        when(intents.begin(any(Confirmation.class), eq(Operation.ROLL_BACK), any()))
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
