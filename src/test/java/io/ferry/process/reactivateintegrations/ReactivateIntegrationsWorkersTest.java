package io.ferry.process.reactivateintegrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.bigpicture.Connection;
import io.ferry.bigpicture.Connection.State;
import io.ferry.bigpicture.ConnectionTrouble;
import io.ferry.bigpicture.Connections;
import io.ferry.migration.ARecord;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Migration;
import io.ferry.migration.Operation;
import io.ferry.migration.Question;
import io.ferry.process.common.AJob;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.Watch;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.model.BpmnCode;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.verification.ComparisonsForTests;
import io.ferry.verification.Inventory;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReactivateIntegrationsWorkersTest {
    private static final Connection PRIMARY = connection("1", true, true, State.OPERATIONAL);

    private final WorkerBench bench = new WorkerBench();
    private final FactsOfMigration facts = mock();
    private final Connections connections = mock();
    private final Migration migration = ARecord.aMigration();
    private final Confirmations confirmations = ARecord.get(Confirmations.class);
    private final Intents intents = ARecord.get(Intents.class);
    private final Integrations integrations = new Integrations(
            bench.sites(),
            ComparisonsForTests.comparisons(),
            mock(),
            facts,
            confirmations,
            intents,
            new AtMostOnce(intents),
            Clock.fixed(WorkerBench.NOW, ZoneOffset.UTC));

    @BeforeEach
    void connections() {
        when(bench.targetApp().connections()).thenReturn(connections);
        doReturn(migration).when(bench.migrations()).get(migration.id());
    }

    @Test
    void shouldListWhatCanBePicked() {
        there(
                PRIMARY,
                connection("2", false, false, State.NOT_OPERATIONAL),
                connection("3", false, true, State.OPERATIONAL));

        var variables = WorkerBench.run(
                new ListIntegrationsWorker(bench.steps(), integrations),
                AJob.of("list-integrations").get());

        assertThat(variables).as("a state of the round before").containsEntry("integrationsState", null);
        assertThat(WorkerBench.json(variables.get("integrations"))).isInstanceOfSatisfying(Map.class, listed -> {
            assertThat(listed.get("count")).isEqualTo(1L);
            assertThat((List<?>) listed.get("items")).hasSize(3);
        });
    }

    @Test
    void shouldTellWhatEachWouldChange() {
        // given
        when(facts.find(WorkerBench.ID, FactName.BASELINE, Inventory.class))
                .thenReturn(Optional.of(ComparisonsForTests.withConnections(
                        connection("2", false, true, State.OPERATIONAL), connection("4", false, true, State.FAILED))));
        there(
                PRIMARY,
                connection("2", false, false, State.NOT_OPERATIONAL),
                connection("3", false, true, State.OPERATIONAL),
                connection("4", false, false, State.NOT_OPERATIONAL),
                connection("5", false, false, State.NOT_OPERATIONAL));

        // when
        var items = items(WorkerBench.run(
                new ListIntegrationsWorker(bench.steps(), integrations),
                AJob.of("list-integrations").get()));

        // then
        assertThat(items)
                .extracting(item -> item.get("before"))
                .containsExactly("was not there", "worked", "was not there", "did not work", "was not there");
        assertThat(items)
                .extracting(item -> String.valueOf(item.get("change")))
                .satisfiesExactly(
                        primary -> assertThat(primary).startsWith("Nothing: it cannot be switched"),
                        worked -> assertThat(worked).contains("as the app on the source did"),
                        works -> assertThat(works).isEqualTo("Nothing: it works."),
                        didNot -> assertThat(didNot).contains("did not work before either"),
                        isNew -> assertThat(isNew).contains("the source has none"));
    }

    @Test
    void shouldNotGuessHowAConnectionStoodOnTheSource() {
        there(connection("2", false, false, State.NOT_OPERATIONAL));

        assertThat(items(WorkerBench.run(
                        new ListIntegrationsWorker(bench.steps(), integrations),
                        AJob.of("list-integrations").get())))
                .extracting(item -> item.get("before"))
                .containsExactly("not known");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, ?> variables) {
        var listed = (Map<String, Object>) WorkerBench.json(variables.get("integrations"));
        return (List<Map<String, Object>>) Objects.requireNonNull(listed.get("items"));
    }

    @Test
    void shouldLeaveItToAPersonWithoutConfiguredCalls() {
        when(connections.list()).thenThrow(AutomationUnavailableException.of("list connections", "none"));

        assertThatThrownBy(() -> WorkerBench.run(
                        new ListIntegrationsWorker(bench.steps(), integrations),
                        AJob.of("list-integrations").get()))
                .isInstanceOf(BpmnError.class);
    }

    @Test
    void shouldSwitchOnOnlyWhatIsPickedOffAndNotPrimary() {
        there(
                connection("1", true, false, State.NOT_OPERATIONAL),
                connection("2", false, false, State.NOT_OPERATIONAL),
                connection("3", false, true, State.OPERATIONAL),
                connection("4", false, false, State.NOT_OPERATIONAL));

        activate(List.of("1", "2", "3"));

        verify(connections).activate("2");
        verify(connections, never()).activate("1");
        verify(connections, never()).activate("3");
        verify(connections, never()).activate("4");
    }

    @Test
    void shouldNotActivateAnythingWhenAPickedConnectionIsGone() {
        there(connection("2", false, false, State.NOT_OPERATIONAL));

        assertThatThrownBy(() -> activate(List.of("2", "9"))).isInstanceOf(BpmnError.class);
        verify(connections, never()).activate(anyString());
    }

    @Test
    void shouldSwitchNothingOnAgainThatSomebodySwitchedOff() {
        // given a job whose end Camunda never heard of, and an administrator who saw wrong tasks meanwhile
        there(connection("2", false, false, State.NOT_OPERATIONAL));
        var picking = picked();
        activate(List.of("2"));

        // when
        activate(List.of("2"));

        // then
        verify(connections, times(1)).activate("2");
        assertThat(bases()).containsExactly(Map.of("connection", "2", "decision", picking.toString()));

        // and a person's new word counts anew
        picked();
        activate(List.of("2"));
        verify(connections, times(2)).activate("2");
    }

    @Test
    void shouldKnowAPickingByItsVisitWhereNoDecisionIsOnRecord() {
        there(connection("2", false, false, State.NOT_OPERATIONAL));

        activate(List.of("2"), 5, 1);
        activate(List.of("2"), 5, 1);
        verify(connections, times(1)).activate("2");

        activate(List.of("2"), 5, 2);
        verify(connections, times(2)).activate("2");
    }

    @Test
    void shouldAskTheSiteWhatBecameOfACallAfterACrash() {
        // given a program that dies while it switches a connection on
        there(connection("2", false, false, State.NOT_OPERATIONAL));
        picked();
        when(connections.activate("2")).thenThrow(new StackOverflowError("the program dies here"));
        assertThatThrownBy(() -> activate(List.of("2"))).isInstanceOf(StackOverflowError.class);

        // when
        there(connection("2", false, true, State.NOT_OPERATIONAL));
        activate(List.of("2"));

        // then
        verify(connections, times(1)).activate("2");
    }

    @Test
    void shouldLeaveItToAPersonWhetherAConnectionWasSwitchedOnAndOffOrNeverOn() {
        // given
        there(connection("2", false, false, State.NOT_OPERATIONAL));
        picked();
        when(connections.activate("2")).thenThrow(OutcomeUnknownException.of("No answer came.", "Look."));

        // when
        assertThatThrownBy(() -> activate(List.of("2"))).isInstanceOf(JobError.class);
        assertThatThrownBy(() -> activate(List.of("2"), 2, 77))
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(BpmnCode.OUTCOME_UNKNOWN.name()));

        // then
        verify(connections, times(1)).activate("2");
    }

    private UUID picked() {
        return confirmations
                .record(
                        migration.id(),
                        Question.PICK_CONNECTIONS,
                        Decision.SWITCH_ON,
                        "Connection 2",
                        Actor.ofTask("ann"),
                        Map.of())
                .id();
    }

    private List<Map<String, Object>> bases() {
        return ARecord.basesOf(migration.id(), Operation.ACTIVATE_CONNECTIONS.key());
    }

    private void activate(List<String> picked) {
        activate(picked, 5, 77);
    }

    private void activate(List<String> picked, int retries, long visit) {
        WorkerBench.run(
                new ActivateIntegrationsWorker(bench.steps(), integrations),
                AJob.of("activate-integrations")
                        .with("migrationId", migration.id().value())
                        .with("picked", picked)
                        .withRetries(retries)
                        .ofVisit(visit)
                        .get());
    }

    @Test
    void shouldSayWhenAllPickedOnesAreUp() {
        there(connection("2", false, true, State.OPERATIONAL), connection("3", false, false, State.NOT_OPERATIONAL));

        assertThat(look("2", null)).containsEntry("integrationsState", "UP");
    }

    @Test
    void shouldWaitForThrottledOnesAndThoseJustSwitchedOn() {
        there(connection("2", false, true, State.THROTTLED));
        assertThat(look("2", Duration.ofMinutes(1))).containsEntry("integrationsState", "IN_PROGRESS");

        there(connection("2", false, true, State.NOT_OPERATIONAL));
        assertThat(look("2", Duration.ofMinutes(1))).containsEntry("integrationsState", "IN_PROGRESS");
    }

    @Test
    void shouldNotWaitForever() {
        there(connection("2", false, true, State.THROTTLED));

        assertThat(look("2", Duration.ofMinutes(30))).containsEntry("integrationsState", "DOWN");
    }

    @Test
    void shouldTellWhatIsDownAndWhy() {
        there(connection("2", false, true, State.FAILED));

        var variables = look("2", null);

        assertThat(variables).containsEntry("integrationsState", "DOWN");
        assertThat(String.valueOf(variables.get("problem")))
                .contains("Connection 2 is failing (webhooks missing): Look");
        assertThat(items(variables))
                .extracting(item -> item.get("reason"), item -> item.get("whatToDo"))
                .containsExactly(tuple("webhooks missing", ConnectionTrouble.WEBHOOKS_MISSING.whatToDo()));
    }

    /** Looks after so long a time of looking in vain. */
    private Map<String, @Nullable Object> look(String picked, @Nullable Duration watched) {
        return WorkerBench.run(
                new CheckIntegrationStatesWorker(bench.steps(), integrations),
                AJob.of("check-integration-states")
                        .with("picked", List.of(picked))
                        .with(
                                "integrationsWatch",
                                watched == null
                                        ? null
                                        : new Watch(watched.toString(), null, WorkerBench.NOW.toString()))
                        .get());
    }

    private void there(Connection... some) {
        when(connections.list()).thenReturn(List.of(some));
    }

    private static Connection connection(String id, boolean primary, boolean active, State state) {
        return new Connection(
                id, "Connection " + id, primary, active, state, state == State.FAILED ? "webhooks missing" : "");
    }
}
