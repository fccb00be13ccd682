package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WindUpTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("wind-up");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldWaitForWhatRunsOnAndThenHaveTheSourceOpened() {
        closed(true)
                .completeJob("ask-what-runs-on", Map.of("runsOn", true))
                .passTime(AMigration.PAUSE)
                .completeJob("ask-what-runs-on", Map.of("runsOn", false))
                .decideAndRecord("unfreeze-the-source", "OPEN")
                .shouldHaveEndedAt("Event_WoundUp");
    }

    @Test
    void shouldEndAtOnceWhenNothingWasFrozen() {
        closed(false).completeJob("ask-what-runs-on", Map.of("runsOn", false)).shouldHaveEndedAt("Event_NothingToOpen");
    }

    @Test
    void shouldLookAgainWhereAPersonWantsItAndCountAnew() {
        Run run = closed(true)
                .completeJob(
                        "ask-what-runs-on",
                        Map.of("runsOn", true, "runsOnMovedAt", "2026-01-05T10:00:00Z", "runsOnLooks", 4))
                .passTime(AMigration.PAUSE)
                .throwError("ask-what-runs-on", "OUTCOME_UNKNOWN")
                .shouldShowTheProblemIn("look-into-what-runs-on")
                .decideAndRecord("look-into-what-runs-on", "LOOK_AGAIN");

        assertThat(run.variablesOf("ask-what-runs-on"))
                .containsEntry("runsOnMovedAt", null)
                .containsEntry("runsOnLooks", null);
        run.completeJob("ask-what-runs-on", Map.of("runsOn", false))
                .decideAndRecord("unfreeze-the-source", "STAY_FROZEN")
                .shouldHaveEndedAt("Event_WoundUp");
    }

    @Test
    void shouldAskNobodyToOpenASourceThatWasNeverFrozenAlthoughTheSitesDoNotTell() {
        closed(false)
                .throwError("ask-what-runs-on", "OUTCOME_UNKNOWN")
                .decideAndRecord("look-into-what-runs-on", "GO_ON")
                .shouldHaveEndedAt("Event_NothingToOpen");
    }

    private static Run closed(boolean sourceFrozen) {
        return process.start(aMigration())
                .completeJob("begin-nothing-more", Map.of("sourceFrozen", sourceFrozen))
                .completeJob("remove-half-made-files");
    }
}
