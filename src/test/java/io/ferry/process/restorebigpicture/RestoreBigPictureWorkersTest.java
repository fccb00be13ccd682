package io.ferry.process.restorebigpicture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.base.FileContent;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.DumpUpload;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.bigpicture.RestoreRequest;
import io.ferry.bigpicture.RestoreStart;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.ARecord;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Question;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.mapusers.MappingCheck;
import io.ferry.process.mapusers.PeopleMatching;
import io.ferry.process.restorebigpicture.DumpIntoTarget.UploadedDump;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Transferred;
import io.ferry.users.Mapping;
import io.ferry.users.UserMappingCounts;
import io.ferry.users.UserMappings;
import io.ferry.verification.AppInventory;
import io.ferry.verification.Inventory.AppSide;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class RestoreBigPictureWorkersTest {
    private static final String SHA = "a".repeat(64);
    private static final ArtifactId FILE = new ArtifactId("00000000-0000-0000-0000-000000000001");
    private static final Intent INTENT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.RESTORE_DUMP, WorkerBench.NOW);
    private static final Mapping MAPPING = new Mapping(List.of(new Mapping.Entry("a/b", "1")), 0);
    private static final AppSide APP = new AppSide(
            List.of(new BoxState("PROG-1", "Own", "3", "OPEN", "", "", false, "ROOT")), List.of(), List.of(), null);

    private final WorkerBench bench = new WorkerBench();
    private final Clock clock = Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC);
    private final ArtifactStore store = mock();
    private final Intents intents = mock();
    private final FactsOfMigration facts = mock();
    private final RestoredRecord restored = restored();
    private final PeopleMatching matching = mock();
    private final Confirmations confirmations = mock();
    private final UserMappings people = mock();
    private final AppInventory apps = mock();
    private final MigrationFiles files = mock();
    private final TargetStates states = new TargetStates(bench.sites(), apps, facts, clock);
    private final RollbackPoint rollbackPoint = new RollbackPoint(facts, confirmations, intents);
    private final RestoreGuards guards = new RestoreGuards(
            states,
            confirmations,
            intents,
            people,
            facts,
            new Approvals(ApprovalProperties.ofApprovers("ann@site.example"), confirmations, bench.timeline()),
            restored);
    private final Restore restore = new Restore(
            bench.sites(),
            guards,
            rollbackPoint,
            intents,
            new AtMostOnce(intents),
            people,
            facts,
            new LongWork(bench.timeline(), clock));

    private final ArgumentCaptor<RestoreRequest> request = ArgumentCaptor.captor();

    private static RestoredRecord restored() {
        RestoredRecord whole = mock();
        when(whole.orUpload(any(), anyString(), any())).thenAnswer(call -> call.getArgument(1));
        return whole;
    }

    @BeforeEach
    void everythingIsReady() {
        when(store.verify(FILE))
                .thenReturn(
                        new Artifact(FILE, WorkerBench.ID.value(), ArtifactKind.DUMP, "dump", 9, SHA, WorkerBench.NOW));
        when(facts.find(WorkerBench.ID, FactName.DUMP_FILE, StoredFile.class))
                .thenReturn(Optional.of(new StoredFile(FILE.value(), "dump", 9, SHA)));
        when(store.content(FILE)).thenReturn(FileContent.of(Path.of("dump")));
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.Seen(APP));
        when(bench.target().app(anyString()))
                .thenReturn(Optional.of(new InstalledApp("eu.softwareplant.bigpicture", "8.40.0", true)));
        when(bench.targetDumps().restores()).thenReturn(List.of(progress("R1", RestoreProgress.Step.DONE, null)));
        when(people.mapping(WorkerBench.ID)).thenReturn(MAPPING);
        uploaded(SHA);
        safetyDump(true, new UUID(3, 4));
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), fingerprint()));
        intent(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Started("R2"));
    }

    @Test
    void shouldUploadTheDumpThatWasDownloaded() {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.UPLOAD_DUMP), any()))
                .thenReturn(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().importDump(FileContent.of(Path.of("dump"))))
                .thenReturn(new DumpUpload.Uploaded("17", new Transferred(9, SHA)));

        upload(SHA);

        verify(facts).verified(WorkerBench.ID, FactName.UPLOADED_DUMP, new UploadedDump("17", SHA, 9));
        verify(intents).done(INTENT, Map.of("dumpId", "17"));
    }

    @Test
    void shouldNotUploadTwice() {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.UPLOAD_DUMP), any()))
                .thenReturn(new IntentState.Done(INTENT, Map.of("dumpId", "17")));

        upload(SHA);

        verify(bench.targetDumps(), never()).importDump(any());
    }

    @Test
    void shouldNotUploadADumpThatChanged() {
        when(store.verify(FILE))
                .thenReturn(new Artifact(
                        FILE, WorkerBench.ID.value(), ArtifactKind.DUMP, "dump", 9, "b".repeat(64), WorkerBench.NOW));

        assertRefused(() -> upload(SHA), "not the one on record");
        verify(bench.targetDumps(), never()).importDump(any());
    }

    @Test
    void shouldUploadNoDumpThatSomebodyNamedInCamundaAndNoneOfAnotherMigrationOrKind() {
        assertRefused(() -> upload("b".repeat(64)), "another file than Ferry has on record");
        for (var foreign : List.of(
                new Artifact(FILE, "m-9", ArtifactKind.DUMP, "dump", 9, SHA, WorkerBench.NOW),
                new Artifact(
                        FILE, WorkerBench.ID.value(), ArtifactKind.SAFETY_DUMP, "dump", 9, SHA, WorkerBench.NOW))) {
            when(store.verify(FILE)).thenReturn(foreign);
            assertRefused(() -> upload(SHA), "of this migration");
        }
        verify(bench.targetDumps(), never()).importDump(any());
    }

    @Test
    void shouldUploadAgainWhatArrivedDamaged() {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.UPLOAD_DUMP), any()))
                .thenReturn(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().importDump(any()))
                .thenReturn(new DumpUpload.Uploaded("17", new Transferred(9, "c".repeat(64))));

        assertThatThrownBy(() -> upload(SHA)).isInstanceOf(JobError.class);
        verify(facts, never()).verified(any(), eq(FactName.UPLOADED_DUMP), any());
    }

    @Test
    void shouldUploadAgainWhereNobodyHeardWhatBecameOfAnUpload() {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.UPLOAD_DUMP), any()))
                .thenReturn(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().importDump(any())).thenThrow(OutcomeUnknownException.of("Broken off.", "Look."));

        // then Camunda tries again; no person is asked
        assertThatThrownBy(() -> upload(SHA)).isInstanceOf(JobError.class);
        verify(intents, never()).done(any(), any());
    }

    @Test
    void shouldTellAPersonWhyTheAppRefusesTheDump() {
        when(intents.begin(eq(WorkerBench.ID), eq(Action.UPLOAD_DUMP), any()))
                .thenReturn(new IntentState.Fresh(INTENT));
        when(bench.targetDumps().importDump(any())).thenReturn(new DumpUpload.Refused("newer than 8.2.2"));

        assertRefused(() -> upload(SHA), "newer than 8.2.2");
        verify(intents).failed(INTENT, "newer than 8.2.2");
    }

    private void upload(String confirmedHash) {
        WorkerBench.run(
                new UploadDumpWorker(
                        bench.steps(),
                        new DumpIntoTarget(recordedFiles(), new DumpUploads(bench.sites(), store, intents), facts)),
                AJob.of("upload-dump")
                        .with("dumpFile", Map.of("id", FILE.value(), "sha256", confirmedHash))
                        .get());
    }

    private RestoreBasis basis() {
        return new RestoreBasis(
                states, new MappingCheck(people, facts), people, guards, matching, recordedFiles(), restored);
    }

    @Test
    void shouldReadWhatTheTargetHolds() {
        var fingerprint = fingerprint();

        var variables = WorkerBench.run(
                new ReadTargetStateWorker(bench.steps(), basis()),
                AJob.of("read-target-state").get());

        assertThat(WorkerBench.json(variables.get("targetState")))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("boxes", 1)
                .containsEntry("appVersion", "8.40.0")
                .containsEntry("fingerprint", fingerprint)
                .containsEntry("seenAt", "2026-01-05T10:00:00Z")
                .containsEntry("unseen", null);
        assertThat(WorkerBench.json(variables.get("mapping")))
                .isEqualTo(Map.of(
                        "version", MAPPING.version(), "mapped", 1, "unmapped", 0L, "conflicts", 0L, "approved", true));
        verify(facts)
                .verified(
                        WorkerBench.ID,
                        FactName.TARGET_STATE,
                        new TargetState(1, "8.40.0", fingerprint, WorkerBench.NOW, APP, List.of("R1"), null));
    }

    @Test
    void shouldMatchPeopleAgainWhereARestoredRecordLacksThem() {
        when(people.counts(WorkerBench.ID)).thenReturn(new UserMappingCounts(Map.of(), 0, 0, 0, 0, 0));

        read();
        verify(matching, never()).match(any());
        when(restored.concerns(any())).thenReturn(true);
        read();

        verify(matching).match(any());
    }

    private void read() {
        WorkerBench.run(
                new ReadTargetStateWorker(bench.steps(), basis()),
                AJob.of("read-target-state").get());
    }

    @Test
    void shouldMapNobodyWhereARestoredRecordLacksEverybody() {
        var nobody = new Mapping(List.of(), 0);
        when(people.mapping(WorkerBench.ID)).thenReturn(nobody);
        when(restored.concerns(any())).thenReturn(true);
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, nobody.version(), fingerprint()));

        assertNotValid(() -> start(7), "Nobody is on record");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldRestoreOnlyForSomebodyWhoWasToldThatTheRecordWasRestored() {
        doThrow(StepRefused.confirmationNotValid("Ferry's database was restored", "Look.", "Confirm again."))
                .when(restored)
                .expectTold(any(), eq(Question.RESTORE), any());

        assertNotValid(() -> start(7), "was restored");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldSayWhenTheTargetCannotBeLookedAt() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.NotVerifiable("No token."));
        when(bench.targetDumps().restores()).thenThrow(AutomationUnavailableException.of("restores", "none"));

        var variables = WorkerBench.run(
                new ReadTargetStateWorker(bench.steps(), basis()),
                AJob.of("read-target-state").get());

        assertThat(WorkerBench.json(variables.get("targetState")))
                .isInstanceOfSatisfying(
                        Map.class, state -> assertThat(state.get("boxes")).isNull())
                .isInstanceOfSatisfying(
                        Map.class, state -> assertThat(state.get("unseen")).isEqualTo("No token."));
    }

    @Test
    void shouldRestoreWhatWasConfirmed() {
        // when
        var variables = start(7);

        // then
        assertThat(variables).containsEntry("restoreId", "R2").containsEntry("restoreState", "IN_PROGRESS");
        verify(bench.targetDumps()).restore(request.capture());
        assertThat(request.getValue())
                .isEqualTo(new RestoreRequest(
                        "17", List.of(new RestoreRequest.MappedUser("a/b", "1")), false, true, "RESTORE"));
        verify(intents).done(INTENT, Map.of("restoreId", "R2"));
    }

    @Test
    void shouldNotRestoreUnconfirmed() {
        when(confirmations.latest(WorkerBench.ID, Question.RESTORE)).thenReturn(Optional.empty());
        assertNotValid(() -> start(7), "Nobody has confirmed");

        confirmed(Question.RESTORE, Decision.STOP, Map.of());
        assertNotValid(() -> start(7), "Nobody has confirmed");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldLookOnceMoreAtWhoConfirmedBeforeTheOrder() {
        var two = new ApprovalProperties(
                List.of(), Map.of(), Set.of(Question.RESTORE), null, false, ApprovalProperties.Channel.TASKLIST);
        for (var stricter : Map.of(
                        ApprovalProperties.ofApprovers("ben"),
                        "not confirmed by an approver",
                        two,
                        "A second person must confirm")
                .entrySet()) {
            var others = new RestoreGuards(
                    states,
                    confirmations,
                    intents,
                    people,
                    facts,
                    new Approvals(stricter.getKey(), confirmations, bench.timeline()),
                    restored);
            var order = new Restore(
                    bench.sites(),
                    others,
                    rollbackPoint,
                    intents,
                    new AtMostOnce(intents),
                    people,
                    facts,
                    new LongWork(bench.timeline(), clock));
            assertNotValid(
                    () -> WorkerBench.run(
                            new RestoreDumpWorker(bench.steps(), order),
                            AJob.of("restore-dump").get()),
                    stricter.getValue());
            assertNotValid(
                    () -> WorkerBench.run(
                            new CheckConfirmationWorker(
                                    bench.steps(), new ConfirmationCheck(others, rollbackPoint, recordedFiles())),
                            AJob.of("check-confirmation")
                                    .withHeader("mode", "MANUAL")
                                    .get()),
                    stricter.getValue());
        }
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldNotRestoreAnythingElseThanWasConfirmed() {
        confirmed(Question.RESTORE, Decision.CONFIRM, basis("b".repeat(64), MAPPING.version(), fingerprint()));
        assertNotValid(() -> start(7), "The dump is not the one");

        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, "other", fingerprint()));
        assertNotValid(() -> start(7), "The mapping of people has changed");

        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), "other"));
        assertNotValid(() -> start(7), "no longer holds what was confirmed");

        verify(bench.targetDumps(), never()).restore(any());
        verify(intents, never()).done(any(), any());
    }

    @Test
    void shouldNotRestoreWithoutASafetyDumpMadeForThisConfirmation() {
        when(facts.find(WorkerBench.ID, FactName.SAFETY_DUMP, SafetyDump.class)).thenReturn(Optional.empty());
        assertNotValid(() -> start(7), "No safety dump");

        safetyDump(true, new UUID(9, 9));
        assertNotValid(() -> start(7), "No safety dump");

        safetyDump(false, new UUID(3, 4));
        assertNotValid(() -> start(7), "No safety dump");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldHaveTheSafetyDumpMadeOnceForAConfirmation() {
        // given
        when(intents.begin(any(Confirmation.class), eq(Action.MAKE_SAFETY_DUMP), any()))
                .thenReturn(new IntentState.Fresh(INTENT), new IntentState.Done(INTENT, Map.of("mark", INTENT.mark())));
        var worker = new MakeSafetyDumpWorker(bench.steps(), safetyDumps());

        // when, then
        for (int run = 0; run < 2; run++) {
            assertThat(WorkerBench.run(worker, AJob.of("make-safety-dump").get()))
                    .containsEntry("safetyMark", INTENT.mark())
                    .containsEntry("safetyState", "IN_PROGRESS");
        }
        verify(bench.targetDumps()).create(contains(INTENT.mark()));
    }

    @Test
    void shouldFindTheSafetyDumpWhoseMakingWasNotAnswered() {
        // given
        when(intents.begin(any(Confirmation.class), eq(Action.MAKE_SAFETY_DUMP), any()))
                .thenReturn(new IntentState.Unfinished(INTENT));
        var worker = new MakeSafetyDumpWorker(bench.steps(), safetyDumps());
        when(bench.targetDumps().list()).thenReturn(List.of(), List.of(marked(RemoteState.IN_PROGRESS)));

        // when, then
        assertThatThrownBy(() ->
                        WorkerBench.run(worker, AJob.of("make-safety-dump").get()))
                .isInstanceOf(JobError.class);
        WorkerBench.run(worker, AJob.of("make-safety-dump").get());
        verify(bench.targetDumps(), never()).create(any());
        verify(intents).done(INTENT, Map.of("mark", INTENT.mark()));
    }

    @Test
    void shouldMakeNoSafetyDumpUnconfirmed() {
        confirmed(Question.RESTORE, Decision.STOP, Map.of());
        var worker = new MakeSafetyDumpWorker(bench.steps(), safetyDumps());
        assertRefused(() -> WorkerBench.run(worker, AJob.of("make-safety-dump").get()), "Nobody has confirmed");
    }

    @Test
    void shouldPutTheSafetyDumpOnRecordWhenACopyIsFetched() {
        // given
        when(bench.targetDumps().list())
                .thenReturn(List.of(marked(RemoteState.IN_PROGRESS)), List.of(marked(RemoteState.DONE)));
        when(files.fetchOnce(any(), eq(ArtifactKind.SAFETY_DUMP), eq("safety-dump-21.dump"), any()))
                .thenReturn(new StoredFile(FILE.value(), "safety-dump-21.dump", 9, SHA));

        // when, then
        assertThat(checkSafetyDumpProgress()).containsEntry("safetyState", "IN_PROGRESS");
        verify(facts, never()).verified(any(), any(), any());
        assertThat(checkSafetyDumpProgress()).containsEntry("safetyState", "DONE");
        verify(facts)
                .verified(
                        WorkerBench.ID,
                        FactName.SAFETY_DUMP,
                        new SafetyDump(
                                "21",
                                "Ferry, before the restore [" + INTENT.mark() + "]",
                                true,
                                null,
                                FILE.value(),
                                SHA,
                                null,
                                new UUID(3, 4).toString(),
                                List.of()));
    }

    private Map<String, @Nullable Object> checkSafetyDumpProgress() {
        return WorkerBench.run(
                new CheckSafetyDumpProgressWorker(bench.steps(), safetyDumps()),
                AJob.of("check-safety-dump-progress")
                        .with("safetyMark", INTENT.mark())
                        .get());
    }

    private static Dump marked(RemoteState state) {
        return new Dump(
                "21",
                "Ferry, before the restore [" + INTENT.mark() + "]",
                Optional.empty(),
                state,
                state.isInProgress() ? 40 : 100,
                "1",
                OptionalLong.of(9),
                Dump.Origin.MANUAL);
    }

    private void safetyDump(boolean kept, UUID confirmation) {
        safetyDump(WorkerBench.ID, kept, confirmation);
    }

    private void safetyDump(MigrationId id, boolean kept, UUID confirmation) {
        when(facts.find(id, FactName.SAFETY_DUMP, SafetyDump.class))
                .thenReturn(Optional.of(
                        new SafetyDump("21", null, kept, null, null, SHA, null, confirmation.toString(), List.of())));
    }

    private SafetyDumps safetyDumps() {
        return new SafetyDumps(
                bench.sites(),
                files,
                rollbackPoint,
                confirmations,
                intents,
                new AtMostOnce(intents),
                new LongWork(bench.timeline(), clock),
                restored);
    }

    @Test
    void shouldNotRestoreWhileSomebodyIsUndecided() {
        var open = new Mapping(List.of(new Mapping.Entry("a/b", null)), 1);
        when(people.mapping(WorkerBench.ID)).thenReturn(open);
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, open.version(), fingerprint()));

        assertNotValid(() -> start(7), "not complete");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldLeavePeopleUnmappedOnlyWithAnApprovalOfThisMapping() {
        // given
        var partial = new Mapping(List.of(new Mapping.Entry("a/b", "1"), new Mapping.Entry("gone", null)), 0);
        when(people.mapping(WorkerBench.ID)).thenReturn(partial);
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, partial.version(), fingerprint()));
        when(confirmations.latest(WorkerBench.ID, Question.UNMAPPED_PEOPLE)).thenReturn(Optional.empty());

        // when, then
        assertNotValid(() -> start(7), "Nobody who may has approved");
        confirmed(Question.UNMAPPED_PEOPLE, Decision.CONFIRM, basis(SHA, "earlier", "any"));
        assertNotValid(() -> start(7), "Nobody who may has approved");
        confirmed(Question.UNMAPPED_PEOPLE, Decision.CONFIRM, basis(SHA, partial.version(), "any"));
        start(7);
        verify(bench.targetDumps()).restore(request.capture());
        assertThat(request.getValue().acceptUnmapped()).isTrue();
        assertThat(request.getValue().userMapping()).hasSize(1);
    }

    @Test
    void shouldNotRestoreTwiceOnOneConfirmation() {
        intent(new IntentState.Done(INTENT, Map.of("restoreId", "R2")));

        assertThat(start(7)).containsEntry("restoreId", "R2");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldWriteDownWhatTheRestoreRestsOn() {
        // given intents that are really written down
        var confirmed =
                ARecord.confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), fingerprint()));
        when(confirmations.latest(WorkerBench.ID, Question.RESTORE)).thenReturn(Optional.of(confirmed));
        safetyDump(confirmed.migrationId(), true, confirmed.id());
        when(intents.begin(any(Confirmation.class), eq(Action.RESTORE_DUMP), any()))
                .thenAnswer(delegatesTo(ARecord.get(Intents.class)));

        // when
        start(7);

        // then
        assertThat(ARecord.basesOf(confirmed.migrationId(), Operation.RESTORE_DUMP.key()))
                .containsExactly(Map.of(
                        "confirmation", confirmed.id().toString(),
                        "dumpFile", Map.of("sha256", SHA),
                        "mapping", Map.of("version", MAPPING.version()),
                        "targetState", Map.of("fingerprint", fingerprint())));
    }

    @Test
    void shouldFindOutWhatBecameOfARestore() {
        // given a job that died after it had started the restore
        intent(new IntentState.Unfinished(INTENT));
        targetStateKnows(List.of("R1"));
        when(bench.targetDumps().restores())
                .thenReturn(List.of(
                        progress("R2", RestoreProgress.Step.RESTORING, null),
                        progress("R1", RestoreProgress.Step.DONE, null)));

        // when, then
        assertThat(start(7)).containsEntry("restoreId", "R2");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldFindOutWhatBecameOfALostAnswer() {
        targetStateKnows(List.of("R1"));
        when(bench.targetDumps().restore(any())).thenThrow(OutcomeUnknownException.of("No answer.", "Look."));
        when(bench.targetDumps().restores()).thenReturn(List.of(progress("R2", RestoreProgress.Step.RESTORING, null)));
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), fingerprint()));

        assertThat(start(7)).containsEntry("restoreId", "R2");
    }

    @Test
    void shouldLeaveWhatCannotBeFoundOutToAPerson() {
        intent(new IntentState.Unfinished(INTENT));
        targetStateKnows(null);

        assertThatThrownBy(() -> start(2))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("OUTCOME_UNKNOWN"));
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldTellAPersonWhyTheAppRefusesTheRestore() {
        when(bench.targetDumps().restore(any())).thenReturn(new RestoreStart.Refused("One is running."));

        assertRefused(() -> start(7), "One is running.");
        verify(intents).failed(eq(INTENT), anyString());
    }

    @Test
    void shouldAskHowFarTheRestoreIs() {
        when(bench.targetDumps().restoreState("R2")).thenReturn(progress("R2", RestoreProgress.Step.RESTORING, "9"));

        var variables = WorkerBench.run(
                new CheckRestoreProgressWorker(bench.steps(), restore),
                AJob.of("check-restore-progress").with("restoreId", "R2").get());

        assertThat(variables).containsEntry("restoreState", "IN_PROGRESS").containsEntry("restorePercent", 50);
    }

    private Map<String, @Nullable Object> start(int retries) {
        ActivatedJob job = AJob.of("restore-dump").withRetries(retries).get();
        return WorkerBench.run(new RestoreDumpWorker(bench.steps(), restore), job);
    }

    @Test
    void shouldUploadNothingWhileFerryCannotLookIntoTheApp() {
        notReadable();

        assertRefused(() -> check(Mode.AUTOMATIC), "target-app");
        assertRefused(() -> start(7), "target-app");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldLetAPersonRestoreWhereFerryCannotLookIntoTheApp() {
        notReadable();

        check(Mode.MANUAL);

        // what is overwritten is on record as not seen
        verify(facts).verified(eq(WorkerBench.ID), eq(FactName.ORIGINAL_STATE), any(TargetState.class));
    }

    private void notReadable() {
        when(apps.ask(bench.targetApp())).thenReturn(new AppInventory.Answer.NotVerifiable("No token."));
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), fingerprint()));
    }

    @Test
    void shouldNotTellAPersonToRestoreWhatIsNoLongerAsConfirmed() {
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, "other", fingerprint()));
        assertNotValid(() -> check(Mode.MANUAL), "The mapping of people has changed");

        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), "other"));
        assertNotValid(() -> check(Mode.MANUAL), "no longer holds what was confirmed");

        verify(facts, never()).verified(any(), eq(FactName.ORIGINAL_STATE), any());
    }

    @Test
    void shouldKeepInSightWhatLedToTheWorkByHand() {
        assertThat(check(Mode.MANUAL)).containsEntry("problem", Map.of("code", "STUCK"));
    }

    @Test
    void shouldNotHoldARestoreThatHasBegunAgainstWhatWasThereBefore() {
        confirmed(Question.RESTORE, Decision.CONFIRM, basis(SHA, MAPPING.version(), "before"));
        when(intents.begun(WorkerBench.ID)).thenReturn(List.of(new IntentState.Unfinished(INTENT)));

        assertThat(check(Mode.MANUAL)).containsEntry("problem", Map.of("code", "STUCK"));
    }

    @Test
    void shouldNotOverwriteWithADumpThatIsNewerThanTheApp() {
        when(facts.find(WorkerBench.ID, FactName.SOURCE_APP))
                .thenReturn(Optional.of(new Fact(
                        FactName.SOURCE_APP,
                        JsonNodeFactory.instance.objectNode().put("version", "8.41.0"),
                        Fact.Certainty.VERIFIED,
                        WorkerBench.NOW)));

        assertRefused(() -> check(Mode.AUTOMATIC), "older than the one that made the dump");
        assertRefused(() -> start(7), "8.41.0");
        verify(bench.targetDumps(), never()).restore(any());
    }

    @Test
    void shouldSeeThatSomebodyIsAtWorkInTheTarget() {
        var before = fingerprint();

        // Ferry's own work says nothing
        when(bench.targetDumps().list())
                .thenReturn(List.of(
                        dump("1", Dump.Origin.MANUAL, "Ferry, before the restore [" + INTENT.mark() + "]"),
                        dump("2", Dump.Origin.UPLOAD, "dump.zip"),
                        dump("3", Dump.Origin.OTHER, "dump.zip")));
        assertThat(fingerprint()).isEqualTo(before);

        when(bench.targetDumps().list()).thenReturn(List.of(dump("3", Dump.Origin.MANUAL, "Before my holidays")));
        assertThat(fingerprint()).isNotEqualTo(before);

        when(bench.targetDumps().list()).thenReturn(List.of());
        when(bench.targetDumps().restores()).thenReturn(List.of());
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    private static Dump dump(String id, Dump.Origin origin, String description) {
        return new Dump(
                id, description, Optional.of(WorkerBench.NOW), RemoteState.DONE, 100, "1", OptionalLong.of(9), origin);
    }

    private RecordedFiles recordedFiles() {
        return new RecordedFiles(store, facts, restored, bench.timeline());
    }

    private Map<String, @Nullable Object> check(Mode way) {
        return WorkerBench.run(
                new CheckConfirmationWorker(
                        bench.steps(), new ConfirmationCheck(guards, rollbackPoint, recordedFiles())),
                AJob.of("check-confirmation")
                        .withHeader("mode", way.name())
                        .with("problem", Map.of("code", "STUCK"))
                        .get());
    }

    private static void assertNotValid(ThrowingCallable call, String said) {
        assertError(call, "CONFIRMATION_NOT_VALID", said);
    }

    private static void assertRefused(ThrowingCallable call, String said) {
        assertError(call, "REFUSED", said);
    }

    private static void assertError(ThrowingCallable call, String code, String said) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo(code);
            assertThat(String.valueOf(error.getVariables())).contains(said);
        });
    }

    private String fingerprint() {
        var migration = bench.migrations().get(WorkerBench.ID);
        return states.look(new Step(migration, AJob.of("any").get())).fingerprint();
    }

    private void uploaded(String sha256) {
        when(facts.find(WorkerBench.ID, FactName.UPLOADED_DUMP, UploadedDump.class))
                .thenReturn(Optional.of(new UploadedDump("17", sha256, 9)));
    }

    private void targetStateKnows(@Nullable List<String> restores) {
        when(facts.find(WorkerBench.ID, FactName.TARGET_STATE, TargetState.class))
                .thenReturn(Optional.of(new TargetState(1, "8.40.0", "f", WorkerBench.NOW, APP, restores, null)));
    }

    private void intent(IntentState state) {
        when(intents.begin(any(Confirmation.class), eq(Action.RESTORE_DUMP), any()))
                .thenReturn(state);
    }

    private void confirmed(Question question, Decision decision, Map<String, Object> basis) {
        when(confirmations.latest(WorkerBench.ID, question))
                .thenReturn(Optional.of(new Confirmation(
                        new UUID(3, 4),
                        WorkerBench.ID,
                        question,
                        decision,
                        null,
                        Actor.ofTask("ann"),
                        WorkerBench.NOW,
                        basis,
                        false)));
    }

    private static Map<String, Object> basis(String sha256, String version, String fingerprint) {
        return Map.of(
                "dumpFile", Map.of("sha256", sha256),
                "mapping", Map.of("version", version),
                "targetState", Map.of("fingerprint", fingerprint));
    }

    private static RestoreProgress progress(String id, RestoreProgress.Step step, @Nullable String safetyDump) {
        return new RestoreProgress(id, step, 50, Optional.ofNullable(safetyDump), "");
    }
}
