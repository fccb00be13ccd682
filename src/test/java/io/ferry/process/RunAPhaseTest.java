package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunAPhaseTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("run-a-phase");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldRunThePhaseAndRecordIt() {
        verifying().completeJob("phase-verify").completeJob("phase-ended").shouldBeOverAt("Event_PhaseCompleted");
    }

    @Test
    void shouldEndAndRecordItWhenAPersonStops() {
        verifying()
                .throwError("phase-verify", "MIGRATION_STOPPED")
                .completeJob("phase-ended")
                .shouldBeOverAt("Event_Stopped");
    }

    @Test
    void shouldNotLoseTheWishToRollBack() {
        verifying()
                .throwError("phase-verify", "ROLL_BACK_WANTED")
                .completeJob("record-roll-back-request")
                // The phase is over before the person starts the roll-back, which needs the cloud site for itself.
                .completeJob("phase-ended")
                .decideAndRecord("start-the-roll-back", "STARTED")
                .shouldBeOverAt("Event_RollBackAskedFor");
    }

    @Test
    void shouldNotLoseTheRollBackThatAPersonChoosesInsteadOfAcceptingTheResult() {
        verifying()
                .completeJob("phase-verify", Map.of("accepted", false))
                .completeJob("phase-ended")
                .completeJob("record-roll-back-request")
                // Once more, for the way that a phase is broken off; it does nothing when the phase is over.
                .completeJob("phase-ended")
                .decideAndRecord("start-the-roll-back", "NOT_WANTED")
                .shouldBeOverAt("Event_RollBackAskedFor");
    }

    @Test
    void shouldRemindPeopleMeanwhileAndEndAllTheSame() {
        verifying()
                .passTime(Duration.ofMinutes(16))
                .completeJob("remind-people")
                .completeJob("phase-verify")
                .completeJob("phase-ended")
                .shouldBeOverAt("Event_PhaseCompleted");
    }

    private static Run verifying() {
        Map<String, Object> variables = new HashMap<>(aMigration().variables());
        variables.put("phase", "verify");
        return process.start(variables).completeJob("phase-started");
    }
}
