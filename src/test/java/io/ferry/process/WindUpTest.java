package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WindUpTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("wind-up");

    @Test
    void shouldWaitForWhatRunsOnAndThenHaveTheSourceOpened() {
        process.start(aMigration())
                .completeJob("remove-half-made-files")
                .completeJob("ask-what-runs-on", Map.of("runsOn", true, "sourceFrozen", true))
                .passTime(AMigration.PAUSE)
                .completeJob("ask-what-runs-on", Map.of("runsOn", false, "sourceFrozen", true))
                .decideAndRecord("unfreeze-the-source", "OPEN")
                .shouldHaveEndedAt("Event_WoundUp");
    }

    @Test
    void shouldEndAtOnceWhenNothingWasFrozen() {
        process.start(aMigration())
                .completeJob("remove-half-made-files")
                .completeJob("ask-what-runs-on", Map.of("runsOn", false, "sourceFrozen", false))
                .shouldHaveEndedAt("Event_NothingToOpen");
    }

    @Test
    void shouldLeaveItToAPersonWhenTheSitesDoNotTell() {
        process.start(aMigration())
                .completeJob("remove-half-made-files")
                .throwError("ask-what-runs-on", "OUTCOME_UNKNOWN")
                .shouldShowTheProblemIn("unfreeze-the-source")
                .decideAndRecord("unfreeze-the-source", "STAY_FROZEN")
                .shouldHaveEndedAt("Event_WoundUp");
    }
}
