package io.ferry.process.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.base.Moments;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.LeftBehind;
import io.ferry.migration.Question;
import io.ferry.migration.UnansweredWork;
import io.ferry.process.common.AJob;
import io.ferry.process.common.Watch;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.restorebigpicture.TargetState;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CleanUpWorkersTest {
    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final Confirmations confirmations = mock();
    private final FactsOfMigration facts = mock();
    private final LeftBehind leftBehind = mock();
    private Instant now = WorkerBench.NOW;

    @Test
    void shouldRemoveWhatIsHalfMade() {
        // given files that people upload: half there, whole, and of another migration
        Downloads downloads = mock();
        IncomingFiles incomingFiles = mock();
        IncomingFile half = arriving("m-1", 10, 4, incomingFiles);
        IncomingFile whole = arriving("m-1", 10, 10, incomingFiles);
        IncomingFile other = arriving("m-2", 10, 4, incomingFiles);
        when(incomingFiles.list()).thenReturn(List.of(half, whole, other));

        // when
        WorkerBench.run(
                new RemovePartialFilesWorker(bench.steps(), new PartialFiles(downloads, incomingFiles)),
                AJob.of("remove-partial-files").get());

        // then
        verify(downloads).removeHalfMade("m-1");
        verify(incomingFiles).discard(half.id());
        verify(incomingFiles, never()).discard(whole.id());
        verify(incomingFiles, never()).discard(other.id());
    }

    private static IncomingFile arriving(String owner, long bytes, long received, IncomingFiles incomingFiles) {
        ArtifactId id = new ArtifactId(UUID.randomUUID().toString());
        when(incomingFiles.received(id)).thenReturn(received);
        return new IncomingFile(
                id, owner, ArtifactKind.DUMP, "a.dump", bytes, IncomingFile.Source.UPLOAD, "", WorkerBench.NOW, null);
    }

    @Test
    void shouldCloseTheRecordToNewWorkAndKnowWhetherTheSourceIsFrozen() {
        when(leftBehind.sourceMayBeFrozen(WorkerBench.ID)).thenReturn(true);

        assertThat(WorkerBench.run(
                        new CloseToNewWorkWorker(bench.steps(), new ClosedRecord(intents, leftBehind)),
                        AJob.of("close-to-new-work").get()))
                .containsEntry("sourceFrozen", true);
        verify(intents).closeToNewWork(WorkerBench.ID);
    }

    @Test
    void shouldAskNoSiteWhenNothingWasBegun() {
        assertThat(ask(null)).containsEntry("runsOn", false);
        verifyNoInteractions(bench.sourceDumps(), bench.targetDumps(), bench.target());
    }

    @Test
    void shouldWaitForADumpOfItsOwnButNotForOthers() {
        // given
        Intent intent = begun(Action.CREATE_DUMP).getFirst();
        when(bench.sourceDumps().list())
                .thenReturn(
                        List.of(dump(intent.mark(), RemoteState.IN_PROGRESS)),
                        List.of(dump(intent.mark(), RemoteState.DONE), dump("nightly", RemoteState.IN_PROGRESS)));

        // when, then
        Map<String, @Nullable Object> first = ask(null);
        assertThat(first)
                .containsEntry("runsOn", true)
                .containsEntry("runsOnWatch", watch(Duration.ZERO, WorkerBench.NOW));
        assertThat(ask(first)).containsEntry("runsOn", false);
        verify(bench.timeline())
                .record(
                        eq(WorkerBench.ID),
                        any(),
                        eq("Check running work"),
                        eq(Event.Kind.NOTE),
                        contains("has ended"));
    }

    @Test
    void shouldWaitAWhileForADumpThatTheSiteDoesNotShowYet() {
        // given a request that is on its way when the migration is cancelled
        Intent intent = begun(Action.CREATE_DUMP).getFirst();
        when(bench.sourceDumps().list())
                .thenReturn(List.of(), List.of(dump(intent.mark(), RemoteState.IN_PROGRESS)), List.of());

        // when, then
        Map<String, @Nullable Object> first = ask(null);
        assertThat(first).containsEntry("runsOn", true);
        assertThat(ask(first))
                .containsEntry("runsOn", true)
                .hasEntrySatisfying(
                        "runsOnSeen", seen -> assertThat(String.valueOf(seen)).startsWith("the dump at"));

        // and for one that the app has promised
        done(Action.CREATE_DUMP, Map.of("mark", "any"));
        assertThat(ask(null)).containsEntry("runsOn", true);

        // and no longer for one that never comes
        now = now.plus(Duration.ofMinutes(2));
        assertThat(ask(first)).containsEntry("runsOn", false);
    }

    @Test
    void shouldWaitAWhileForARestoreThatTheAppHasPromisedAndDoesNotShowYet() {
        done(Action.RESTORE_DUMP, Map.of("restoreId", "7"));
        when(bench.targetDumps().restores())
                .thenReturn(
                        List.of(),
                        List.of(new RestoreProgress("7", RestoreProgress.Step.DONE, 100, Optional.empty(), "")),
                        List.of());

        assertThat(ask(null)).containsEntry("runsOn", true);
        assertThat(ask(null)).containsEntry("runsOn", false);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(ask(null)).containsEntry("runsOn", false);
    }

    @Test
    void shouldWaitForTheImport() {
        begun(Action.IMPORT_BACKUP);
        when(bench.target().imports()).thenReturn(List.of(new ImportProgress("7", RemoteState.IN_PROGRESS, 40, "")));

        assertThat(ask(null)).containsEntry("runsOn", true);
        verify(bench.timeline())
                .record(
                        eq(WorkerBench.ID),
                        any(),
                        eq("Check running work"),
                        eq(Event.Kind.NOTE),
                        contains("the import at https://example.atlassian.net"));
    }

    @Test
    void shouldWaitForTheRestoreAndForTheRollBack() {
        for (Action action : List.of(Action.RESTORE_DUMP, Action.ROLL_BACK)) {
            begun(action);
            when(bench.targetDumps().restores())
                    .thenReturn(List.of(
                            new RestoreProgress("r1", RestoreProgress.Step.RESTARTING, 90, Optional.empty(), "")));

            assertThat(ask(null)).containsEntry("runsOn", true);
        }
    }

    @Test
    void shouldWaitForASafetyDump() {
        Intent intent = begun(Action.MAKE_SAFETY_DUMP).getFirst();
        when(bench.targetDumps().list()).thenReturn(List.of(dump(intent.mark(), RemoteState.IN_PROGRESS)));

        assertThat(ask(null)).containsEntry("runsOn", true);
    }

    @Test
    void shouldAskAPersonWhenItDoesNotMove() {
        // given an import that stands at 40 %
        begun(Action.IMPORT_BACKUP);
        imports(40);
        Map<String, @Nullable Object> first = ask(null);
        Duration stuckAfter = WorkerBench.settings(java.nio.file.Path.of("/export"))
                .thresholds()
                .stuckAfter();

        // when, then
        now = WorkerBench.NOW.plus(stuckAfter).plusSeconds(1);
        assertThat(ask(first))
                .as("Ferry was away, and nobody looked meanwhile")
                .containsEntry("runsOn", true)
                .containsEntry("runsOnWatch", watch(Duration.ofSeconds(10), now));
        first.put("runsOnWatch", watch(stuckAfter, now));
        assertThatThrownBy(() -> ask(first))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"))
                .hasMessageContaining("does not move");
    }

    @Test
    void shouldWaitForHoursAsLongAsItMoves() {
        begun(Action.RESTORE_DUMP);
        Map<String, @Nullable Object> variables = new HashMap<>();
        for (int percent = 0; percent < 100; percent += 10) {
            when(bench.targetDumps().restores())
                    .thenReturn(List.of(
                            new RestoreProgress("r1", RestoreProgress.Step.RESTORING, percent, Optional.empty(), "")));
            variables = ask(variables);
            assertThat(variables).containsEntry("runsOn", true).containsEntry("runsOnWatch", watch(Duration.ZERO, now));
            // just short of what counts as stuck
            now = now.plus(Duration.ofMinutes(29));
        }
    }

    @Test
    void shouldAskAPersonWhatBecameOfARestoreThatTheSiteNeverShows() {
        // given a restore whose answer was lost, and a site that shows only one from before
        knownRestores("old");
        begun(Action.RESTORE_DUMP);
        when(bench.targetDumps().restores()).thenReturn(List.of(restore("old", RestoreProgress.Step.DONE)));

        // when
        Map<String, @Nullable Object> variables = new HashMap<>();
        for (int look = 1; look < 5; look++) {
            variables = ask(variables);
            assertThat(variables).containsEntry("runsOn", true).containsEntry("runsOnLooks", look);
        }

        // then
        Map<String, @Nullable Object> last = variables;
        assertThatThrownBy(() -> ask(last))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("The restore of the dump was asked for at " + Moments.of(WorkerBench.NOW))
                                .contains("outcome of something that Ferry requested is unknown"));
    }

    @Test
    void shouldWaitForARestoreThatTheSiteShowsLate() {
        knownRestores("old");
        begun(Action.RESTORE_DUMP);
        when(bench.targetDumps().restores())
                .thenReturn(
                        List.of(restore("old", RestoreProgress.Step.DONE)),
                        List.of(restore("new", RestoreProgress.Step.RESTORING)),
                        List.of(restore("new", RestoreProgress.Step.DONE)));

        Map<String, @Nullable Object> variables = ask(null);
        assertThat(variables).containsEntry("runsOn", true);
        variables = ask(variables);
        assertThat(variables).containsEntry("runsOn", true).containsEntry("runsOnLooks", 0);
        assertThat(ask(variables)).containsEntry("runsOn", false);
    }

    @Test
    void shouldAskNobodyAboutARestoreThatAPersonSaidIsDone() {
        // given
        knownRestores();
        begun(Action.RESTORE_DUMP);
        when(confirmations.latest(WorkerBench.ID, Question.RESTORE_DUMP))
                .thenReturn(Optional.of(new Confirmation(
                        UUID.randomUUID(),
                        WorkerBench.ID,
                        Question.RESTORE_DUMP,
                        Decision.DONE,
                        null,
                        Actor.ofTask("carla"),
                        WorkerBench.NOW.plusSeconds(60),
                        Map.of(),
                        false)));

        // when, then
        assertThat(ask(null)).containsEntry("runsOn", false);
    }

    @Test
    void shouldNotTakeAnImportFromBeforeForItsOwn() {
        // given an upload that noted one import, and an import whose answer was lost
        Intent upload = new Intent(UUID.randomUUID(), WorkerBench.ID, Action.UPLOAD_BACKUP, WorkerBench.NOW);
        Intent lost = new Intent(UUID.randomUUID(), WorkerBench.ID, Action.IMPORT_BACKUP, WorkerBench.NOW);
        when(intents.begun(WorkerBench.ID))
                .thenReturn(List.of(
                        new IntentState.Done(upload, Map.of("importsBefore", List.of("7"))),
                        new IntentState.Unfinished(lost)));
        when(bench.target().imports())
                .thenReturn(
                        List.of(new ImportProgress("7", RemoteState.DONE, 100, "")),
                        List.of(
                                new ImportProgress("7", RemoteState.DONE, 100, ""),
                                new ImportProgress("8", RemoteState.DONE, 100, "")));

        // when, then
        assertThat(ask(null)).containsEntry("runsOn", true);
        assertThat(ask(null)).containsEntry("runsOn", false);
    }

    private void knownRestores(String... ids) {
        TargetState state = mock();
        when(state.knownRestores()).thenReturn(List.of(ids));
        when(facts.find(WorkerBench.ID, FactName.TARGET_STATE, TargetState.class))
                .thenReturn(Optional.of(state));
    }

    private static RestoreProgress restore(String id, RestoreProgress.Step step) {
        return new RestoreProgress(id, step, 50, Optional.empty(), "");
    }

    private void imports(int percent) {
        when(bench.target().imports())
                .thenReturn(List.of(new ImportProgress("7", RemoteState.IN_PROGRESS, percent, "")));
    }

    @Test
    void shouldAskAPersonWhenTheSitesDoNotTell() {
        // given
        begun(Action.IMPORT_BACKUP);
        when(bench.target().imports())
                .thenThrow(RemoteFailure.lasting("The credential is refused.", "Correct it."))
                .thenThrow(AutomationUnavailableException.of("look at imports", "no endpoint is configured."));

        // when, then
        for (int look = 0; look < 2; look++) {
            assertThatThrownBy(() -> ask(null))
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"));
        }
    }

    @Test
    void shouldLookAgainWhileTheSiteIsAway() {
        begun(Action.IMPORT_BACKUP);
        when(bench.target().imports()).thenThrow(RemoteFailure.passing("The site is away.", "Ferry tries again."));

        assertThatThrownBy(() -> ask(null)).isInstanceOf(JobError.class);
    }

    @Test
    void shouldNotLetAPersonWaitForTheLastTriesWhileTheSiteIsAway() {
        begun(Action.IMPORT_BACKUP);
        when(bench.target().imports()).thenThrow(RemoteFailure.passing("The site is away.", "Ferry tries again."));

        assertThatThrownBy(() -> askWith(AJob.of("check-running-work").withRetries(4)))
                .isInstanceOf(JobError.class);
        assertThatThrownBy(() -> askWith(AJob.of("check-running-work").withRetries(3)))
                .isInstanceOf(BpmnError.class);
    }

    @Test
    void shouldAskAPersonAboutWorkByHandThatNobodyHasSaidTheEndOf() {
        mayRunByHand(UnansweredWork.Kind.IMPORT_BACKUP, UnansweredWork.Kind.REINSTALL_APP);

        shouldAskAboutWorkByHand(
                "the import of the backup into the cloud site, allowed at " + Moments.of(WorkerBench.NOW),
                "the reinstallation of the app in the source");
        verifyNoInteractions(bench.target());
    }

    @Test
    void shouldWaitForWhatRunsBeforeItAsksAboutWorkByHand() {
        // given a restore of Ferry's that failed at last, so that a person was to restore by hand
        mayRunByHand(UnansweredWork.Kind.RESTORE_DUMP);
        done(Action.RESTORE_DUMP, Map.of("restoreId", "r1"));
        when(bench.targetDumps().restores())
                .thenReturn(
                        List.of(restore("r1", RestoreProgress.Step.RESTORING)),
                        List.of(restore("r1", RestoreProgress.Step.FAILED)));

        // when, then
        assertThat(ask(null)).containsEntry("runsOn", true);
        shouldAskAboutWorkByHand("the restore of the dump in the app in the cloud");
    }

    @Test
    void shouldAskNobodyAboutWorkThatFerryDidItself() {
        // given an import and a restore of the safety dump that ended well, and a restore that the site is asked about
        mayRunByHand(UnansweredWork.Kind.IMPORT_BACKUP, UnansweredWork.Kind.ROLL_BACK);
        Intent rollBack = new Intent(UUID.randomUUID(), WorkerBench.ID, Action.ROLL_BACK, WorkerBench.NOW);
        Intent importing = new Intent(UUID.randomUUID(), WorkerBench.ID, Action.IMPORT_BACKUP, WorkerBench.NOW);
        when(intents.begun(WorkerBench.ID))
                .thenReturn(List.of(
                        new IntentState.Done(importing, Map.of("taskId", "7")),
                        new IntentState.Done(rollBack, Map.of("rollBackId", "r2"))));
        when(bench.target().imports()).thenReturn(List.of(new ImportProgress("7", RemoteState.DONE, 100, "")));
        when(bench.targetDumps().restores()).thenReturn(List.of(restore("r2", RestoreProgress.Step.DONE)));

        assertThat(ask(null)).containsEntry("runsOn", false);
    }

    @Test
    void shouldNotTakeFerrysEarlierImportForTheOneThatWasConfirmedSince() {
        mayRunByHand(UnansweredWork.Kind.IMPORT_BACKUP);
        Intent earlier =
                new Intent(UUID.randomUUID(), WorkerBench.ID, Action.IMPORT_BACKUP, WorkerBench.NOW.minusSeconds(1));
        when(intents.begun(WorkerBench.ID)).thenReturn(List.of(new IntentState.Done(earlier, Map.of("taskId", "7"))));
        when(bench.target().imports()).thenReturn(List.of(new ImportProgress("7", RemoteState.DONE, 100, "")));

        shouldAskAboutWorkByHand("the import of the backup");
    }

    @Test
    void shouldNameWorkByHandAlsoWhereTheSitesDoNotTell() {
        mayRunByHand(UnansweredWork.Kind.RESTORE_DUMP);
        begun(Action.CREATE_DUMP);
        when(bench.sourceDumps().list()).thenThrow(RemoteFailure.lasting("The credential is refused.", "Correct it."));

        assertThatThrownBy(() -> ask(null))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains(
                                        "The credential is refused", "Work by hand may be running, too: the restore"));
    }

    private static Watch watch(Duration quiet, Instant lookedAt) {
        return new Watch(quiet.toString(), "PT0S", lookedAt.toString());
    }

    private void mayRunByHand(UnansweredWork.Kind... kinds) {
        when(leftBehind.unansweredWork(WorkerBench.ID))
                .thenReturn(Arrays.stream(kinds)
                        .map(kind -> new UnansweredWork(kind, WorkerBench.NOW))
                        .toList());
    }

    private void shouldAskAboutWorkByHand(String... works) {
        assertThatThrownBy(() -> ask(null)).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN");
            assertThat(String.valueOf(error.getVariables()))
                    .contains("Work that is done by hand may still be running")
                    .contains(works);
        });
    }

    private void done(Action action, Map<String, Object> result) {
        when(intents.begun(WorkerBench.ID))
                .thenReturn(List.of(new IntentState.Done(
                        new Intent(UUID.randomUUID(), WorkerBench.ID, action, WorkerBench.NOW), result)));
    }

    private List<Intent> begun(Action... actions) {
        List<Intent> begun = Arrays.stream(actions)
                .map(action -> new Intent(UUID.randomUUID(), WorkerBench.ID, action, WorkerBench.NOW))
                .toList();
        when(intents.begun(WorkerBench.ID))
                .thenReturn(begun.stream()
                        .map(intent -> (IntentState) new IntentState.Unfinished(intent))
                        .toList());
        return begun;
    }

    private static Dump dump(String description, RemoteState state) {
        return new Dump("1", description, Optional.empty(), state, 50, "8", OptionalLong.empty(), Dump.Origin.MANUAL);
    }

    private Map<String, @Nullable Object> ask(@Nullable Map<String, @Nullable Object> before) {
        AJob job = AJob.of("check-running-work");
        if (before != null) {
            before.forEach(job::with);
        }
        return askWith(job);
    }

    private Map<String, @Nullable Object> askWith(AJob job) {
        return WorkerBench.run(
                new CheckRunningWorkWorker(
                        bench.steps(),
                        new RemoteWork(
                                new RunningWork(bench.sites(), facts),
                                intents,
                                confirmations,
                                leftBehind,
                                bench.timeline(),
                                Clock.fixed(now, ZoneOffset.UTC))),
                job.get());
    }
}
