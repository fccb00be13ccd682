package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReactivateIntegrationsTest {
    private static final Map<String, Object> TWO = Map.of(
            "integrations",
            Map.of(
                    "count",
                    2,
                    "items",
                    List.of(Map.of("id", "2", "name", "Trello"), Map.of("id", "3", "name", "Other Jira"))));

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("reactivate-integrations");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldSwitchOnWhatAPersonPicks() {
        var run = listed().decide("select-the-integrations", Map.of("picked", List.of("2", "3")));

        assertThat(run.variablesOf("record-decision"))
                .containsEntry("decision", "SWITCH_ON")
                .containsEntry("reason", "Trello, Other Jira");
        run.completeJob("record-decision");
        assertThat(run.variablesOf("activate-integrations")).containsEntry("picked", List.of("2", "3"));
        run.completeJob("activate-integrations")
                .afterAPause("check-integration-states", "integrationsState", "IN_PROGRESS")
                .afterAPause("check-integration-states", "integrationsState", "UP")
                .shouldHaveEndedAt("Event_IntegrationsReactivated");
    }

    @Test
    void shouldEndWhenThereIsNothingToSwitchOn() {
        automatic()
                .completeJob("list-integrations", Map.of("integrations", Map.of("count", 0, "items", List.of())))
                .shouldHaveEndedAt("Event_IntegrationsReactivated");
    }

    @Test
    void shouldEndWhenNothingIsPicked() {
        var run = listed().decide("select-the-integrations", Map.of());

        assertThat(run.variablesOf("record-decision")).containsEntry("decision", "NONE");
        run.completeJob("record-decision").shouldHaveEndedAt("Event_IntegrationsReactivated");
    }

    @Test
    void shouldTryAgainWhenConnectionsStayDown() {
        down().decideAndRecord("investigate-integrations", "TRY_AGAIN").shouldWaitForJob("list-integrations");
    }

    @Test
    void shouldEndWhenAPersonPutTheConnectionsRight() {
        Map<String, Object> allUp = new HashMap<>();
        allUp.put("integrations", Map.of("count", 0, "items", List.of()));
        allUp.put("integrationsState", null);

        down().decideAndRecord("investigate-integrations", "TRY_AGAIN")
                .completeJob("list-integrations", allUp)
                .shouldHaveEndedAt("Event_IntegrationsReactivated");
    }

    @Test
    void shouldGoOnWithoutThemForAReason() {
        down().decide("investigate-integrations", Map.of("decision", "GO_ON", "reason", "Trello is not used any more"))
                .completeJob("record-decision")
                .shouldHaveEndedAt("Event_IntegrationsReactivated");
    }

    @Test
    void shouldTakeAPersonsWord() {
        process.start(aMigration())
                .decideAndRecord("reactivate-integrations-by-hand", "DONE")
                .shouldHaveEndedAt("Event_ReactivatedByHand");
    }

    @Test
    void shouldLeaveItToAPersonWhereFerryCannot() {
        automatic()
                .throwError("list-integrations", "AUTOMATION_UNAVAILABLE")
                .shouldShowTheProblemIn("reactivate-integrations-by-hand")
                .decideAndRecord("reactivate-integrations-by-hand", "AUTOMATIC")
                .completeJob("list-integrations", TWO)
                .decide("select-the-integrations", Map.of("picked", List.of("2")))
                .completeJob("record-decision")
                .throwError("activate-integrations", "REFUSED")
                .shouldShowTheProblemIn("reactivate-integrations-by-hand");
    }

    @Test
    void shouldStopAndLeaveThemOff() {
        process.start(aMigration())
                .decideAndRecord("reactivate-integrations-by-hand", "STOP")
                .shouldHaveStopped();
    }

    private static Run automatic() {
        return process.start(aMigration().automatically("activateConnections"));
    }

    private static Run listed() {
        return automatic().completeJob("list-integrations", TWO);
    }

    private static Run down() {
        return listed().decide("select-the-integrations", Map.of("picked", List.of("2")))
                .completeJob("record-decision")
                .completeJob("activate-integrations")
                .afterAPause("check-integration-states", "integrationsState", "DOWN");
    }
}
