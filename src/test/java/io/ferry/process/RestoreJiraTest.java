package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestoreJiraTest {
    private static final Map<String, Object> CONFIRMED = Map.of("decision", "CONFIRM", "typedWord", "IMPORT");
    private static final Map<String, Object> NOTHING_TO_LOSE = Map.of("nothingToLose", true);
    private static final Map<String, Object> SOMETHING_TO_LOSE = Map.of("nothingToLose", false);
    private static final Map<String, Object> EQUAL = Map.of("jiraComparison", Map.of("equal", true));
    private static final Map<String, Object> DIFFERENT = Map.of("jiraComparison", Map.of("equal", false));

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("restore-jira");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldGiveBackEveryConfirmationWithAWrongWord() {
        process.shouldGiveBackEveryConfirmationWithAWrongWord(Map.of());
    }

    @Test
    void shouldImportOnceConfirmedAndCompare() {
        automatically()
                .completeJob("import-jira-backup")
                .afterAPause("check-import-progress", "importState", "IN_PROGRESS")
                .afterAPause("check-import-progress", "importState", "DONE")
                .completeJob("compare-jira-counts", EQUAL)
                .shouldHaveEndedAt("Event_JiraRestored");
    }

    @Test
    void shouldImportNothingWithoutTheTypedWord() {
        process.start(aMigration().automatically("importBackup"))
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "import"))
                .completeJob("record-decision")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskAgainWhenTheConfirmationIsNotValid() {
        process.start(aMigration())
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "IMPORT"))
                .throwError("record-confirmation", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("confirm-the-import");
    }

    @Test
    void shouldStopBeforeTheImport() {
        process.start(aMigration())
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .decideAndRecord("confirm-the-import", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskForABackupWhereTheTargetCannotBeRead() {
        process.start(aMigration())
                .throwError("read-target-jira", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("back-up-the-target-jira")
                .decideAndRecord("back-up-the-target-jira", "LOOK_AGAIN")
                .shouldWaitForJob("read-target-jira");
    }

    @Test
    void shouldConfirmTheImportAfterABackupOfTheTarget() {
        process.start(aMigration())
                .completeJob("read-target-jira", SOMETHING_TO_LOSE)
                .decide(
                        "back-up-the-target-jira",
                        Map.of("decision", "DONE", "evidence", "backup.zip, 1 GB, in the archive"))
                .completeJob("record-decision")
                .shouldWaitFor("confirm-the-import");
    }

    @Test
    void shouldConfirmTheImportWithoutABackupForAReason() {
        var run = process.start(aMigration())
                .completeJob("read-target-jira", SOMETHING_TO_LOSE)
                .decide("back-up-the-target-jira", Map.of("decision", "GO_ON", "reason", "A test site, Ann knows"));

        assertThat(run.variablesOf("record-decision")).containsEntry("reason", "A test site, Ann knows");
        assertThat(run.headersOf("record-decision")).containsEntry("subject", "target-backup");
        run.completeJob("record-decision").shouldWaitFor("confirm-the-import");
    }

    @Test
    void shouldStopAtTheTargetsBackup() {
        process.start(aMigration())
                .completeJob("read-target-jira", SOMETHING_TO_LOSE)
                .decideAndRecord("back-up-the-target-jira", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskForABackupWhereNothingIsKnown() {
        process.start(aMigration()).completeJob("read-target-jira").shouldWaitFor("back-up-the-target-jira");
    }

    @Test
    void shouldReadAgainAndAskAgainWhenTheTargetHasChangedBeforeTheUpload() {
        confirmed(aMigration().automatically("importBackup"))
                .throwError("check-target-jira", "CONFIRMATION_NOT_VALID")
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .shouldShowTheProblemIn("confirm-the-import");
    }

    @Test
    void shouldReadAgainAndAskAgainWhenTheTargetHasChangedBeforeTheOrder() {
        automatically()
                .throwError("import-jira-backup", "CONFIRMATION_NOT_VALID")
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .shouldShowTheProblemIn("confirm-the-import");
    }

    @Test
    void shouldReadAgainAndAskAgainWhenTheTargetHasChangedBeforeAnImportByHand() {
        confirmed(aMigration())
                .throwError("check-target-jira", "CONFIRMATION_NOT_VALID")
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .shouldShowTheProblemIn("confirm-the-import");
    }

    @Test
    void shouldLetAPersonImportWhereFerryDoesNot() {
        confirmed(aMigration().automatically("importBackup"))
                .throwError("check-target-jira", "REFUSED")
                .completeJob("check-target-jira")
                .shouldShowTheProblemIn("import-the-backup-by-hand");
    }

    @Test
    void shouldLetAPersonImportWhereTheTargetIsSilentToFerry() {
        confirmed(aMigration())
                .throwError("check-target-jira", "AUTOMATION_FAILED")
                .shouldShowTheProblemIn("import-the-backup-by-hand");
    }

    @Test
    void shouldCompareAfterAnImportByHand() {
        byHand().decideAndRecord("import-the-backup-by-hand", "DONE")
                .completeJob("compare-jira-counts", EQUAL)
                .shouldHaveEndedAt("Event_JiraRestored");
    }

    @Test
    void shouldAskForANewConfirmationBeforeFerryTriesAgain() {
        automatically()
                .throwError("import-jira-backup", "OUTCOME_UNKNOWN")
                .completeJob("check-target-jira")
                .shouldShowTheProblemIn("import-the-backup-by-hand")
                .decideAndRecord("import-the-backup-by-hand", "AUTOMATIC")
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .shouldWaitFor("confirm-the-import");
    }

    @Test
    void shouldNotWatchTheFirstImportWhereTheOrderForTheSecondIsUnknown() {
        var run = automatically()
                .completeJob("import-jira-backup", Map.of("importTask", "7"))
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob("check-import-progress", Map.of("importState", "FAILED"))
                .completeJob("check-target-jira")
                .decide("import-the-backup-by-hand", "AUTOMATIC")
                .completeJob("record-decision", Map.of("modes", Map.of("importBackup", "AUTOMATIC")))
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "IMPORT"))
                .completeJob("record-confirmation")
                .completeJob("check-target-jira")
                .throwError("import-jira-backup", "OUTCOME_UNKNOWN")
                .completeJob("check-target-jira")
                .decideAndRecord("import-the-backup-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-import-progress")).containsEntry("importTask", null);
        run.giveUp();
    }

    @Test
    void shouldGoOnWatchingTheImportAndStartNoOther() {
        var run = automatically()
                .completeJob("import-jira-backup", Map.of("importTask", "7"))
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob(
                        "check-import-progress", Map.of("importState", "STUCK", "importWatch", Map.of("quiet", "PT1H")))
                .completeJob("check-target-jira")
                .decideAndRecord("import-the-backup-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-import-progress"))
                .containsEntry("importTask", "7")
                .containsEntry("importWatch", null);
        run.completeJob("check-import-progress", Map.of("importState", "DONE"))
                .completeJob("compare-jira-counts", EQUAL)
                .shouldHaveEndedAt("Event_JiraRestored");
    }

    @Test
    void shouldLetFerryImportWhereThatIsChosenInTheTask() {
        confirmed(aMigration())
                .completeJob("check-target-jira")
                .decide("import-the-backup-by-hand", "AUTOMATIC")
                .completeJob("record-decision", Map.of("modes", Map.of("importBackup", "AUTOMATIC")))
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "IMPORT"))
                .completeJob("record-confirmation")
                .completeJob("check-target-jira")
                .shouldWaitForJob("import-jira-backup");
    }

    @Test
    void shouldLeaveAFailedImportToAPerson() {
        automatically()
                .completeJob("import-jira-backup")
                .afterAPause("check-import-progress", "importState", "FAILED")
                .completeJob("check-target-jira")
                .decideAndRecord("import-the-backup-by-hand", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldCompareAgain() {
        different()
                .decideAndRecord("decide-about-missing-jira-data", "COMPARE_AGAIN")
                .shouldWaitForJob("compare-jira-counts");
    }

    @Test
    void shouldGoOnWithMissingDataForAReason() {
        different()
                .decide(
                        "decide-about-missing-jira-data",
                        Map.of("decision", "GO_ON", "reason", "Archived projects only"))
                .completeJob("record-decision")
                .shouldHaveEndedAt("Event_JiraRestored");
    }

    @Test
    void shouldStopAtMissingData() {
        different().decideAndRecord("decide-about-missing-jira-data", "STOP").shouldHaveStopped();
    }

    @Test
    void shouldAskAPersonWhenNothingCanBeCompared() {
        byHand().decideAndRecord("import-the-backup-by-hand", "DONE")
                .throwError("compare-jira-counts", "REFUSED")
                .shouldShowTheProblemIn("decide-about-missing-jira-data");
    }

    private static Run confirmed(AMigration migration) {
        return process.start(migration)
                .completeJob("read-target-jira", NOTHING_TO_LOSE)
                .decide("confirm-the-import", CONFIRMED)
                .completeJob("record-confirmation");
    }

    private static Run byHand() {
        return confirmed(aMigration()).completeJob("check-target-jira");
    }

    private static Run automatically() {
        return confirmed(aMigration().automatically("importBackup")).completeJob("check-target-jira");
    }

    private static Run different() {
        return byHand().decideAndRecord("import-the-backup-by-hand", "DONE")
                .completeJob("compare-jira-counts", DIFFERENT);
    }
}
