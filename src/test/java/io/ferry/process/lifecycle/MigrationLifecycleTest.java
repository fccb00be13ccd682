package io.ferry.process.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Claims;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.InvalidField;
import io.ferry.migration.LeftBehind;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseHold;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.TargetInUse;
import io.ferry.migration.Timeline;
import io.ferry.migration.UnansweredWork;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.RemoteFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each result, and what is kept, taken back and released with it. */
class MigrationLifecycleTest {
    private static final MigrationId ID = WorkerBench.ID;
    private static final MigrationSettings SETTINGS = WorkerBench.settings(Path.of("/export"));
    private static final Duration EVERY = RemindersProperties.off().checkEvery();
    private static final InvalidField WRONG = new InvalidField("target.credential", "a reference that is set", null);

    private static final Actor DEMO = Actor.ofTask("demo");
    private static final Actor ANN = new Actor("ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "7f3a");

    private static final Confirmation FREEZE = new Confirmation(
            UUID.randomUUID(), ID, Question.FREEZE, Decision.CONFIRM, null, DEMO, WorkerBench.NOW, Map.of(), false);

    private final Migrations migrations = mock();
    private final Timeline timeline = mock();
    private final Confirmations confirmations = mock();
    private final Intents intents = mock();
    private final LeftBehind leftBehind = mock();
    private final SettingsCheck settingsCheck = mock();
    private final ProcessEngine engine = mock();
    private final Incidents incidents = mock();
    private final EngineUnavailable surely = mock();
    private final EngineUnavailable perhaps = mock();
    private final TargetInUse inUse = mock();
    private final MigrationLifecycle lifecycle = new MigrationLifecycle(
            migrations,
            timeline,
            confirmations,
            intents,
            leftBehind,
            settingsCheck,
            engine,
            incidents,
            RemindersProperties.off(),
            new Claims(),
            Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC));

    private final Migration starting = migration(null, null);
    private final Migration running = migration(7L, null);
    private final Migration ended = migration(7L, Outcome.MIGRATED);

    @BeforeEach
    void aMigrationOnRecord() {
        when(surely.surelyNothingHappened()).thenReturn(true);
        when(migrations.register(any())).thenReturn(starting);
        when(migrations.get(ID)).thenReturn(running);
        when(migrations.phaseHold(ID)).thenReturn(Optional.empty());
    }

    @Test
    void shouldSayThatAScriptStartedThroughTheApi() {
        Actor script = new Actor("script", Actor.Channel.SCRIPT_KEY, null, null);

        lifecycle.start(request(), script);

        verify(timeline)
                .record(
                        ID,
                        null,
                        "Start migration",
                        Event.Kind.NOTE,
                        "The migration was started through the API",
                        script);
    }

    @Test
    void shouldStart() {
        when(engine.start(ID, EVERY)).thenReturn(7L);

        assertThat(lifecycle.start(request(), ANN)).isEqualTo(new Result.Started(running));
        verify(timeline)
                .record(ID, null, "Start migration", Event.Kind.NOTE, "The migration was started on Ferry's page", ANN);
        verify(migrations).recordProcessInstance(ID, 7);
        verify(migrations, never()).forget(any());
    }

    @Test
    void shouldStartUnderAnIdThatWasChosenBefore() {
        when(migrations.register(any(), eq(ID))).thenReturn(starting);
        when(engine.start(ID, EVERY)).thenReturn(7L);

        assertThat(lifecycle.start(ID, request(), ANN, "by a wave")).isEqualTo(new Result.Started(running));
        verify(timeline)
                .record(ID, null, "Start migration", Event.Kind.NOTE, "The migration was started by a wave", ANN);
    }

    @Test
    void shouldStartNoSecondOneUnderTheSameId() {
        when(migrations.find(ID)).thenReturn(Optional.of(running));

        assertThat(lifecycle.start(ID, request(), ANN, "by a wave")).isEqualTo(new Result.Started(running));
        verify(migrations, never()).register(any(), any());
        verify(engine, never()).start(any(), any());
    }

    @Test
    void shouldBeginAgainWhatIsOnRecordWithoutAProcessAndNeverForgetIt() {
        when(migrations.find(ID)).thenReturn(Optional.of(starting));
        when(timeline.firstOf(ID, "Start migration")).thenReturn(Optional.empty());
        when(engine.start(ID, EVERY)).thenThrow(surely);

        assertThat(lifecycle.start(ID, request(), ANN, "by a wave")).isEqualTo(new Result.StartUnknown(starting));
        verify(timeline)
                .record(ID, null, "Start migration", Event.Kind.NOTE, "The migration was started by a wave", ANN);
        verify(migrations, never()).forget(any());
    }

    @Test
    void shouldForgetAMigrationThatCamundaSurelyDidNotStart() {
        when(engine.start(ID, EVERY)).thenThrow(surely);
        when(migrations.forget(ID)).thenReturn(true);

        assertThat(lifecycle.start(request(), ANN)).isEqualTo(new Result.NotAccepted(surely));
    }

    @Test
    void shouldKeepAMigrationThatCamundaPerhapsStarted() {
        when(engine.start(ID, EVERY)).thenThrow(perhaps);

        assertThat(lifecycle.start(request(), ANN)).isEqualTo(new Result.StartUnknown(starting));
        verify(migrations, never()).forget(any());
    }

    @Test
    void shouldKeepAMigrationWhoseProcessHasReportedMeanwhile() {
        when(engine.start(ID, EVERY)).thenThrow(surely);
        when(migrations.forget(ID)).thenReturn(false);

        assertThat(lifecycle.start(request(), ANN)).isEqualTo(new Result.StartUnknown(starting));
    }

    @Test
    void shouldRegisterNothingWhileCamundaIsSilent() {
        doThrow(perhaps).when(engine).ready();

        assertThat(lifecycle.start(request(), ANN)).isEqualTo(new Result.NotAccepted(perhaps));
        verify(migrations, never()).register(any());
    }

    @Test
    void shouldRegisterNothingThatCannotBeUsed() {
        doThrow(new SettingsRefused(List.of(WRONG))).when(settingsCheck).check(any());

        assertThat(lifecycle.start(request(), ANN)).isEqualTo(new Result.SettingsNotUsable(List.of(WRONG)));
        assertThat(lifecycle.start(
                        new MigrationRequest(null, null, null, null, null, null, null, null, null, null, null), ANN))
                .isInstanceOf(Result.SettingsNotUsable.class);
        verify(migrations, never()).register(any());
        verify(engine, never()).ready();
    }

    @Test
    void shouldStartNothingAtATargetInUse() {
        when(migrations.register(any())).thenThrow(inUse);

        assertThat(lifecycle.start(request(), ANN))
                .isInstanceOfSatisfying(
                        Result.TargetTaken.class,
                        taken -> assertThat(taken.by()).isSameAs(inUse));
        verify(engine, never()).start(any(), any());
    }

    @Test
    void shouldLetOneInstanceOnlyCarryAMigration() {
        when(migrations.recordProcessInstance(ID, 7)).thenReturn(true);

        assertThat(lifecycle.carry(ID, 7)).isEqualTo(new Result.Registered(running));
        assertThat(lifecycle.carry(ID, 8)).isEqualTo(new Result.CarriedByAnother(ID));
    }

    @Test
    void shouldRegisterForAnInstanceOnceOnly() {
        when(migrations.recordProcessInstance(ID, 7)).thenReturn(true);
        when(migrations.carriedBy(7)).thenReturn(Optional.empty(), Optional.of(running));
        when(migrations.register(any(), eq(7L))).thenReturn(running);

        assertThat(lifecycle.register(request(), 7)).isEqualTo(new Result.Registered(running));
        assertThat(lifecycle.register(request(), 7)).isEqualTo(new Result.Registered(running));
        verify(migrations).register(any(), eq(7L));
    }

    @Test
    void shouldSayWhyAnInstanceIsNotGivenAMigration() {
        when(migrations.carriedBy(7)).thenReturn(Optional.empty());
        when(migrations.register(any(), eq(7L))).thenThrow(inUse);

        assertThat(lifecycle.register(request(), 7)).isInstanceOf(Result.TargetTaken.class);
        doThrow(new SettingsRefused(List.of(WRONG))).when(settingsCheck).check(any());
        assertThat(lifecycle.register(request(), 7)).isEqualTo(new Result.SettingsNotUsable(List.of(WRONG)));
        verify(migrations, never()).recordProcessInstance(any(), anyLong());
    }

    @Test
    void shouldAskTheProcessToCancel() {
        assertThat(lifecycle.cancel(running, ANN)).isEqualTo(new Result.CancelRequested(running));
        verify(engine).cancel(ID);
        verify(timeline).record(eq(ID), isNull(), eq("Cancel"), any(), any(), eq(ANN));
        verify(migrations, never()).recordOutcome(any(), any());
        verify(intents, never()).closeToNewWork(any());
    }

    @Test
    void shouldCloseAMigrationWithoutAProcessAndSayWhatToLookAfter() {
        when(engine.isOver(7)).thenReturn(true);
        when(migrations.get(ID)).thenReturn(ended);
        when(leftBehind.sourceMayBeFrozen(ID)).thenReturn(true);
        when(intents.begun(ID))
                .thenReturn(List.of(new IntentState.Unfinished(
                        new Intent(UUID.randomUUID(), ID, Action.CREATE_DUMP, WorkerBench.NOW))));
        when(leftBehind.unansweredWork(ID))
                .thenReturn(List.of(new UnansweredWork(UnansweredWork.Kind.IMPORT_BACKUP, WorkerBench.NOW)));
        runs(Phase.ROLL_BACK, PhaseRun.State.RUNNING);

        assertThat(lifecycle.cancel(running, ANN)).isInstanceOfSatisfying(Result.Closed.class, closed -> {
            assertThat(closed.migration()).isEqualTo(ended);
            assertThat(closed.note())
                    .contains("may still run", "work by hand ended: the import of the backup", "may still be frozen");
        });
        verify(engine).cancel(ID);
        verify(intents).closeToNewWork(ID);
        verify(migrations).recordOutcome(ID, Outcome.CANCELLED);
    }

    @Test
    void shouldCloseAMigrationWhoseProcessHasNotReported() {
        assertThat(lifecycle.cancel(starting, ANN)).isInstanceOf(Result.Closed.class);
        verify(engine).cancel(ID);
        verify(migrations).recordOutcome(ID, Outcome.CANCELLED);
    }

    @Test
    void shouldCloseNothingThatCamundaWasNotToldOf() {
        doThrow(perhaps).when(engine).cancel(ID);

        assertThat(lifecycle.cancel(starting, ANN)).isEqualTo(new Result.NotAccepted(perhaps));
        verify(migrations, never()).recordOutcome(any(), any());
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any());
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any(), any());
    }

    @Test
    void shouldNotCancelARollBack() {
        runs(Phase.ROLL_BACK, PhaseRun.State.RUNNING);

        assertThat(lifecycle.cancel(running, ANN)).isEqualTo(new Result.RollBackUnderWay());
        verify(engine, never()).cancel(any());
    }

    @Test
    void shouldReleaseATargetLockedForAPhaseThatNeverStarted() {
        when(migrations.phaseHold(ID)).thenReturn(Optional.of(new PhaseHold(Phase.ROLL_BACK, null)));
        when(migrations.phaseInterrupted(ID, Phase.ROLL_BACK, null)).thenReturn(true);

        assertThat(lifecycle.cancel(ended, ANN)).isEqualTo(new Result.PhasesRemoved(ended));
    }

    @Test
    void shouldKeepATargetLockedForAPhaseWhoseProcessIsThere() {
        when(migrations.phaseHold(ID)).thenReturn(Optional.of(new PhaseHold(Phase.ROLL_BACK, 9L)));

        assertThat(lifecycle.cancel(ended, ANN)).isEqualTo(new Result.PhaseUnderWay(Phase.ROLL_BACK));
        verify(migrations, never()).phaseInterrupted(any(), any(), any());

        when(engine.isOver(9)).thenReturn(true);
        when(migrations.phaseInterrupted(ID, Phase.ROLL_BACK, 9L)).thenReturn(true);
        assertThat(lifecycle.cancel(ended, ANN)).isEqualTo(new Result.PhasesRemoved(ended));
    }

    @Test
    void shouldCancelNothingThatHasEnded() {
        assertThat(lifecycle.cancel(ended, ANN)).isEqualTo(new Result.HasEnded(ended));
    }

    @Test
    void shouldAskForTheRollBackPastTheRestoreOnly() {
        assertThat(lifecycle.rollBack(running, ANN)).isEqualTo(new Result.NothingToRollBack());
        runs(Phase.RESTORE_BIGPICTURE, PhaseRun.State.RUNNING);
        assertThat(lifecycle.rollBack(running, ANN)).isEqualTo(new Result.NothingToRollBack());
        verify(engine, never()).rollBack(any());

        runs(Phase.RESTORE_BIGPICTURE, PhaseRun.State.ENDED);
        assertThat(lifecycle.rollBack(running, ANN)).isEqualTo(new Result.RollBackRequested(running));
        verify(engine).rollBack(ID);
    }

    @Test
    void shouldSayWhyTheRollBackIsNotAskedFor() {
        runs(Phase.RESTORE_BIGPICTURE, PhaseRun.State.ENDED);
        doThrow(surely).when(engine).rollBack(ID);
        assertThat(lifecycle.rollBack(running, ANN)).isEqualTo(new Result.NotAccepted(surely));

        when(intents.isClosedToNewWork(ID)).thenReturn(true);
        assertThat(lifecycle.rollBack(running, ANN)).isEqualTo(new Result.CleaningUp(running));
        assertThat(lifecycle.rollBack(ended, ANN)).isEqualTo(new Result.HasEnded(ended));

        when(timeline.phases(ID))
                .thenReturn(List.of(
                        run(Phase.RESTORE_BIGPICTURE, PhaseRun.State.ENDED),
                        run(Phase.ROLL_BACK, PhaseRun.State.RUNNING)));
        assertThat(lifecycle.rollBack(running, ANN)).isEqualTo(new Result.RollBackUnderWay());
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any());
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any(), any());
    }

    @Test
    void shouldRetryWhatIsStuck() {
        Incident stuck = new Incident(1, 2L, "JOB_NO_RETRIES", "Look.", Instant.EPOCH, "http://operate/7");
        when(incidents.of(any())).thenReturn(List.of(stuck));

        assertThat(lifecycle.retry(running, ANN)).isEqualTo(new Result.Retried(List.of(stuck)));
        verify(engine).retry(stuck);
        verify(timeline).record(ID, null, "Retry", Event.Kind.NOTE, "1 incident was resolved on Ferry's page", ANN);

        doThrow(perhaps).when(engine).retry(stuck);
        assertThat(lifecycle.retry(running, ANN)).isEqualTo(new Result.NotAccepted(perhaps));
        when(incidents.of(any())).thenThrow(RemoteFailure.passing("Operate did not answer.", "Look."));
        assertThat(lifecycle.retry(running, ANN))
                .isInstanceOfSatisfying(
                        Result.IncidentsUnknown.class,
                        unknown -> assertThat(unknown.why()).contains("Operate did not answer."));
    }

    @Test
    void shouldCorrectASiteAndShowItOnForms() {
        when(migrations.correct(eq(ID), any())).thenReturn(Optional.of(running));
        when(incidents.underWay(any())).thenReturn(List.of(7L));

        assertThat(correct("other-jira", null)).isEqualTo(new Result.Corrected(running));
        verify(engine).refresh(running, List.of(7L));
    }

    @Test
    void shouldTakeATokenAfterTheEndForAPhaseThatIsStartedAlone() {
        when(migrations.correct(eq(ID), any())).thenReturn(Optional.of(ended));
        when(incidents.underWay(any())).thenReturn(List.of(9L));

        assertThat(lifecycle.correct(ended, MigrationSide.TARGET, site("target-jira", null), ANN))
                .isEqualTo(new Result.Corrected(ended));
        verify(migrations)
                .correct(
                        eq(ID),
                        argThat(correction -> String.valueOf(correction
                                        .apply(ended.settings())
                                        .target()
                                        .bigPictureCredential())
                                .contains("target-app")));
        verify(engine).refresh(ended, List.of(9L));
    }

    @Test
    void shouldKeepWhatSomebodyElseChangedAtTheSameTime() {
        // given somebody who changed a mode after this request had read the settings
        MigrationSettings changed = running.settings().withModes(Map.of(Operation.CREATE_DUMP, Mode.MANUAL));
        List<MigrationSettings> saved = new ArrayList<>();
        when(migrations.correct(eq(ID), any())).then(correcting -> {
            saved.add(
                    correcting.<UnaryOperator<MigrationSettings>>getArgument(1).apply(changed));
            return Optional.of(running);
        });

        correct("other-jira", null);

        assertThat(saved).singleElement().satisfies(settings -> {
            assertThat(settings.modes()).containsEntry(Operation.CREATE_DUMP, Mode.MANUAL);
            assertThat(settings.target().credential()).hasToString("other-jira");
        });
    }

    @Test
    void shouldChangeModesAndTellTheProcessesUnderWay() {
        when(migrations.changeModes(ID, Map.of(Operation.CREATE_DUMP, Mode.MANUAL)))
                .thenReturn(running);
        when(incidents.underWay(any())).thenReturn(List.of(7L));

        assertThat(lifecycle.changeModes(running, Map.of("createDump", "MANUAL"), ANN))
                .isEqualTo(new Result.Corrected(running));
        verify(engine).refresh(running, List.of(7L));
        verify(timeline)
                .record(
                        eq(ID),
                        isNull(),
                        eq("Change modes"),
                        any(),
                        any(),
                        eq(ANN),
                        eq(SETTINGS.modeChange(running.settings())));

        doThrow(surely).when(engine).refresh(any(), any());
        assertThat(lifecycle.changeModes(running, Map.of("createDump", "MANUAL"), ANN))
                .isEqualTo(new Result.FormsNotUpdated(running));
    }

    @Test
    void shouldChangeNoModeThatCannotBe() {
        assertThat(lifecycle.changeModes(running, Map.of(), ANN)).isInstanceOf(Result.SettingsNotUsable.class);
        assertThat(lifecycle.changeModes(running, Map.of("createDump", "SOMEHOW", "fly", "MANUAL"), ANN))
                .isInstanceOfSatisfying(
                        Result.SettingsNotUsable.class,
                        refused -> assertThat(refused.fields())
                                .extracting(InvalidField::field)
                                .containsExactlyInAnyOrder("modes.createDump", "modes"));
        doThrow(new SettingsRefused(List.of())).when(settingsCheck).check(any(), any());
        assertThat(lifecycle.changeModes(running, Map.of("backUpJira", "AUTOMATIC"), ANN))
                .isInstanceOf(Result.SettingsNotUsable.class);
        verify(migrations, never()).changeModes(any(), any());
    }

    @Test
    void shouldKeepACorrectionThatCamundaDidNotTake() {
        when(migrations.correct(eq(ID), any())).thenReturn(Optional.of(running));
        doThrow(surely).when(engine).refresh(any(), any());

        assertThat(correct("other-jira", null)).isEqualTo(new Result.FormsNotUpdated(running));
    }

    @Test
    void shouldNotMoveASiteWhoseFreezeIsConfirmed() {
        when(confirmations.latest(ID, Question.FREEZE)).thenReturn(Optional.of(FREEZE));

        assertThat(correct("other-jira", "https://elsewhere.atlassian.net"))
                .isEqualTo(new Result.AddressConfirmed(SETTINGS.target()));
        verify(migrations, never()).correct(any(), any());
    }

    @Test
    void shouldSayWhyASiteIsNotCorrected() {
        assertThat(lifecycle.correct(
                        ended, MigrationSide.TARGET, site("other-jira", "https://elsewhere.atlassian.net"), ANN))
                .isEqualTo(new Result.HasEnded(ended));
        assertThat(correct("no reference", null)).isInstanceOf(Result.SettingsNotUsable.class);
        verify(migrations, never()).correct(any(), any());

        // when it ends at the same moment
        when(migrations.get(ID)).thenReturn(ended);
        when(migrations.correct(eq(ID), any())).thenReturn(Optional.empty());
        assertThat(correct("other-jira", null)).isEqualTo(new Result.HasEnded(ended));

        when(migrations.correct(eq(ID), any())).thenThrow(inUse);
        assertThat(correct("other-jira", null)).isInstanceOf(Result.TargetTaken.class);
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any());
        verify(timeline, never()).record(any(), any(), any(), any(), any(), any(), any());
    }

    @Test
    void shouldStartAPhaseWithItsTargetLocked() {
        when(engine.startPhase(ended, Phase.ROLL_BACK, EVERY)).thenReturn(9L);

        assertThat(lifecycle.startPhase(ended, Phase.ROLL_BACK, ANN)).isEqualTo(new Result.PhaseStarted(ended));
        verify(timeline).record(eq(ID), eq(Phase.ROLL_BACK), eq("Start phase alone"), any(), any(), eq(ANN));
        verify(migrations).holdTarget(ID, Phase.ROLL_BACK);
        verify(migrations).recordPhaseInstance(ID, Phase.ROLL_BACK, 9);
        verify(migrations, never()).phaseNeverBegan(any(), any());
    }

    @Test
    void shouldReleaseTheTargetOfAPhaseThatCamundaSurelyDidNotStart() {
        when(engine.startPhase(ended, Phase.ROLL_BACK, EVERY)).thenThrow(surely);

        assertThat(lifecycle.startPhase(ended, Phase.ROLL_BACK, ANN)).isEqualTo(new Result.NotAccepted(surely));
        verify(migrations).phaseNeverBegan(ID, Phase.ROLL_BACK);
    }

    @Test
    void shouldKeepTheTargetLockedForAPhaseThatCamundaPerhapsStarted() {
        when(engine.startPhase(ended, Phase.ROLL_BACK, EVERY)).thenThrow(perhaps);

        assertThat(lifecycle.startPhase(ended, Phase.ROLL_BACK, ANN))
                .isEqualTo(new Result.PhaseStartUnknown(ended, Phase.ROLL_BACK));
        verify(migrations, never()).phaseNeverBegan(any(), any());
    }

    @Test
    void shouldLockNothingForAPhaseWhileCamundaIsSilent() {
        doThrow(surely).when(engine).ready();

        assertThat(lifecycle.startPhase(ended, Phase.ROLL_BACK, ANN)).isEqualTo(new Result.NotAccepted(surely));
        verify(migrations, never()).holdTarget(any(), any());
    }

    @Test
    void shouldStartNoPhaseThatWouldHarm() {
        assertThat(lifecycle.startPhase(running, Phase.RESTORE_JIRA, ANN))
                .isEqualTo(new Result.MigrationUnderWay(Phase.RESTORE_JIRA));
        doThrow(inUse).when(migrations).holdTarget(ID, Phase.ROLL_BACK);
        assertThat(lifecycle.startPhase(ended, Phase.ROLL_BACK, ANN)).isInstanceOf(Result.TargetTaken.class);
        verify(engine, never()).startPhase(any(), any(), any());

        // One that changes nothing may run beside the migration, but not twice.
        assertThat(lifecycle.startPhase(running, Phase.VERIFY, ANN)).isEqualTo(new Result.PhaseStarted(running));
        runs(Phase.VERIFY, PhaseRun.State.RUNNING);
        assertThat(lifecycle.startPhase(running, Phase.VERIFY, ANN))
                .isEqualTo(new Result.MigrationUnderWay(Phase.VERIFY));
    }

    @Test
    void shouldNotStartAPhaseTwiceAtTheSameTime() {
        // given somebody else who presses while Camunda takes the first one's request
        List<Result> second = new ArrayList<>();
        when(engine.startPhase(ended, Phase.BACK_UP_JIRA, EVERY)).then(starting -> {
            second.add(lifecycle.startPhase(ended, Phase.BACK_UP_JIRA, ANN));
            return 9L;
        });

        assertThat(lifecycle.startPhase(ended, Phase.BACK_UP_JIRA, ANN)).isEqualTo(new Result.PhaseStarted(ended));

        assertThat(second).containsExactly(new Result.BusyJustNow());
        verify(engine, times(1)).startPhase(any(), any(), any());
    }

    @Test
    void shouldNotStartAPhaseAgainOfWhichCamundaHasAnInstanceThatHasNotBegun() {
        when(migrations.instancesNotBegun(ID, Phase.BACK_UP_JIRA, Instant.EPOCH))
                .thenReturn(List.of(8L, 9L));
        when(engine.isOver(8)).thenReturn(true);
        when(engine.isOver(9)).thenReturn(false, true);

        assertThat(lifecycle.startPhase(ended, Phase.BACK_UP_JIRA, ANN))
                .isEqualTo(new Result.MigrationUnderWay(Phase.BACK_UP_JIRA));

        // Somebody has cancelled it in Operate.
        assertThat(lifecycle.startPhase(ended, Phase.BACK_UP_JIRA, ANN)).isEqualTo(new Result.PhaseStarted(ended));
    }

    private Result.OfCorrection correct(String credential, @Nullable String url) {
        return lifecycle.correct(running, MigrationSide.TARGET, site(credential, url), ANN);
    }

    /** The app's credential is named again, as another address needs it. */
    private static MigrationRequest.Site site(String credential, @Nullable String url) {
        return new MigrationRequest.Site(url, credential, "target-app", null, null, null, null);
    }

    private void runs(Phase phase, PhaseRun.State state) {
        when(timeline.phases(ID)).thenReturn(List.of(run(phase, state)));
    }

    private static PhaseRun run(Phase phase, PhaseRun.State state) {
        return new PhaseRun(
                phase, state, WorkerBench.NOW, state == PhaseRun.State.RUNNING ? null : WorkerBench.NOW, null);
    }

    private static Migration migration(@Nullable Long processInstanceKey, @Nullable Outcome outcome) {
        return new Migration(
                ID,
                "Spring move",
                App.BIGPICTURE,
                SETTINGS,
                WorkerBench.NOW,
                processInstanceKey,
                outcome,
                outcome == null ? null : WorkerBench.NOW,
                null);
    }

    private static MigrationRequest request() {
        return new MigrationRequest(
                "Spring move",
                "BIGPICTURE",
                new MigrationRequest.Site("https://jira.example.com", "source-jira", null, null, null, null, null),
                new MigrationRequest.Site("https://example.atlassian.net", "target-jira", null, null, null, null, null),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
