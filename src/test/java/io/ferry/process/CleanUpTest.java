package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CleanUpTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("clean-up");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldWaitForWhatRunsOnAndThenHaveTheSourceOpened() {
        closed(true)
                .completeJob("check-running-work", Map.of("runsOn", true))
                .passTime(AMigration.PAUSE)
                .completeJob("check-running-work", Map.of("runsOn", false))
                .decideAndRecord("unfreeze-the-source", "OPEN")
                .shouldHaveEndedAt("Event_CleanedUp");
    }

    @Test
    void shouldEndAtOnceWhenNothingWasFrozen() {
        closed(false)
                .completeJob("check-running-work", Map.of("runsOn", false))
                .shouldHaveEndedAt("Event_NothingToOpen");
    }

    @Test
    void shouldLookAgainWhereAPersonWantsItAndCountAnew() {
        Run run = closed(true)
                .completeJob(
                        "check-running-work",
                        Map.of("runsOn", true, "runsOnWatch", Map.of("quiet", "PT1H"), "runsOnLooks", 4))
                .passTime(AMigration.PAUSE)
                .throwError("check-running-work", "OUTCOME_UNKNOWN")
                .shouldShowTheProblemIn("decide-about-running-work")
                .decideAndRecord("decide-about-running-work", "LOOK_AGAIN");

        assertThat(run.variablesOf("check-running-work"))
                .containsEntry("runsOnWatch", null)
                .containsEntry("runsOnLooks", null);
        run.completeJob("check-running-work", Map.of("runsOn", false))
                .decideAndRecord("unfreeze-the-source", "STAY_FROZEN")
                .shouldHaveEndedAt("Event_CleanedUp");
    }

    @Test
    void shouldAskNobodyToOpenASourceThatWasNeverFrozenAlthoughTheSitesDoNotTell() {
        closed(false)
                .throwError("check-running-work", "OUTCOME_UNKNOWN")
                .decideAndRecord("decide-about-running-work", "GO_ON")
                .shouldHaveEndedAt("Event_NothingToOpen");
    }

    @Test
    void shouldHoldTheTargetUntilSomebodySaysThatWorkByHandWasNeverStartedOrHasEnded() {
        for (String answer : List.of("NEVER_STARTED", "GO_ON")) {
            closed(false)
                    .throwError("check-running-work", "OUTCOME_UNKNOWN")
                    .decideAndRecord("decide-about-running-work", "LOOK_AGAIN")
                    .throwError("check-running-work", "OUTCOME_UNKNOWN")
                    .shouldShowTheProblemIn("decide-about-running-work")
                    .decideAndRecord("decide-about-running-work", answer)
                    .shouldHaveEndedAt("Event_NothingToOpen");
        }
    }

    private static Run closed(boolean sourceFrozen) {
        return process.start(aMigration())
                .completeJob("close-to-new-work", Map.of("sourceFrozen", sourceFrozen))
                .completeJob("remove-partial-files");
    }
}
