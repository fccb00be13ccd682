package io.ferry.process.restorebigpicture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.StoredFile;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.ARecord;
import io.ferry.migration.Actor;
import io.ferry.migration.Decision;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.Question;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.mapusers.MappingCheck;
import io.ferry.process.restorebigpicture.DumpIntoTarget.UploadedDump;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.users.Mapping;
import io.ferry.users.UserMappings;
import io.ferry.verification.AppInventory;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** Restores, one after the other, on a real record: what is kept for the roll-back. */
class RollbackPointTest {
    private static final String SHA = "a".repeat(64);
    private static final AppSide CUSTOMERS = app("PROG-1");
    private static final AppSide WRECK = app("PROG-9");

    private final WorkerBench bench = new WorkerBench();
    private final ARecord record = new ARecord();
    private final AppInventory apps = mock();
    private final MigrationFiles files = mock();
    private final RestoredRecord restored = mock();
    private final UserMappings people = mock();
    private final List<Dump> dumps = new ArrayList<>();

    private final RollbackPoint rollbackPoint =
            new RollbackPoint(record.facts(), record.confirmations(), record.intents());
    private final TargetStates states = new TargetStates(bench.sites(), apps, record.facts(), record.clock());
    private final RestoreGuards guards = new RestoreGuards(
            states,
            record.confirmations(),
            record.intents(),
            people,
            record.facts(),
            new Approvals(ApprovalProperties.ofApprovers(), record.confirmations(), bench.timeline()),
            mock(RestoredRecord.class));
    private final AtMostOnce changes = new AtMostOnce(record.intents());
    private final LongWork longWork = new LongWork(bench.timeline(), record.clock());
    private final SafetyDumps safetyDumps = new SafetyDumps(
            bench.sites(), files, rollbackPoint, record.confirmations(), record.intents(), changes, longWork, restored);
    private final Restore restore = new Restore(
            bench.sites(), guards, rollbackPoint, record.intents(), changes, people, record.facts(), longWork);

    @BeforeEach
    void theTargetHoldsWhatTheCustomerMade() {
        doReturn(record.migration()).when(bench.migrations()).get(record.id());
        when(bench.target().app(anyString()))
                .thenReturn(Optional.of(new InstalledApp("eu.softwareplant.bigpicture", "8.40.0", true)));
        when(bench.targetDumps().list()).thenAnswer(call -> List.copyOf(dumps));
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Started("R1"));
        when(bench.targetDumps().restoreState(anyString())).thenAnswer(call -> progress(call.getArgument(0), null));
        when(files.fetchOnce(any(), any(), anyString(), any()))
                .thenAnswer(call -> new StoredFile("copy of " + call.getArgument(2), call.getArgument(2), 9, SHA));
        when(people.mapping(record.id())).thenReturn(new Mapping(List.of(), 0));
        record.facts().verified(record.id(), FactName.UPLOADED_DUMP, new UploadedDump("17", SHA, 9));
        holds(CUSTOMERS);
    }

    @Test
    void shouldBringBackWhatWasThereBeforeTheFirstOfTwoRestores() {
        // given a restore that failed halfway
        restored("21");
        holds(WRECK);

        // when a person confirms another one
        restored("22");

        // then
        assertThat(rollbackPoint.state(record.id()).map(TargetState::app)).contains(CUSTOMERS);
        assertThat(rollbackPoint.dump(record.id())).satisfies(dump -> {
            assertThat(dump.id()).isEqualTo("21");
            assertThat(dump.later()).extracting(SafetyDump::id).containsExactly("22");
        });
        assertThat(keep("R2").id()).isEqualTo("21");
        verify(bench.targetDumps(), times(2)).restore(any());
    }

    @Test
    void shouldNoteTheAppsOwnDumpOfALaterRestoreAsALaterOne() {
        restored("21");
        holds(WRECK);
        restored("22");
        dumps.add(dump("23", Dump.Origin.SAFETY, "Before the restore"));
        when(bench.targetDumps().restoreState("R2")).thenReturn(progress("R2", "23"));

        assertThat(keep("R2")).satisfies(dump -> {
            assertThat(dump.id()).isEqualTo("21");
            assertThat(dump.later()).extracting(SafetyDump::id).containsExactly("22", "23");
        });
    }

    @Test
    void shouldBeginANewWayBackOnceTheAppIsAsPeopleWantIt() {
        restored("21");
        record.facts().verified(record.id(), FactName.ROLLED_BACK, Map.of("complete", true));
        holds(app("PROG-2"));
        restored("22");
        assertWayBack("22", app("PROG-2"));

        decided(Question.RESULT, Decision.ACCEPT);
        holds(app("PROG-3"));
        restored("23");
        assertWayBack("23", app("PROG-3"));

        decided(Question.INCOMPLETE_ROLL_BACK, Decision.GO_ON);
        holds(app("PROG-4"));
        restored("24");
        assertWayBack("24", app("PROG-4"));
    }

    @Test
    void shouldBeginNoNewWayBackBecauseOfAnIncompleteRollBackOrAnotherLook() {
        restored("21");
        record.facts().verified(record.id(), FactName.ROLLED_BACK, Map.of("complete", false));
        decided(Question.RESULT, Decision.VERIFY_AGAIN);
        holds(WRECK);
        restored("22");

        assertThat(rollbackPoint.dump(record.id()).id()).isEqualTo("21");
        assertThat(rollbackPoint.state(record.id()).map(TargetState::app)).contains(CUSTOMERS);
    }

    @Test
    void shouldTakeTheNewestLookWhileNoRestoreHasBegun() {
        // given a confirmation whose restore was never ordered
        confirm();
        makeSafetyDump("21");

        // when
        holds(app("PROG-2"));
        restored("22");

        // then
        assertWayBack("22", app("PROG-2"));
    }

    @Test
    void shouldBeginTheWayBackAnewAfterAnOrderThatTheAppRefused() {
        // given
        confirm();
        makeSafetyDump("21");
        doReturn(new RestoreStart.Refused("The app is too old."))
                .when(bench.targetDumps())
                .restore(any());
        assertThatThrownBy(this::start).isInstanceOf(BpmnError.class);

        // when people have worked on in the app, and it is restored after all
        doReturn(new RestoreStart.Started("R1")).when(bench.targetDumps()).restore(any());
        holds(app("PROG-2"));
        restored("22");

        // then
        assertWayBack("22", app("PROG-2"));
    }

    @Test
    void shouldBeginTheWayBackAnewWhereNothingWasBegunByHand() {
        // given a restore that was left to a person, who sends it back to Ferry
        askedToRestoreByHand();
        decided(Question.RESTORE_DUMP, Decision.AUTOMATIC);

        // when
        holds(app("PROG-2"));
        restored("22");

        // then
        assertWayBack("22", app("PROG-2"));
    }

    @Test
    void shouldKeepTheWayBackWhereTheAppShowsThatOneWasBegunByHandAllTheSame() {
        // given
        askedToRestoreByHand();
        decided(Question.RESTORE_DUMP, Decision.AUTOMATIC);
        when(bench.targetDumps().restores()).thenReturn(List.of(progress("R7", null)));

        // when
        holds(WRECK);
        restored("22");

        // then
        assertThat(rollbackPoint.state(record.id()).map(TargetState::app)).contains(CUSTOMERS);
        assertThat(rollbackPoint.dump(record.id()).later())
                .extracting(SafetyDump::id)
                .containsExactly("22");
    }

    @Test
    void shouldKeepTheSafetyDumpWhileTheAppDoesNotTellOfIt() {
        restored("21");

        doThrow(AutomationUnavailableException.of("list dumps", "404"))
                .when(bench.targetDumps())
                .list();
        assertKept("21", keep("R1"));

        doThrow(RemoteFailure.lasting("The token is not valid.", "Make one."))
                .when(bench.targetDumps())
                .list();
        assertKept("21", keep("R1"));

        doReturn(List.of()).when(bench.targetDumps()).list();
        assertKept("21", keep("R1"));
    }

    @Test
    void shouldKeepTheSafetyDumpWhereTheAppsOwnFailed() {
        restored("21");
        dumps.add(dump("22", Dump.Origin.SAFETY, "Before the restore", RemoteState.FAILED));
        when(bench.targetDumps().restoreState("R1")).thenReturn(progress("R1", "22"));

        assertKept("21", keep("R1"));
    }

    @Test
    void shouldTakeTheAppsOwnDumpOfTheFirstRestore() {
        restored("21");
        dumps.add(dump("22", Dump.Origin.SAFETY, "Before the restore"));
        when(bench.targetDumps().restoreState("R1")).thenReturn(progress("R1", "22"));

        assertThat(keep("R1")).satisfies(dump -> {
            assertThat(dump.id()).isEqualTo("22");
            assertThat(dump.restoreId()).isEqualTo("R1");
            assertThat(dump.file()).contains("22");
        });
    }

    @Test
    void shouldWaitForADumpThatTheAppStillMakes() {
        restored("21");
        dumps.add(dump("22", Dump.Origin.SAFETY, "Before the restore", RemoteState.IN_PROGRESS));
        when(bench.targetDumps().restoreState("R1")).thenReturn(progress("R1", "22"));

        assertThatThrownBy(() -> keep("R1")).isInstanceOf(JobError.class);
        // but not for ever: a stuck one must not hold up a roll-back that has another
        assertKept("21", keep("R1", 2));
    }

    @Test
    void shouldFindTheDumpOfARestoreByHand() {
        restoredByHand();
        dumps.add(dump("10", Dump.Origin.SAFETY, "Before the restore"));
        record.pass(Duration.ofMinutes(5));
        dumps.add(dump("11", Dump.Origin.SAFETY, "Before another one"));

        assertKept("10", keep(null));
    }

    @Test
    void shouldNotTakeTheWayBackOfARunThatWasAcceptedForTheOneOfALostConfirmation() {
        // given a restored record that lacks the confirmation of this run, and knows an earlier one's
        restored("21");
        when(restored.isOfAnEarlierRun(any(), any())).thenReturn(true);

        // then what that one overwrote is the way back, until people have the app as they want it
        assertThat(keep("R2").id()).isEqualTo("21");
        decided(Question.RESULT, Decision.ACCEPT);
        assertThat(keep("R2").kept()).isFalse();
    }

    @Test
    void shouldHaveAPersonNoteADumpThatNobodySaw() {
        restoredByHand();
        doThrow(AutomationUnavailableException.of("list dumps", "none"))
                .when(bench.targetDumps())
                .list();
        assertThat(keep(null).kept()).isFalse();

        // the token of before the restore is invalid after it
        doThrow(RemoteFailure.lasting("The token is not valid.", "Make one."))
                .when(bench.targetDumps())
                .list();
        assertThat(keep(null).kept()).isFalse();

        // a site that is away says nothing of the dump
        doThrow(RemoteFailure.passing("It is away.", "Wait."))
                .when(bench.targetDumps())
                .list();
        assertThatThrownBy(() -> keep(null)).isInstanceOf(JobError.class);
    }

    @Test
    void shouldNotPutTheDumpOfALaterRestoreInTheStatedOnesPlace() {
        // given
        restoredByHand();
        record.facts().stated(record.id(), FactName.SAFETY_DUMP, Map.of("description", "Auto 1", "kept", true));
        holds(WRECK);

        // when
        restored("22");

        // then
        assertThat(keep("R2")).satisfies(dump -> {
            assertThat(dump.description()).isEqualTo("Auto 1");
            assertThat(dump.later()).extracting(SafetyDump::id).containsExactly("22");
        });
        assertThat(record.facts().find(record.id(), FactName.SAFETY_DUMP).map(Fact::certainty))
                .contains(Fact.Certainty.STATED);
    }

    @Test
    void shouldGoThroughWithANewConfirmationWhenTheMappingHasChanged() {
        // given
        confirm();
        makeSafetyDump("21");
        var partial = new Mapping(List.of(new Mapping.Entry("a", "1"), new Mapping.Entry("gone", null)), 0);
        when(people.mapping(record.id())).thenReturn(partial);

        // when, then
        assertNotValid("The mapping of people has changed");

        var shown = readTarget();
        assertThat(WorkerBench.json(shown.get("mapping")))
                .isInstanceOfSatisfying(
                        Map.class,
                        mapping -> assertThat(mapping.get("approved")).isEqualTo(false));
        confirm(shown, null);
        makeSafetyDump("22");
        assertNotValid("Nobody who may has approved");

        confirm(readTarget(), "LEAVE UNMAPPED");
        makeSafetyDump("23");
        start();
        ArgumentCaptor<RestoreRequest> request = ArgumentCaptor.captor();
        verify(bench.targetDumps()).restore(request.capture());
        assertThat(request.getValue().acceptUnmapped()).isTrue();
        assertThat(request.getValue().userMapping()).hasSize(1);
    }

    private void assertNotValid(String said) {
        assertThatThrownBy(this::start).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("CONFIRMATION_NOT_VALID");
            assertThat(String.valueOf(error.getVariables())).contains(said);
        });
    }

    private void assertWayBack(String dump, AppSide app) {
        assertThat(rollbackPoint.dump(record.id())).satisfies(known -> {
            assertThat(known.id()).isEqualTo(dump);
            assertThat(known.later()).isEmpty();
        });
        assertThat(rollbackPoint.state(record.id()).map(TargetState::app)).contains(app);
    }

    private void assertKept(String id, SafetyDump answered) {
        assertThat(answered.id()).isEqualTo(id);
        assertThat(answered.kept()).isTrue();
        assertThat(record.facts().find(record.id(), FactName.SAFETY_DUMP, SafetyDump.class))
                .contains(answered);
    }

    /** One confirmed restore with the safety dump of this id, up to its order. */
    private void restored(String safetyDump) {
        confirm();
        makeSafetyDump(safetyDump);
        start();
        record.pass(Duration.ofMinutes(1));
    }

    private void restoredByHand() {
        askedToRestoreByHand();
        decided(Question.RESTORE_DUMP, Decision.DONE);
    }

    private void askedToRestoreByHand() {
        confirm();
        WorkerBench.run(
                new CheckConfirmationWorker(
                        bench.steps(),
                        new ConfirmationCheck(
                                guards,
                                rollbackPoint,
                                new RecordedFiles(mock(), record.facts(), mock(), bench.timeline()))),
                job("check-confirmation").withHeader("mode", "MANUAL").get());
        record.pass(Duration.ofMinutes(1));
    }

    private void confirm() {
        confirm(readTarget(), null);
    }

    private Map<String, @Nullable Object> readTarget() {
        record.pass(Duration.ofMinutes(1));
        var basis = new RestoreBasis(
                states, new MappingCheck(people, record.facts()), people, guards, mock(), mock(), mock());
        return WorkerBench.run(
                new ReadTargetStateWorker(bench.steps(), basis),
                job("read-target-state").get());
    }

    private void confirm(Map<String, @Nullable Object> shown, @Nullable String reason) {
        var basis = new HashMap<String, Object>(Map.of("dumpFile", Map.of("sha256", SHA)));
        basis.put("mapping", WorkerBench.json(shown.get("mapping")));
        basis.put("targetState", WorkerBench.json(shown.get("targetState")));
        record.pass(Duration.ofMinutes(1));
        record.confirmations()
                .record(record.id(), Question.RESTORE, Decision.CONFIRM, reason, Actor.ofTask("ann"), basis);
        record.pass(Duration.ofMinutes(1));
    }

    private void decided(Question question, Decision decision) {
        record.confirmations().record(record.id(), question, decision, null, Actor.ofTask("ann"), Map.of());
    }

    private void makeSafetyDump(String id) {
        var mark = String.valueOf(WorkerBench.run(
                        new MakeSafetyDumpWorker(bench.steps(), safetyDumps),
                        job("make-safety-dump").get())
                .get("safetyMark"));
        dumps.add(dump(id, Dump.Origin.MANUAL, "Ferry, before the restore [" + mark + "]"));
        record.pass(Duration.ofMinutes(1));
        WorkerBench.run(
                new CheckSafetyDumpProgressWorker(bench.steps(), safetyDumps),
                job("check-safety-dump-progress").with("safetyMark", mark).get());
    }

    private void start() {
        WorkerBench.run(
                new RestoreDumpWorker(bench.steps(), restore),
                job("restore-dump").get());
    }

    private SafetyDump keep(@Nullable String restoreId) {
        return keep(restoreId, 5);
    }

    private SafetyDump keep(@Nullable String restoreId, int retries) {
        var variables = WorkerBench.run(
                new KeepSafetyDumpWorker(bench.steps(), safetyDumps),
                job("keep-safety-dump")
                        .with("restoreId", restoreId)
                        .withRetries(retries)
                        .get());
        return (SafetyDump) Objects.requireNonNull(variables.get("safetyDump"));
    }

    private AJob job(String type) {
        return AJob.of(type).with("migrationId", record.id().value());
    }

    private void holds(AppSide app) {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(app));
    }

    private static AppSide app(String box) {
        return new AppSide(
                List.of(new BoxState(box, "Own", "3", "OPEN", "", "", false, "ROOT")), List.of(), List.of(), null);
    }

    private static RestoreProgress progress(String id, @Nullable String safetyDump) {
        return new RestoreProgress(id, RestoreProgress.Step.FAILED, 50, Optional.ofNullable(safetyDump), "");
    }

    private Dump dump(String id, Dump.Origin origin, String description) {
        return dump(id, origin, description, RemoteState.DONE);
    }

    private Dump dump(String id, Dump.Origin origin, String description, RemoteState state) {
        return new Dump(
                id, description, Optional.of(record.clock().instant()), state, 100, "1", OptionalLong.of(9), origin);
    }
}
