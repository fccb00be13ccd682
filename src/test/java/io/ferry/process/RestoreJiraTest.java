package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestoreJiraTest {
    private static final Map<String, Object> CONFIRMED = Map.of("decision", "CONFIRM", "typedWord", "IMPORT");
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
        confirmed(aMigration().automatically("importBackup"))
                .completeJob("import-jira-backup")
                .afterAPause("check-import-progress", "importState", "IN_PROGRESS")
                .afterAPause("check-import-progress", "importState", "DONE")
                .completeJob("compare-jira-counts", EQUAL)
                .shouldHaveEndedAt("Event_JiraRestored");
    }

    @Test
    void shouldImportNothingWithoutTheTypedWord() {
        process.start(aMigration().automatically("importBackup"))
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "import"))
                .completeJob("record-decision")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskAgainWhenTheConfirmationIsNotValid() {
        process.start(aMigration())
                .decide("confirm-the-import", Map.of("decision", "CONFIRM", "typedWord", "IMPORT"))
                .throwError("record-confirmation", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("confirm-the-import");
    }

    @Test
    void shouldStopBeforeTheImport() {
        process.start(aMigration())
                .decideAndRecord("confirm-the-import", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldCompareAfterAnImportByHand() {
        confirmed(aMigration())
                .decideAndRecord("import-the-backup-by-hand", "DONE")
                .completeJob("compare-jira-counts", EQUAL)
                .shouldHaveEndedAt("Event_JiraRestored");
    }

    @Test
    void shouldAskForANewConfirmationBeforeFerryTriesAgain() {
        confirmed(aMigration().automatically("importBackup"))
                .throwError("import-jira-backup", "OUTCOME_UNKNOWN")
                .shouldShowTheProblemIn("import-the-backup-by-hand")
                .decideAndRecord("import-the-backup-by-hand", "AUTOMATIC")
                .shouldWaitFor("confirm-the-import");
    }

    @Test
    void shouldGoOnWatchingTheImportAndStartNoOther() {
        var run = confirmed(aMigration().automatically("importBackup"))
                .completeJob("import-jira-backup", Map.of("importTask", "7"))
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob(
                        "check-import-progress",
                        Map.of("importState", "STUCK", "importWatch", Map.of("quiet", "PT1H")))
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
    void shouldLeaveAFailedImportToAPerson() {
        confirmed(aMigration().automatically("importBackup"))
                .completeJob("import-jira-backup")
                .afterAPause("check-import-progress", "importState", "FAILED")
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
        confirmed(aMigration())
                .decideAndRecord("import-the-backup-by-hand", "DONE")
                .throwError("compare-jira-counts", "REFUSED")
                .shouldShowTheProblemIn("decide-about-missing-jira-data");
    }

    private static Run confirmed(AMigration migration) {
        return process.start(migration).decide("confirm-the-import", CONFIRMED).completeJob("record-confirmation");
    }

    private static Run different() {
        return confirmed(aMigration())
                .decideAndRecord("import-the-backup-by-hand", "DONE")
                .completeJob("compare-jira-counts", DIFFERENT);
    }
}
