package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VerifyTest {
    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("verify");

    @Test
    void shouldEndAsAccepted() {
        var run = compared().decideAndRecord("judge-the-result", "ACCEPT");

        assertThat(run.variable("accepted")).isEqualTo("true");
        run.shouldHaveEndedAt("Event_ResultAccepted");
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
        return process.start(aMigration())
                .completeJob("collect-findings")
                .completeJob("compare-with-baseline", Map.of("verification", Map.of("verdict", "EQUAL")));
    }
}
