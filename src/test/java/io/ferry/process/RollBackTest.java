package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RollBackTest {
    private static final Map<String, Object> COMPLETE = Map.of("rolledBack", Map.of("complete", true));
    private static final Map<String, Object> INCOMPLETE = Map.of("rolledBack", Map.of("complete", false));

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("roll-back");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldRestoreTheSafetyDumpOnceDecided() {
        decided(aMigration().automatically("rollBack"))
                .completeJob("upload-safety-dump")
                .completeJob("restore-safety-dump")
                .afterAPause("check-roll-back-progress", "rollBackState", "IN_PROGRESS")
                .afterAPause("check-roll-back-progress", "rollBackState", "DONE")
                .completeJob("check-rolled-back", COMPLETE)
                .shouldHaveEndedAt("Event_RolledBack");
    }

    @Test
    void shouldKeepEverythingWhenTheApproverDecidesSo() {
        process.start(aMigration())
                .completeJob("look-up-safety-dump")
                .decideAndRecord("decide-about-the-roll-back", "KEEP")
                .shouldHaveStopped();
    }

    @Test
    void shouldAskAgainWhenTheConfirmationIsNotValid() {
        process.start(aMigration())
                .completeJob("look-up-safety-dump")
                .decide("decide-about-the-roll-back", Map.of("decision", "ROLL_BACK", "reason", "Boxes are missing"))
                .throwError("record-confirmation", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("decide-about-the-roll-back");
    }

    @Test
    void shouldCheckARollBackByHand() {
        decided(aMigration())
                .decideAndRecord("roll-back-by-hand", "DONE")
                .completeJob("check-rolled-back", COMPLETE)
                .shouldHaveEndedAt("Event_RolledBack");
    }

    @Test
    void shouldLeaveItToAPersonWhereFerryCannot() {
        decided(aMigration().automatically("rollBack"))
                .throwError("upload-safety-dump", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("roll-back-by-hand")
                .decideAndRecord("roll-back-by-hand", "AUTOMATIC")
                // one decision allows one roll-back: trying again needs another
                .decide("decide-about-the-roll-back", Map.of("decision", "ROLL_BACK", "reason", "Now it can"))
                .completeJob("record-confirmation")
                .completeJob("upload-safety-dump")
                .completeJob("restore-safety-dump")
                .afterAPause("check-roll-back-progress", "rollBackState", "STUCK")
                .decideAndRecord("roll-back-by-hand", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldGoOnWatchingTheRollBackAndStartNoOther() {
        var run = decided(aMigration().automatically("rollBack"))
                .completeJob("upload-safety-dump")
                .completeJob("restore-safety-dump", Map.of("rollBackId", "r2"))
                .passTime(AMigration.PAUSE.plusSeconds(1))
                .completeJob(
                        "check-roll-back-progress",
                        Map.of("rollBackState", "STUCK", "rollBackWatch", Map.of("quiet", "PT1H")))
                .decideAndRecord("roll-back-by-hand", "KEEP_WATCHING")
                .passTime(AMigration.PAUSE.plusSeconds(1));

        assertThat(run.variablesOf("check-roll-back-progress"))
                .containsEntry("rollBackId", "r2")
                .containsEntry("rollBackWatch", null);
        run.completeJob("check-roll-back-progress", Map.of("rollBackState", "DONE"))
                .shouldWaitForJob("check-rolled-back")
                .giveUp();
    }

    @Test
    void shouldAskAgainBeforeFerryTriesAgainWhatFailedOrIsUnknown() {
        for (String code : java.util.List.of("REFUSED", "OUTCOME_UNKNOWN")) {
            decided(aMigration().automatically("rollBack"))
                    .completeJob("upload-safety-dump")
                    .throwError("restore-safety-dump", code)
                    .shouldShowTheProblemIn("roll-back-by-hand")
                    .decideAndRecord("roll-back-by-hand", "AUTOMATIC")
                    .shouldWaitFor("decide-about-the-roll-back")
                    .giveUp();
        }
    }

    @Test
    void shouldCheckAnIncompleteRollBackAgain() {
        incomplete()
                .decideAndRecord("decide-about-an-incomplete-roll-back", "CHECK_AGAIN")
                .shouldWaitForJob("check-rolled-back");
    }

    @Test
    void shouldTakeAnIncompleteRollBackForAReason() {
        incomplete()
                .decide(
                        "decide-about-an-incomplete-roll-back",
                        Map.of("decision", "GO_ON", "reason", "Only the archive box differs"))
                .completeJob("record-decision")
                .shouldHaveEndedAt("Event_RolledBackInPart");
    }

    @Test
    void shouldFinishAnIncompleteRollBackByHand() {
        incomplete()
                .decideAndRecord("decide-about-an-incomplete-roll-back", "MANUAL")
                .shouldWaitFor("roll-back-by-hand");
    }

    @Test
    void shouldAskAPersonWhenTheStateCannotBeRead() {
        decided(aMigration())
                .decideAndRecord("roll-back-by-hand", "DONE")
                .throwError("check-rolled-back", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("decide-about-an-incomplete-roll-back");
    }

    private static Run decided(AMigration migration) {
        return process.start(migration)
                .completeJob("look-up-safety-dump")
                .decide("decide-about-the-roll-back", Map.of("decision", "ROLL_BACK", "reason", "Boxes are missing"))
                .completeJob("record-confirmation");
    }

    private static Run incomplete() {
        return decided(aMigration())
                .decideAndRecord("roll-back-by-hand", "DONE")
                .completeJob("check-rolled-back", INCOMPLETE);
    }
}
