package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestoreBigPictureTest {
    private static final Map<String, Object> KEPT = Map.of("safetyDump", Map.of("id", "7", "kept", true));

    private static final Map<String, Object> CONFIRMED =
            Map.of("decision", "CONFIRM", "allActionsDone", true, "typedWord", "RESTORE");
    private static final Map<String, Object> CONFIRMED_UNMAPPED = Map.of(
            "decision", "CONFIRM", "allActionsDone", true, "typedWord", "RESTORE", "typedUnmapped", "LEAVE UNMAPPED");

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("restore-bigpicture");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldGiveBackEveryConfirmationWithAWrongWord() {
        process.shouldGiveBackEveryConfirmationWithAWrongWord(Map.of("allActionsDone", true));
    }

    @Test
    void shouldRestoreOnceConfirmedAndKeepTheSafetyDump() {
        confirmed(aMigration().automatically("restoreDump"))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .completeJob("restore-dump")
                .afterAPause("check-restore-progress", "restoreState", "IN_PROGRESS")
                .afterAPause("check-restore-progress", "restoreState", "DONE")
                .completeJob("keep-safety-dump", KEPT)
                .shouldHaveEndedAt("Event_BigPictureRestored");
    }

    @Test
    void shouldRestoreNothingWithoutTheTypedWordAndTheTick() {
        for (Map<String, Object> answer : java.util.List.<Map<String, Object>>of(
                Map.of("decision", "CONFIRM", "allActionsDone", true),
                Map.of("decision", "CONFIRM", "allActionsDone", true, "typedWord", "restore"),
                Map.of("decision", "CONFIRM", "allActionsDone", false, "typedWord", "RESTORE"),
                Map.of("decision", "STOP", "allActionsDone", true, "typedWord", "RESTORE"))) {
            process.start(aMigration().automatically("restoreDump"))
                    .completeJob("read-target-state")
                    .decide("confirm-the-restore", answer)
                    .completeJob("record-decision")
                    .shouldHaveStopped();
        }
    }

    @Test
    void shouldAskForTheConfirmationWhereTheTargetCannotBeRead() {
        process.start(aMigration())
                .throwError("read-target-state", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("confirm-the-restore");
    }

    @Test
    void shouldRecordTheSafetyDumpOfARestoreByHand() {
        var run = confirmed(aMigration())
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "DONE")
                .throwError("keep-safety-dump", "AUTOMATION_UNAVAILABLE")
                .decide("record-the-safety-dump", Map.of("safetyDumpDescription", "Auto 2026-01-05"));

        assertThat(run.variable("safetyDump")).contains("Auto 2026-01-05").contains("\"kept\":true");
        assertThat(run.headersOf("record-decision")).containsEntry("subject", "safety-dump");
        run.completeJob("record-decision");
        run.shouldHaveEndedAt("Event_BigPictureRestored");
    }

    @Test
    void shouldAskForASafetyDumpThatFerryDidNotFind() {
        confirmed(aMigration())
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "DONE")
                .completeJob("keep-safety-dump", Map.of("safetyDump", Map.of("kept", false)))
                .shouldWaitFor("record-the-safety-dump");
    }

    @Test
    void shouldNotTakeAMissingSafetyDumpForAKeptOne() {
        var run = confirmed(aMigration())
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "DONE")
                .completeJob("keep-safety-dump", Map.of("safetyDump", Map.of("kept", false)))
                .decide("record-the-safety-dump", Map.of("safetyDumpDescription", "None found"));

        assertThat(run.variable("safetyDump")).contains("\"kept\":false");
        run.completeJob("record-decision").shouldHaveEndedAt("Event_BigPictureRestored");
    }

    @Test
    void shouldNotTakeAnEmptyDescriptionForADump() {
        for (String empty : List.of("", "  ")) {
            var run = confirmed(aMigration())
                    .completeJob("check-confirmation")
                    .decideAndRecord("restore-the-dump-by-hand", "DONE")
                    .completeJob("keep-safety-dump", Map.of("safetyDump", Map.of("kept", false)))
                    .decide("record-the-safety-dump", Map.of("safetyDumpDescription", empty));

            assertThat(run.variable("safetyDump")).contains("\"kept\":false");
            assertThat(run.variablesOf("record-decision")).containsEntry("decision", null);
            run.giveUp();
        }
    }

    @Test
    void shouldLookAgainAndAskAgainBeforeFerryTriesAgain() {
        confirmed(aMigration().automatically("restoreDump"))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "IN_PROGRESS")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .throwError("restore-dump", "REFUSED")
                .completeJob("check-confirmation")
                .shouldShowTheProblemIn("restore-the-dump-by-hand")
                .decideAndRecord("restore-the-dump-by-hand", "AUTOMATIC")
                .completeJob("read-target-state")
                .shouldWaitFor("confirm-the-restore");
    }

    @Test
    void shouldConfirmAnewAndGoThroughWhenTheMappingHasChanged() {
        // given a mapping that changes while the safety dump is made
        var run = confirmed(aMigration().automatically("restoreDump").with("mapping", mapping("v1", 0, true)))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .throwError("restore-dump", "CONFIRMATION_NOT_VALID")
                .completeJob("read-target-state", Map.of("mapping", mapping("v2", 1, false)))
                .shouldShowTheProblemIn("confirm-the-restore");

        // when the approver sees the new one, and approves of what is lost by it
        run.decide("confirm-the-restore", CONFIRMED_UNMAPPED);

        // then
        assertThat(run.variablesOf("record-confirmation"))
                .containsEntry("mapping", mapping("v2", 1, false))
                .containsEntry("reason", "LEAVE UNMAPPED");
        run.completeJob("record-confirmation")
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .completeJob("restore-dump")
                .afterAPause("check-restore-progress", "restoreState", "DONE")
                .completeJob("keep-safety-dump", KEPT)
                .shouldHaveEndedAt("Event_BigPictureRestored");
    }

    @Test
    void shouldLeaveNobodyUnmappedWithoutTheTypedWords() {
        process.start(aMigration().automatically("restoreDump"))
                .completeJob("read-target-state", Map.of("mapping", mapping("v2", 1, false)))
                .decide("confirm-the-restore", CONFIRMED)
                .completeJob("record-decision")
                .shouldHaveStopped();
    }

    @Test
    void shouldConfirmAnewBeforeAPersonRestoresWhatHasChanged() {
        confirmed(aMigration())
                .throwError("check-confirmation", "CONFIRMATION_NOT_VALID")
                .completeJob("read-target-state")
                .shouldShowTheProblemIn("confirm-the-restore");
    }

    @Test
    void shouldUploadNothingWhereFerryCannotLook() {
        confirmed(aMigration().automatically("restoreDump"))
                .throwError("check-confirmation", "REFUSED")
                .completeJob("check-confirmation")
                .shouldShowTheProblemIn("restore-the-dump-by-hand");
    }

    @Test
    void shouldKeepTheSafetyDumpBeforeAFailedRestoreIsRolledBack() {
        confirmed(aMigration().automatically("restoreDump"))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .completeJob("restore-dump")
                .afterAPause("check-restore-progress", "restoreState", "FAILED")
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "ROLL_BACK")
                .completeJob("keep-safety-dump", KEPT)
                .shouldWantARollBack();
    }

    @Test
    void shouldRollBackEvenWhereTheSafetyDumpIsNotVisible() {
        confirmed(aMigration())
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "ROLL_BACK")
                .throwError("keep-safety-dump", "AUTOMATION_UNAVAILABLE")
                .shouldWantARollBack();
    }

    @Test
    void shouldOverwriteNothingWithoutASafetyDump() {
        for (String state : java.util.List.of("FAILED", "STUCK")) {
            confirmed(aMigration().automatically("restoreDump"))
                    .completeJob("check-confirmation")
                    .completeJob("upload-dump")
                    .completeJob("make-safety-dump")
                    .afterAPause("check-safety-dump-progress", "safetyState", state)
                    .completeJob("check-confirmation")
                    .shouldWaitFor("restore-the-dump-by-hand");
        }
    }

    @Test
    void shouldGoOnWatchingTheSafetyDumpAndThenRestore() {
        var run = confirmed(aMigration().automatically("restoreDump"))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob(
                        "check-safety-dump-progress",
                        Map.of("safetyState", "STUCK", "safetyWatch", Map.of("quiet", "PT1H")))
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-safety-dump-progress")).containsEntry("safetyWatch", null);
        run.completeJob("check-safety-dump-progress", Map.of("safetyState", "DONE"))
                .shouldWaitForJob("restore-dump")
                .giveUp();
    }

    @Test
    void shouldGoOnWatchingTheRestoreAndStartNoOther() {
        var run = confirmed(aMigration().automatically("restoreDump"))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump")
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .completeJob("restore-dump", Map.of("restoreId", "r1"))
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob(
                        "check-restore-progress",
                        Map.of("restoreState", "STUCK", "restoreWatch", Map.of("quiet", "PT1H")))
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-restore-progress"))
                .containsEntry("restoreId", "r1")
                .containsEntry("restoreWatch", null);
        run.completeJob("check-restore-progress", Map.of("restoreState", "DONE"))
                .completeJob("keep-safety-dump", KEPT)
                .shouldHaveEndedAt("Event_BigPictureRestored");
    }

    @Test
    void shouldForgetTheFirstRestoreOnceAnotherIsConfirmed() {
        var run = confirmed(aMigration().automatically("restoreDump"))
                .completeJob("check-confirmation")
                .completeJob("upload-dump")
                .completeJob("make-safety-dump", Map.of("safetyMark", "ferry-1"))
                .afterAPause("check-safety-dump-progress", "safetyState", "DONE")
                .completeJob("restore-dump", Map.of("restoreId", "r1"))
                .afterAPause("check-restore-progress", "restoreState", "FAILED")
                .completeJob("check-confirmation")
                .decide("restore-the-dump-by-hand", "AUTOMATIC")
                .completeJob("record-decision", Map.of("modes", Map.of("restoreDump", "AUTOMATIC")))
                .completeJob("read-target-state")
                .decide(
                        "confirm-the-restore",
                        Map.of("decision", "CONFIRM", "allActionsDone", true, "typedWord", "RESTORE"))
                .completeJob("record-confirmation")
                .completeJob("check-confirmation")
                .completeJob("upload-dump");

        assertThat(run.variablesOf("make-safety-dump"))
                .containsEntry("safetyMark", null)
                .containsEntry("safetyState", null)
                .containsEntry("restoreId", null);
        run.giveUp();
    }

    @Test
    void shouldAskAgainWhenTheConfirmationIsNotValid() {
        process.start(aMigration())
                .completeJob("read-target-state")
                .decide(
                        "confirm-the-restore",
                        Map.of("decision", "CONFIRM", "allActionsDone", true, "typedWord", "RESTORE"))
                .throwError("record-confirmation", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("confirm-the-restore");
    }

    @Test
    void shouldStopAtTheRestore() {
        confirmed(aMigration())
                .completeJob("check-confirmation")
                .decideAndRecord("restore-the-dump-by-hand", "STOP")
                .shouldHaveStopped();
    }

    private static Run confirmed(AMigration migration) {
        return process.start(migration)
                .completeJob("read-target-state")
                .decide(
                        "confirm-the-restore",
                        Map.of("decision", "CONFIRM", "allActionsDone", true, "typedWord", "RESTORE"))
                .completeJob("record-confirmation");
    }

    private static Map<String, Object> mapping(String version, int unmapped, boolean approved) {
        return Map.of("version", version, "unmapped", unmapped, "conflicts", 0, "approved", approved);
    }
}
