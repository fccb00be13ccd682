package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Change;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.PageConfirmation;
import io.ferry.migration.PageConfirmations;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.TargetInUse;
import io.ferry.migration.TaskVisit;
import io.ferry.process.model.Problem;
import io.ferry.process.model.ProcessVariables;
import io.ferry.process.reminders.Reminders;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.RemoteFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonWorkersTest {
    private final WorkerBench bench = new WorkerBench();
    private final MigrationFiles files = mock();
    private final RecordedPhases phases = new RecordedPhases(bench.timeline(), bench.migrations(), files);
    private final Confirmations confirmations = mock();
    private final SettingsCheck settingsCheck = mock();
    private final Deciders deciders = mock();
    private final FactsOfMigration facts = mock();
    private final PageConfirmations pages = mock();
    private final Answers answers = answers(ApprovalProperties.ofApprovers());

    private Answers answers(ApprovalProperties approval) {
        doAnswer(call -> {
                    call.<Runnable>getArgument(7).run();
                    return confirmation(
                            call.getArgument(2),
                            call.getArgument(3),
                            call.<Actor>getArgument(5).name(),
                            false);
                })
                .when(confirmations)
                .recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
        return new Answers(
                confirmations,
                bench.migrations(),
                settingsCheck,
                bench.timeline(),
                deciders,
                facts,
                new Approvals(approval, confirmations, bench.timeline()),
                pages);
    }

    private static ApprovalProperties secondPersonFor(Set<Question> questions, @Nullable Boolean rollBack) {
        return new ApprovalProperties(
                List.of(), Map.of(), questions, rollBack, false, ApprovalProperties.Channel.TASKLIST);
    }

    @Test
    void shouldRecordADecisionWithItsReasonAndWhatThePersonSaw() {
        Map<String, Object> readiness = Map.of("passed", false);
        when(deciders.whoCompleted(any(), eq("Task_DecideAboutFailedChecks"))).thenReturn(Optional.of("demo"));

        WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), answers),
                AJob.of("record-decision")
                        .inProcess("check-readiness")
                        .withHeader("subject", "failed-checks")
                        .with("decision", "GO_ON")
                        .with("reason", "A rehearsal")
                        .with("readiness", readiness)
                        .with("other", "not on the form")
                        .get());

        verify(confirmations)
                .recordOnce(
                        eq(new TaskVisit(42, 77)),
                        eq(WorkerBench.ID),
                        eq(Question.FAILED_CHECKS),
                        eq(Decision.GO_ON),
                        eq("A rehearsal"),
                        eq(Actor.ofTask("demo")),
                        eq(Map.of("readiness", readiness)),
                        any());
        verify(bench.timeline())
                .record(
                        WorkerBench.ID,
                        Phase.CHECK_READINESS,
                        "Record decision",
                        Event.Kind.DECIDED,
                        "failed checks: go on (A rehearsal)",
                        Actor.ofTask("demo"));
    }

    @Test
    void shouldRecordOnceWhatTheScreenSaysInstead() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));

        var variables = WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), answers),
                AJob.of("record-decision")
                        .inProcess("reactivate-integrations")
                        .withHeader("subject", "integrations")
                        .with("decision", "TRY_AGAIN")
                        .with("screenSays", "Settings > Connected sites")
                        .get());

        verify(bench.timeline())
                .record(
                        WorkerBench.ID,
                        Phase.REACTIVATE_INTEGRATIONS,
                        "Investigate integrations",
                        Event.Kind.SCREEN,
                        "Settings > Connected sites",
                        Actor.ofTask("demo"));
        assertThat(variables).as("the next answer does not carry it again").containsEntry("screenSays", null);
    }

    @Test
    void shouldGiveBackAnAnswerThatTheQuestionDoesNotAllow() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));

        for (String answer : Arrays.asList("CREATE", "PERHAPS", " ", null)) {
            assertThatThrownBy(() -> WorkerBench.run(
                            new RecordDecisionWorker(bench.steps(), answers),
                            aDecisionAboutChecks().with("decision", answer).get()))
                    .as("answer %s", answer)
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(String.valueOf(error.getVariables()))
                                    .contains("not one of the answers"));
        }
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
    }

    @Test
    void shouldNotRecordAsADecisionWhatLooksLikeAConfirmation() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));

        assertThatThrownBy(() -> WorkerBench.run(
                        new RecordDecisionWorker(bench.steps(), answers),
                        AJob.of("record-decision")
                                .withHeader("subject", "import")
                                .with("decision", "CONFIRM")
                                .get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("The confirmation is not complete"));
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
    }

    @ParameterizedTest
    @CsvSource({"DONE, MANUAL", "AUTOMATIC, AUTOMATIC"})
    void shouldTakeHowAnOperationWasDoneForItsModeFromThenOn(String decision, Mode mode) {
        var otherwise = mode == Mode.MANUAL ? Mode.AUTOMATIC : Mode.MANUAL;
        modesOnRecord(otherwise, mode);
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));

        assertThat(decide("import-backup", decision))
                .extractingByKey("modes", InstanceOfAssertFactories.MAP)
                .containsEntry("importBackup", mode.name())
                .containsEntry("createDump", "AUTOMATIC");

        verify(bench.migrations()).changeModes(WorkerBench.ID, Map.of(Operation.IMPORT_BACKUP, mode));
        verify(bench.timeline())
                .record(
                        WorkerBench.ID,
                        Phase.BACK_UP_BIGPICTURE,
                        "Record decision",
                        Event.Kind.NOTE,
                        "From now on: Import the Jira backup in the cloud: " + otherwise.words() + " → " + mode.words(),
                        Actor.ofTask("demo"),
                        Change.between(Map.of("importBackup", otherwise.name()), Map.of("importBackup", mode.name())));
    }

    @Test
    void shouldLeaveAModeThatTheSettingsDoNotAllow() {
        modesOnRecord(Mode.MANUAL, Mode.MANUAL);
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));
        doThrow(new SettingsRefused(List.of())).when(settingsCheck).check(any(), any());

        assertThat(decide("import-backup", "AUTOMATIC"))
                .extractingByKey("modes", InstanceOfAssertFactories.MAP)
                .containsEntry("importBackup", "MANUAL");

        verify(bench.migrations(), never()).changeModes(any(), any());
    }

    @Test
    void shouldLeaveTheModesWhereTheAnswerSaysNothingOfThem() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));

        assertThat(decide("import-backup", "STOP")).doesNotContainKey("modes");
        assertThat(decide("failed-checks", "GO_ON")).doesNotContainKey("modes");
        verify(bench.migrations(), never()).changeModes(any(), any());
    }

    private Map<String, @Nullable Object> decide(String subject, String decision) {
        return WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), answers),
                AJob.of("record-decision")
                        .withHeader("subject", subject)
                        .with("decision", decision)
                        .get());
    }

    /** How the import is done before the answer, and after. */
    private void modesOnRecord(Mode before, Mode after) {
        when(bench.migrations().get(WorkerBench.ID)).thenReturn(importing(before), importing(before), importing(after));
    }

    private Migration importing(Mode mode) {
        var settings = WorkerBench.settings(Path.of("/export")).withModes(Map.of(Operation.IMPORT_BACKUP, mode));
        return new Migration(
                WorkerBench.ID, "Rehearsal", App.BIGPICTURE, settings, WorkerBench.NOW, null, null, null, null);
    }

    @Test
    void shouldSayWhichWordIsMissingFromAConfirmation() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));

        for (Question question : Question.values()) {
            question.words().forEach((field, word) -> {
                for (Object wrong : List.of(word.toLowerCase(Locale.ROOT), 7, List.of(word))) {
                    AJob job = AJob.of("record-decision")
                            .withHeader("subject", question.key())
                            .with("decision", "CONFIRM");
                    question.words().forEach(job::with);
                    assertThatThrownBy(() -> WorkerBench.run(
                                    new RecordDecisionWorker(bench.steps(), answers),
                                    job.with(field, wrong).get()))
                            .as("%s: %s", question, wrong)
                            .isInstanceOfSatisfying(
                                    BpmnError.class,
                                    error -> assertThat(String.valueOf(error.getVariables()))
                                            .contains("What was typed is not " + word + ","));
                }
            });
        }
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
    }

    @Test
    void shouldGoOnWithUnmatchedPeopleOnlyWhenPeopleWereMatched() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));
        AJob goOn = AJob.of("record-decision")
                .withHeader("subject", "missing-people")
                .with("decision", "GO_ON")
                .with("reason", "They left years ago");

        assertThatThrownBy(() -> WorkerBench.run(new RecordDecisionWorker(bench.steps(), answers), goOn.get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error ->
                                assertThat(String.valueOf(error.getVariables())).contains("match again"));
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());

        WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), answers),
                goOn.with("matching", Map.of("unmatched", 40)).get());
        verify(confirmations).recordOnce(any(), any(), any(), eq(Decision.GO_ON), any(), any(), any(), any());
    }

    @Test
    void shouldKeepAsStatedHowJcmaIsKeptOutIfAPersonSaysSo() {
        when(deciders.whoCompleted(any(), eq("Task_ConfirmTheFreeze"))).thenReturn(Optional.of("demo"));
        var confirm =
                AJob.of("record-confirmation").withHeader("subject", "freeze").with("decision", "CONFIRM");

        for (var missing : List.of(
                Map.<String, Object>of(),
                Map.of("jcma", Map.of("keptOut", "perhaps")),
                Map.of("readiness", Map.of()))) {
            missing.forEach(confirm::with);
            assertThatThrownBy(
                            () -> WorkerBench.run(new RecordConfirmationWorker(bench.steps(), answers), confirm.get()))
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(String.valueOf(error.getVariables()))
                                    .contains("Nobody said how JCMA is kept out"));
        }
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());

        var reported =
                AJob.of("record-confirmation").withHeader("subject", "freeze").with("decision", "CONFIRM");
        WorkerBench.run(
                new RecordConfirmationWorker(bench.steps(), answers),
                reported.with("readiness", Map.of("jcmaKeptOut", true)).get());
        verify(facts, never()).stated(any(), any(), any());

        Map<String, Object> jcma = Map.of("keptOut", "OFF");
        WorkerBench.run(
                new RecordConfirmationWorker(bench.steps(), answers),
                confirm.with("jcma", jcma).get());
        verify(facts).stated(WorkerBench.ID, FactName.JCMA, jcma);
    }

    @Test
    void shouldKeepAsStatedWhatAPersonSaysAndFerryDoesNotSee() {
        Map<String, Object> safetyDump = Map.of("description", "Before the restore", "kept", true);
        when(deciders.whoCompleted(any(), eq("Task_RecordTheSafetyDump"))).thenReturn(Optional.of("demo"));

        WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), answers),
                AJob.of("record-decision")
                        .withHeader("subject", "safety-dump")
                        .with("decision", "NOTED")
                        .with("safetyDump", safetyDump)
                        .get());

        verify(facts).stated(WorkerBench.ID, FactName.SAFETY_DUMP, safetyDump);
    }

    @Test
    void shouldRemindPeopleOfAMigrationOnRecordAndChangeNothing() {
        Reminders reminders = mock();
        var worker = new RemindPeopleWorker(reminders);

        WorkerBench.run(worker, AJob.of("remind-people").inProcess("migrate").get());
        WorkerBench.run(
                worker, AJob.of("remind-people").with("migrationId", null).get());

        verify(reminders).remind(WorkerBench.ID);
    }

    @Test
    void shouldRecordAConfirmation() {
        when(deciders.whoCompleted(any(), eq("Task_ConfirmTheImport"))).thenReturn(Optional.of("demo"));

        WorkerBench.run(
                new RecordConfirmationWorker(bench.steps(), answers),
                AJob.of("record-confirmation")
                        .withHeader("subject", "import")
                        .with("decision", "CONFIRM")
                        .get());

        verify(confirmations)
                .recordOnce(
                        eq(new TaskVisit(42, 77)),
                        eq(WorkerBench.ID),
                        eq(Question.IMPORT),
                        eq(Decision.CONFIRM),
                        isNull(),
                        eq(Actor.ofTask("demo")),
                        eq(Map.of()),
                        any());
    }

    @Test
    void shouldTakeTheConfirmationOfAnApproverOnly() {
        // given
        Answers ofApprovers = answers(ApprovalProperties.ofApprovers("carla", "ben"));
        when(deciders.whoCompleted(any(), eq("Task_ConfirmTheImport")))
                .thenReturn(Optional.of("anna"), Optional.of("carla"));

        // when, then
        assertThatThrownBy(() -> confirmTheImport(ofApprovers)).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("CONFIRMATION_NOT_VALID");
            assertThat(String.valueOf(error.getVariables()))
                    .contains("approvers")
                    .doesNotContain("anna");
        });
        verifyNoInteractions(bench.target());
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
        confirmTheImport(ofApprovers);
        verify(confirmations)
                .recordOnce(
                        eq(new TaskVisit(42, 77)),
                        eq(WorkerBench.ID),
                        eq(Question.IMPORT),
                        eq(Decision.CONFIRM),
                        isNull(),
                        eq(Actor.ofTask("carla")),
                        eq(Map.of()),
                        any());
    }

    private void confirmTheImport(Answers answers) {
        WorkerBench.run(
                new RecordConfirmationWorker(bench.steps(), answers),
                AJob.of("record-confirmation")
                        .withHeader("subject", "import")
                        .withHeader("who", "approver")
                        .with("decision", "CONFIRM")
                        .get());
    }

    @Test
    void shouldNotLeaveTheSourceClosedAfterADressRehearsal() {
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("demo"));
        var stays = AJob.of("record-decision")
                .inProcess("clean-up")
                .withHeader("subject", "unfreeze")
                .with("decision", "STAY_FROZEN")
                .with("reason", "Another one starts soon")
                .get();
        WorkerBench.run(new RecordDecisionWorker(bench.steps(), answers), stays);

        var known = bench.migrations().get(WorkerBench.ID);
        var settings = known.settings();
        doReturn(new Migration(
                        known.id(),
                        known.name(),
                        known.app(),
                        new MigrationSettings(
                                settings.source(),
                                settings.target(),
                                settings.modes(),
                                settings.thresholds(),
                                settings.pollPause(),
                                true,
                                true,
                                null),
                        known.createdAt(),
                        known.processInstanceKey(),
                        null,
                        null,
                        null))
                .when(bench.migrations())
                .get(WorkerBench.ID);
        assertThatThrownBy(() -> WorkerBench.run(new RecordDecisionWorker(bench.steps(), answers), stays))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("does not stay closed after a rehearsal"));
    }

    @Test
    void shouldTakeNoConfirmationPastFerrysPageWhereItIsGivenThere() {
        // given
        Answers onFerry = answers(
                new ApprovalProperties(List.of(), Map.of(), Set.of(), null, false, ApprovalProperties.Channel.FERRY));
        Actor ann = new Actor("ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-ann");
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("mallory"));
        when(deciders.completedTask(any(), eq("Task_ConfirmTheImport"))).thenReturn(9L);
        when(pages.find(WorkerBench.ID, 9, Question.IMPORT)).thenReturn(Optional.empty());

        // when, then
        assertThatThrownBy(() -> confirmTheImport(onFerry)).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("CONFIRMATION_NOT_VALID");
            assertThat(String.valueOf(error.getVariables()))
                    .contains("/migrations/m-1/approvals/import")
                    .doesNotContain("mallory");
        });
        // what was confirmed there is not what the task shows
        when(pages.find(WorkerBench.ID, 9, Question.IMPORT))
                .thenReturn(Optional.of(new PageConfirmation(
                        WorkerBench.ID,
                        9,
                        Question.IMPORT,
                        null,
                        ann,
                        Confirmations.hashOf(Map.of("targetJira", Map.of("projects", 1))))));
        assertThatThrownBy(() -> confirmTheImport(onFerry))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("What was confirmed on Ferry's page has changed"));
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());

        // whoever completed the task, the record names the one who confirmed
        when(pages.find(WorkerBench.ID, 9, Question.IMPORT))
                .thenReturn(Optional.of(new PageConfirmation(
                        WorkerBench.ID, 9, Question.IMPORT, "It is empty", ann, Confirmations.hashOf(Map.of()))));
        confirmTheImport(onFerry);
        verify(confirmations)
                .recordOnce(
                        any(),
                        eq(WorkerBench.ID),
                        eq(Question.IMPORT),
                        eq(Decision.CONFIRM),
                        eq("It is empty"),
                        eq(ann),
                        eq(Map.of()),
                        any());
    }

    @Test
    void shouldLetPeopleStopInTasklistWhereTheyConfirmOnFerrysPage() {
        Answers onFerry = answers(
                new ApprovalProperties(List.of(), Map.of(), Set.of(), null, false, ApprovalProperties.Channel.FERRY));
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.of("ben"));

        WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), onFerry),
                AJob.of("record-decision")
                        .withHeader("subject", "import")
                        .with("decision", "STOP")
                        .get());

        verify(confirmations)
                .recordOnce(any(), any(), any(), eq(Decision.STOP), any(), eq(Actor.ofTask("ben")), any(), any());
    }

    @Test
    void shouldWantASecondPersonForARollBackWhereThatIsConfigured() {
        // given
        Answers ofTwo = answers(secondPersonFor(Set.of(), true));
        when(deciders.whoCompleted(any(), eq("Task_DecideAboutTheRollBack"))).thenReturn(Optional.of("ben"));

        // when, then
        assertSecondPersonIsWanted(ofTwo, List.of());
        assertSecondPersonIsWanted(ofTwo, List.of(confirmation(Decision.ROLL_BACK, "ben", false)));
        assertSecondPersonIsWanted(ofTwo, List.of(confirmation(Decision.ROLL_BACK, "anna", true)));
        assertSecondPersonIsWanted(
                ofTwo,
                List.of(confirmation(Decision.ROLL_BACK, "anna", false), confirmation(Decision.KEEP, "carla", false)));
        assertSecondPersonIsWanted(
                ofTwo,
                List.of(
                        confirmation(Decision.ROLL_BACK, "anna", false),
                        confirmation(Decision.ROLL_BACK, "carla", true)));

        when(confirmations.givenIn(42, WorkerBench.ID, Question.ROLL_BACK))
                .thenReturn(List.of(confirmation(Decision.ROLL_BACK, "anna", false)));
        rollBack(ofTwo);
        // Without the setting one person is enough.
        when(confirmations.givenIn(42, WorkerBench.ID, Question.ROLL_BACK)).thenReturn(List.of());
        rollBack(answers);
    }

    @Test
    void shouldUseUpTheConfirmationsOfARollBackThatIsDoneByHand() {
        when(deciders.whoCompleted(any(), eq("Task_RollBackByHand"))).thenReturn(Optional.of("ben"));

        for (Decision decision : List.of(Decision.AUTOMATIC, Decision.STOP)) {
            rollBackByHand(decision);
            verify(confirmations, never()).useUp(anyLong(), any(), any());
        }
        rollBackByHand(Decision.DONE);
        verify(confirmations).useUp(42, WorkerBench.ID, Question.ROLL_BACK);
    }

    private void rollBackByHand(Decision decision) {
        WorkerBench.run(
                new RecordDecisionWorker(bench.steps(), answers),
                AJob.of("record-decision")
                        .inProcess("roll-back")
                        .withHeader("subject", "roll-back-by-hand")
                        .with("decision", decision.key())
                        .get());
    }

    private void assertSecondPersonIsWanted(Answers answers, List<Confirmation> earlier) {
        when(confirmations.givenIn(42, WorkerBench.ID, Question.ROLL_BACK)).thenReturn(earlier);
        assertThatThrownBy(() -> rollBack(answers))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(String.valueOf(error.getVariables()))
                                .contains("A second person must confirm"));
    }

    private void rollBack(Answers answers) {
        WorkerBench.run(
                new RecordConfirmationWorker(bench.steps(), answers),
                AJob.of("record-confirmation")
                        .inProcess("roll-back")
                        .withHeader("subject", "roll-back")
                        .withHeader("who", "approver")
                        .with("decision", "ROLL_BACK")
                        .get());
    }

    private static Confirmation confirmation(Decision decision, String by, boolean used) {
        return confirmation(Question.ROLL_BACK, decision, by, used);
    }

    private static Confirmation confirmation(Question question, Decision decision, String by, boolean used) {
        return new Confirmation(
                UUID.randomUUID(),
                WorkerBench.ID,
                question,
                decision,
                null,
                Actor.ofTask(by),
                WorkerBench.NOW,
                Map.of(),
                used);
    }

    @Test
    void shouldGiveATaskBackThatWasCompletedWithoutAnAssignee() {
        // given
        when(deciders.whoCompleted(any(), eq("Task_DecideAboutFailedChecks"))).thenReturn(Optional.empty());

        // when, then
        assertThatThrownBy(() -> WorkerBench.run(
                        new RecordDecisionWorker(bench.steps(), answers),
                        aDecisionAboutChecks().get()))
                .isInstanceOfSatisfying(BpmnError.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo("CONFIRMATION_NOT_VALID");
                    assertThat(problemOf(error))
                            .extracting(Problem::code, Problem::title)
                            .containsExactly(
                                    "CONFIRMATION_NOT_VALID", "This task must be assigned before it is completed.");
                });
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
    }

    @Test
    void shouldTellAgainWhyATaskIsThereThatIsGivenBack() {
        // given
        when(deciders.whoCompleted(any(), any())).thenReturn(Optional.empty());
        var worker = new RecordDecisionWorker(bench.steps(), answers);
        for (String code : List.of("OUTCOME_UNKNOWN", "CONFIRMATION_NOT_VALID")) {
            shouldTellAgainWhyATaskIsThere(
                    worker, new Problem(code, "The answer was lost.", "Nobody knows.", "Look at the site."));
        }
    }

    private static void shouldTellAgainWhyATaskIsThere(RecordDecisionWorker worker, Problem first) {
        Problem why = first;
        for (int round = 1; round <= 3; round++) {
            // when, then
            Map<String, String> shown = Map.of(
                    "code", why.code(), "title", why.title(), "detail", why.detail(), "whatToDo", why.whatToDo());
            BpmnError error = catchThrowableOfType(
                    BpmnError.class,
                    () -> WorkerBench.run(
                            worker,
                            aDecisionAboutChecks().with("problem", shown).get()));
            why = problemOf(error);
            assertThat(error.getErrorCode()).isEqualTo("CONFIRMATION_NOT_VALID");
            // Forms warn by this code, and reminders find the task by it.
            assertThat(why.code()).isEqualTo(first.code());
            assertThat(why.title()).isEqualTo("This task must be assigned before it is completed.");
            assertThat(why.detail())
                    .endsWith("Why the task is there: The answer was lost. Nobody knows. Look at the site.")
                    .containsOnlyOnce("Why the task is there");
        }
    }

    /** Forms ask for it, and scripts could leave it out. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none", "'   '", "' there    '"})
    void shouldTakeNoAnswerWithoutEvidenceWhereEverythingRestsOnIt(String evidence) {
        when(deciders.whoCompleted(any(), eq("Task_CheckTheSiteImport"))).thenReturn(Optional.of("demo"));

        assertThatThrownBy(() -> WorkerBench.run(
                        new RecordDecisionWorker(bench.steps(), answers),
                        AJob.of("record-decision")
                                .withHeader("subject", "site-import")
                                .with("decision", "OFFERED")
                                .with("reason", evidence)
                                .get()))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(problemOf(error))
                                .extracting(Problem::title)
                                .isEqualTo("The answer does not say what was seen."));
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, false", "FAILED, false", "REFUSED, false", "STUCK, true", "OUTCOME_UNKNOWN, true"})
    void shouldGoOnWatchingOnlyWhatFerryHasStarted(@Nullable String code, boolean watched) {
        when(deciders.whoCompleted(any(), eq("Task_ImportTheBackupByHand"))).thenReturn(Optional.of("demo"));
        AJob job = AJob.of("record-decision")
                .withHeader("subject", "import-backup")
                .with("decision", "KEEP_WATCHING")
                .with("problem", code == null ? null : Map.of("code", code, "title", "Something", "detail", "More"));

        if (watched) {
            WorkerBench.run(new RecordDecisionWorker(bench.steps(), answers), job.get());
        } else {
            assertThatThrownBy(() -> WorkerBench.run(new RecordDecisionWorker(bench.steps(), answers), job.get()))
                    .isInstanceOfSatisfying(
                            BpmnError.class,
                            error -> assertThat(problemOf(error))
                                    .extracting(Problem::title)
                                    .isEqualTo("Ferry has nothing running that it could watch."));
        }
        verify(confirmations, times(watched ? 1 : 0))
                .recordOnce(any(), any(), any(), eq(Decision.KEEP_WATCHING), any(), any(), any(), any());
    }

    @ParameterizedTest
    @CsvSource({"DONE", "GO_ON"})
    void shouldTakeNoAnswerAboutTheTargetsBackupWithoutSayingWhereItIsOrWhyThereIsNone(String decision) {
        when(deciders.whoCompleted(any(), eq("Task_BackUpTheTargetJira"))).thenReturn(Optional.of("demo"));

        assertThatThrownBy(() -> WorkerBench.run(
                        new RecordDecisionWorker(bench.steps(), answers),
                        AJob.of("record-decision")
                                .withHeader("subject", "target-backup")
                                .with("decision", decision)
                                .with("reason", "done")
                                .get()))
                .isInstanceOf(BpmnError.class);
        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
    }

    private static AJob aDecisionAboutChecks() {
        return AJob.of("record-decision").withHeader("subject", "failed-checks").with("decision", "GO_ON");
    }

    private static Problem problemOf(BpmnError error) {
        return (Problem)
                Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(error.getVariables())).get("problem"));
    }

    @Test
    void shouldPutNothingOnRecordBeforeItIsKnownWhoAnswered() {
        when(deciders.whoCompleted(any(), eq("Task_ConfirmTheImport")))
                .thenThrow(RemoteFailure.passing("Tasklist does not tell yet.", "Wait."));
        var worker = new RecordConfirmationWorker(bench.steps(), answers);

        assertThatThrownBy(() -> WorkerBench.run(
                        worker,
                        AJob.of("record-confirmation")
                                .withHeader("subject", "import")
                                .with("decision", "CONFIRM")
                                .get()))
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isEqualTo(6));

        verify(confirmations, never()).recordOnce(any(), any(), any(), any(), any(), any(), any(), any());
        verifyNoInteractions(bench.timeline());
    }

    @Test
    void shouldComplainOfAModelWithoutASubject() {
        assertThatThrownBy(() -> WorkerBench.run(
                        new RecordDecisionWorker(bench.steps(), answers),
                        AJob.of("record-decision").get()))
                .isInstanceOf(JobError.class);
    }

    @Test
    void shouldNoteTheBeginAndEndOfAPhase() {
        WorkerBench.run(
                new PhaseStartedWorker(bench.steps(), phases),
                AJob.of("phase-started")
                        .inProcess("migrate")
                        .at("Call_BackUpBigpicture")
                        .get());
        WorkerBench.run(
                new PhaseEndedWorker(bench.steps(), phases),
                AJob.of("phase-ended")
                        .inProcess("migrate")
                        .at("Call_CheckReadiness")
                        .get());

        verify(bench.timeline()).phaseStarted(WorkerBench.ID, Phase.BACK_UP_BIGPICTURE);
        verify(bench.migrations(), never()).recordPhaseInstance(any(), any(), anyLong());
        verify(bench.timeline()).phaseEnded(WorkerBench.ID, Phase.CHECK_READINESS);
        verify(files).removeLeft(WorkerBench.ID);
    }

    @Test
    void shouldKnowThePhaseThatRunsAlone() {
        WorkerBench.run(
                new PhaseStartedWorker(bench.steps(), phases),
                AJob.of("phase-started")
                        .inProcess("run-a-phase")
                        .at("Call_Phase")
                        .with("phase", "verify")
                        .get());
        WorkerBench.run(
                new PhaseEndedWorker(bench.steps(), phases),
                AJob.of("phase-ended")
                        .inProcess("run-a-phase")
                        .at("Event_Stopped")
                        .with("phase", "verify")
                        .get());

        verify(bench.timeline()).phaseStarted(WorkerBench.ID, Phase.VERIFY);
        verify(bench.timeline()).phaseEnded(WorkerBench.ID, Phase.VERIFY);
        verify(bench.migrations()).recordPhaseInstance(WorkerBench.ID, Phase.VERIFY, 42);
        verify(bench.migrations()).phaseOver(WorkerBench.ID, Phase.VERIFY, 42);
        verify(files).removeLeft(WorkerBench.ID);
        // It changes nothing there.
        verify(bench.migrations(), never()).holdTarget(any(), any(), anyLong());
    }

    @Test
    void shouldBeginAPhaseAloneOnlyWithItsTargetHeld() {
        // given
        var worker = new PhaseStartedWorker(bench.steps(), phases);
        var job = AJob.of("phase-started")
                .inProcess("run-a-phase")
                .at("Call_Phase")
                .with("phase", "roll-back")
                .get();
        TargetInUse inUse = mock();
        when(inUse.getMessage()).thenReturn("The migration “Spring move” (m-2) goes to https://x and has not ended");
        doThrow(inUse).doNothing().when(bench.migrations()).holdTarget(WorkerBench.ID, Phase.ROLL_BACK, 42);

        // when, then
        assertThatThrownBy(() -> WorkerBench.run(worker, job)).isInstanceOfSatisfying(JobError.class, error -> {
            assertThat(error.getRetries()).isZero();
            assertThat(error.getErrorMessage()).contains("“Spring move” (m-2)", "has not begun", "Retry");
        });
        verify(bench.migrations()).recordPhaseInstance(WorkerBench.ID, Phase.ROLL_BACK, 42);
        verify(bench.timeline(), never()).phaseStarted(any(), any());

        // and when the other one has ended
        WorkerBench.run(worker, job);
        verify(bench.timeline()).phaseStarted(WorkerBench.ID, Phase.ROLL_BACK);
    }

    @Test
    void shouldRecordTheOutcomeOnce() {
        when(bench.migrations().recordOutcome(WorkerBench.ID, Outcome.MIGRATED))
                .thenReturn(true)
                .thenReturn(false);
        var worker = new RecordOutcomeWorker(bench.steps(), new RecordedOutcome(bench.migrations(), bench.timeline()));
        var job = AJob.of("record-outcome")
                .inProcess("migrate")
                .withHeader("outcome", "MIGRATED")
                .get();

        WorkerBench.run(worker, job);
        WorkerBench.run(worker, job);

        verify(bench.timeline())
                .record(WorkerBench.ID, null, "Record outcome", Event.Kind.NOTE, "The migration ended: MIGRATED", null);
    }

    @Test
    void shouldRefuseAnOutcomeThatNobodyKnows() {
        var worker = new RecordOutcomeWorker(bench.steps(), new RecordedOutcome(bench.migrations(), bench.timeline()));

        assertThatThrownBy(() -> WorkerBench.run(
                        worker,
                        AJob.of("record-outcome").withHeader("outcome", "LOST").get()))
                .isInstanceOf(JobError.class);
        verify(bench.migrations(), never()).recordOutcome(any(), any());
    }

    @Test
    void shouldGiveEveryProcessItsCommonVariables() {
        Map<String, Object> variables = new ProcessVariables("http://127.0.0.1:8090/", "TASKLIST")
                .of(bench.migrations().get(WorkerBench.ID));

        assertThat(variables)
                .containsOnlyKeys(
                        "migrationId",
                        "migrationName",
                        "taskContextDisplayName",
                        "appName",
                        "sourceUrl",
                        "targetUrl",
                        "modes",
                        "pollPause",
                        "rehearsal",
                        "dressRehearsal",
                        "unmatchedPeopleLimit",
                        "links")
                .containsEntry("migrationId", "m-1")
                .containsEntry("appName", "BigPicture")
                .containsEntry("pollPause", "PT5S");
        assertThat(variables.toString()).doesNotContain("env:");
        assertThat(variables)
                .extractingByKey(
                        "links", org.assertj.core.api.InstanceOfAssertFactories.map(String.class, String.class))
                .containsOnlyKeys(
                        "sourceDumps",
                        "sourceApps",
                        "sourceBackup",
                        "sourceBanner",
                        "sourceFields",
                        "appVersions",
                        "targetDumps",
                        "targetApps",
                        "targetImport",
                        "targetConnections",
                        "targetUsers",
                        "mapping",
                        "differences",
                        "report",
                        "migration",
                        "files",
                        "dumpFile",
                        "jiraBackupFile",
                        "safetyDumpFile")
                .containsEntry("migration", "http://127.0.0.1:8090/migrations/m-1")
                .containsEntry(
                        "targetDumps",
                        "https://example.atlassian.net/plugins/servlet/ac/eu.softwareplant.bigpicture/bigpicture");
    }
}
