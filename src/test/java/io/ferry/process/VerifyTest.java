package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VerifyTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("verify");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldEndAsAccepted() {
        var run = compared().decideAndRecord("judge-the-result", "ACCEPT");

        assertThat(run.variable("accepted")).isEqualTo("true");
        run.shouldHaveEndedAt("Event_ResultAccepted");
    }

    @Test
    void shouldNotAcceptADifferenceWithoutAReason() {
        for (String verdict : List.of("DIFFERENT", "NOT_VERIFIABLE")) {
            var run = compared(verdict).decideAndRecord("judge-the-result", "ACCEPT");

            assertThat(run.variable("accepted")).isEqualTo("false");
            run.shouldWaitForJob("collect-findings").giveUp();
        }
    }

    @Test
    void shouldAcceptADifferenceWithAReason() {
        compared("DIFFERENT")
                .decide("judge-the-result", Map.of("decision", "ACCEPT", "reason", "The box was a trial"))
                .completeJob("record-decision")
                .shouldHaveEndedAt("Event_ResultAccepted");
    }

    @Test
    void shouldTakeAnEmptyReasonForNone() {
        var run = compared("DIFFERENT")
                .decide("judge-the-result", Map.of("decision", "ACCEPT", "reason", "           ", "note", "Late"));

        assertThat(run.variable("accepted")).isEqualTo("false");
        assertThat(run.variablesOf("record-decision")).containsEntry("reason", "Late");
        run.giveUp();
    }

    @Test
    void shouldNotAcceptWithoutAReasonWhatCouldNotBeReadAgain() {
        var run = compared("EQUAL")
                .decideAndRecord("judge-the-result", "VERIFY_AGAIN")
                .throwError("collect-findings", "AUTOMATION_UNAVAILABLE")
                .decideAndRecord("judge-the-result", "ACCEPT");

        assertThat(run.variable("accepted")).isEqualTo("false");
    }

    @Test
    void shouldEndAsNotAcceptedWhenAPersonWantsARollBack() {
        var run = compared().decideAndRecord("judge-the-result", "ROLL_BACK");

        assertThat(run.variable("accepted")).isEqualTo("false");
        run.shouldHaveEndedAt("Event_RollBackChosen");
    }

    @Test
    void shouldVerifyAgain() {
        compared().decideAndRecord("judge-the-result", "VERIFY_AGAIN").shouldWaitForJob("collect-findings");
    }

    @Test
    void shouldStop() {
        compared().decideAndRecord("judge-the-result", "STOP").shouldHaveStopped();
    }

    @Test
    void shouldLeaveItToAPersonWhenNothingCanBeReadOrCompared() {
        process.start(aMigration())
                .throwError("collect-findings", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("judge-the-result")
                .decideAndRecord("judge-the-result", "VERIFY_AGAIN")
                .completeJob("collect-findings")
                .throwError("compare-with-baseline", "REFUSED")
                .shouldShowTheProblemIn("judge-the-result");
    }

    private static Run compared() {
        return compared("EQUAL");
    }

    private static Run compared(String verdict) {
        return process.start(aMigration())
                .completeJob("collect-findings")
                .completeJob("compare-with-baseline", Map.of("verification", Map.of("verdict", verdict)));
    }
}
