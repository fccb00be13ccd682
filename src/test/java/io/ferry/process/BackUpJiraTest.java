package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackUpJiraTest {
    private static final Map<String, Object> GOOD =
            Map.of("backupVerdict", Map.of("complete", true, "importable", true));
    private static final Map<String, Object> BAD =
            Map.of("backupVerdict", Map.of("complete", true, "importable", false));

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("back-up-jira");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldRunFetchAndReadTheBackupItself() {
        automaticallyRead().completeJob("read-jira-backup", GOOD).shouldHaveEndedAt("Event_JiraBackedUp");
    }

    @Test
    void shouldTakeOverTheBackupThatAPersonMade() {
        process.start(aMigration())
                .decide("make-the-jira-backup-by-hand", Map.of("decision", "DONE"))
                .completeJob("record-decision")
                .completeJob("register-uploaded-jira-backup")
                .completeJob("read-jira-backup", GOOD)
                .shouldHaveEndedAt("Event_JiraBackedUp");
    }

    @Test
    void shouldLeaveTheBackupToAPersonWhereFerryCannot() {
        process.start(aMigration().automatically("backUpJira"))
                .throwError("run-jira-backup", "REFUSED")
                .shouldShowTheProblemIn("make-the-jira-backup-by-hand")
                .decideAndRecord("make-the-jira-backup-by-hand", "AUTOMATIC")
                .completeJob("run-jira-backup")
                .throwError("fetch-jira-backup", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("make-the-jira-backup-by-hand");
    }

    @Test
    void shouldAskAgainForAFileThatCannotBeTakenOrRead() {
        process.start(aMigration())
                .decideAndRecord("make-the-jira-backup-by-hand", "DONE")
                .throwError("register-uploaded-jira-backup", "UPLOADED_FILE_REFUSED")
                .shouldShowTheProblemIn("make-the-jira-backup-by-hand")
                .decideAndRecord("make-the-jira-backup-by-hand", "DONE")
                .completeJob("register-uploaded-jira-backup")
                .throwError("read-jira-backup", "UPLOADED_FILE_REFUSED")
                .shouldShowTheProblemIn("make-the-jira-backup-by-hand");
    }

    @Test
    void shouldStopAtTheBackup() {
        process.start(aMigration())
                .decideAndRecord("make-the-jira-backup-by-hand", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldBackUpAgainWhenTheBackupIsBad() {
        automaticallyRead()
                .completeJob("read-jira-backup", BAD)
                .decideAndRecord("decide-about-the-backup", "BACK_UP_AGAIN")
                .shouldWaitForJob("run-jira-backup");
    }

    @Test
    void shouldGoOnWithABadBackupForAReason() {
        automaticallyRead()
                .completeJob("read-jira-backup", BAD)
                .decide("decide-about-the-backup", Map.of("decision", "GO_ON", "reason", "Atlassian says it takes it"))
                .completeJob("record-decision")
                .shouldHaveEndedAt("Event_JiraBackedUp");
    }

    @Test
    void shouldStopAtABadBackup() {
        automaticallyRead()
                .completeJob("read-jira-backup", BAD)
                .decideAndRecord("decide-about-the-backup", "STOP")
                .shouldHaveStopped();
    }

    private static Run automaticallyRead() {
        return process.start(aMigration().automatically("backUpJira"))
                .completeJob("run-jira-backup")
                .completeJob("fetch-jira-backup");
    }
}
