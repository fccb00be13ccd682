package io.ferry.process.windup;

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
import io.ferry.artifact.ArtifactStore;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.Intent;
import io.ferry.migration.Intents;
import io.ferry.migration.Operation;
import io.ferry.process.common.AJob;
import io.ferry.process.common.WorkerBench;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindUpWorkersTest {
    private final WorkerBench bench = new WorkerBench();
    private final Intents intents = mock();
    private final Confirmations confirmations = mock();

    @Test
    void shouldRemoveWhatIsHalfMade() {
        ArtifactStore store = mock();
        new RemoveHalfMadeFilesWorker(bench.steps(), store)
                .removeHalfMadeFiles(AJob.of("remove-half-made-files").get());
        verify(store).removeHalfMade("m-1");
    }

    @Test
    void shouldAskNoSiteWhenNothingWasBegun() {
        assertThat(ask(null)).containsEntry("runsOn", false).containsEntry("sourceFrozen", false);
        verifyNoInteractions(bench.sourceDumps(), bench.targetDumps(), bench.target());
    }

    @Test
    void shouldWaitForADumpOfItsOwnButNotForOthers() {
        // given
        Intent intent = begun(Operation.CREATE_DUMP).getFirst();
        when(bench.sourceDumps().list())
                .thenReturn(
                        List.of(dump(intent.mark(), RemoteState.IN_PROGRESS)),
                        List.of(dump(intent.mark(), RemoteState.DONE), dump("nightly", RemoteState.IN_PROGRESS)));

        // when, then
        assertThat(ask(null)).containsEntry("runsOn", true).containsEntry("runsOnSince", WorkerBench.NOW.toString());
        assertThat(ask(WorkerBench.NOW)).containsEntry("runsOn", false);
        verify(bench.timeline())
                .record(eq(WorkerBench.ID), any(), eq("Ask what runs on"), eq(Event.Kind.NOTE), contains("has ended"));
    }

    @Test
    void shouldWaitForTheImport() {
        begun(Operation.IMPORT_BACKUP);
        when(bench.target().imports()).thenReturn(List.of(new ImportProgress("7", RemoteState.IN_PROGRESS, 40, "")));

        assertThat(ask(null)).containsEntry("runsOn", true);
        verify(bench.timeline())
                .record(
                        eq(WorkerBench.ID),
                        any(),
                        eq("Ask what runs on"),
                        eq(Event.Kind.NOTE),
                        contains("the import at https://example.atlassian.net"));
    }

    @Test
    void shouldWaitForTheRestoreAndForTheRollBack() {
        for (Operation operation : List.of(Operation.RESTORE_DUMP, Operation.ROLL_BACK)) {
            begun(operation);
            when(bench.targetDumps().restores())
                    .thenReturn(List.of(
                            new RestoreProgress("r1", RestoreProgress.Step.RESTARTING, 90, Optional.empty(), "")));

            assertThat(ask(null)).containsEntry("runsOn", true);
        }
    }

    @Test
    void shouldAskAPersonWhenItDoesNotEnd() {
        // given
        begun(Operation.IMPORT_BACKUP);
        when(bench.target().imports()).thenReturn(List.of(new ImportProgress("7", RemoteState.IN_PROGRESS, 40, "")));
        Duration stuckAfter = WorkerBench.settings(java.nio.file.Path.of("/export"))
                .thresholds()
                .stuckAfter();

        // when, then
        assertThat(ask(WorkerBench.NOW.minus(stuckAfter))).containsEntry("runsOn", true);
        assertThatThrownBy(() -> ask(WorkerBench.NOW.minus(stuckAfter).minusSeconds(1)))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"))
                .hasMessageContaining("does not come to its end");
    }

    @Test
    void shouldAskAPersonWhenTheSitesDoNotTell() {
        // given
        begun(Operation.IMPORT_BACKUP);
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
        begun(Operation.IMPORT_BACKUP);
        when(bench.target().imports()).thenThrow(RemoteFailure.passing("The site is away.", "Ferry tries again."));

        assertThatThrownBy(() -> ask(null)).isInstanceOf(JobError.class);
    }

    @Test
    void shouldNotLetAPersonWaitForTheLastTriesWhileTheSiteIsAway() {
        begun(Operation.IMPORT_BACKUP);
        when(bench.target().imports()).thenThrow(RemoteFailure.passing("The site is away.", "Ferry tries again."));

        assertThatThrownBy(() -> askWith(AJob.of("ask-what-runs-on").withRetries(4)))
                .isInstanceOf(JobError.class);
        assertThatThrownBy(() -> askWith(AJob.of("ask-what-runs-on").withRetries(3)))
                .isInstanceOf(BpmnError.class);
    }

    @Test
    void shouldKnowWhetherTheSourceIsFrozen() {
        // given
        answered("freeze", "CONFIRM", 1);
        assertThat(ask(null)).containsEntry("sourceFrozen", true);

        // when, then
        answered("unfreeze", "STAY_FROZEN", 2);
        assertThat(ask(null)).containsEntry("sourceFrozen", true);
        answered("unfreeze", "OPEN", 2);
        assertThat(ask(null)).containsEntry("sourceFrozen", false);
        answered("freeze", "CONFIRM", 3);
        assertThat(ask(null)).containsEntry("sourceFrozen", true);
        answered("freeze", "STOP", 4);
        assertThat(ask(null)).containsEntry("sourceFrozen", false);
        verify(bench.timeline(), never()).record(any(), any(), any(), any(), any());
    }

    private void answered(String subject, String decision, int second) {
        when(confirmations.latest(WorkerBench.ID, subject))
                .thenReturn(Optional.of(new Confirmation(
                        UUID.randomUUID(),
                        WorkerBench.ID,
                        subject,
                        decision,
                        null,
                        "carla",
                        WorkerBench.NOW.plusSeconds(second),
                        Map.of(),
                        false)));
    }

    private List<Intent> begun(Operation... operations) {
        List<Intent> begun = Arrays.stream(operations)
                .map(operation -> new Intent(UUID.randomUUID(), WorkerBench.ID, operation.key(), WorkerBench.NOW))
                .toList();
        when(intents.begun(WorkerBench.ID)).thenReturn(begun);
        return begun;
    }

    private static Dump dump(String description, RemoteState state) {
        return new Dump("1", description, Optional.empty(), state, 50, "8", OptionalLong.empty(), Dump.Origin.MANUAL);
    }

    private Map<String, @Nullable Object> ask(@Nullable Instant since) {
        AJob job = AJob.of("ask-what-runs-on");
        if (since != null) {
            job.with("runsOnSince", since.toString());
        }
        return askWith(job);
    }

    private Map<String, @Nullable Object> askWith(AJob job) {
        return new AskWhatRunsOnWorker(
                        bench.steps(),
                        new RemoteWork(
                                bench.sites(),
                                intents,
                                confirmations,
                                bench.timeline(),
                                Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC)))
                .askWhatRunsOn(job.get());
    }
}
