package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.UserTask;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.ferry.migration.MigrationId;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who completed a task, on an engine whose searches are as late as those of a real cluster. */
class WhoCompletedTest {
    private static final String ASK = "Task_Ask";
    private static final Duration LATE = Duration.ofMillis(700);

    /** A task that people answer again and again, as Ferry's models ask for a confirmation: yes and no are recorded apart. */
    private static final BpmnModelInstance MODEL = Bpmn.createExecutableProcess("ask-again-and-again")
            .startEvent()
            .userTask(ASK)
            .zeebeUserTask()
            .exclusiveGateway("Gateway_Yes")
            .condition("=decision = \"yes\"")
            .serviceTask("Task_RecordYes")
            .zeebeJobType("record")
            .boundaryEvent("Event_NotValid")
            .error()
            .connectTo(ASK)
            .moveToNode("Gateway_Yes")
            .condition("=decision != \"yes\"")
            .serviceTask("Task_RecordNo")
            .zeebeJobType("record")
            .connectTo(ASK)
            .done();

    private static final Set<Long> done = ConcurrentHashMap.newKeySet();

    private static LocalCluster camunda;
    private static CamundaClient client;
    private static WaitingTasks tasks;

    @BeforeAll
    static void start() {
        camunda = LocalCluster.startWithSearchesLateBy(LATE);
        client = camunda.client();
        tasks = camunda.waitingTasks();
        client.newDeployResourceCommand()
                .addProcessModel(MODEL, "ask-again-and-again.bpmn")
                .send()
                .join();
    }

    @AfterAll
    static void stop() {
        camunda.close();
    }

    @Test
    void shouldNameThePersonOfThisRoundAndNobodyElseHoweverLateSearchesAre() {
        // given
        long instance = begin("m1");

        for (String person : List.of("anna", "ben", "carla", "anna", "ben")) {
            // when
            ActivatedJob yes = answered(instance, person, "yes");

            // then
            assertThat(whoCompleted(yes)).contains(person);
            client.newThrowErrorCommand(yes).errorCode("NOT_VALID").send().join();

            // when
            ActivatedJob no = answered(instance, "dora", "no");

            // then
            assertThat(whoCompleted(no)).contains("dora");
            client.newCompleteCommand(no).send().join();
        }
    }

    @Test
    void shouldTellThatNobodyWasAssignedInThisRound() {
        // given
        long instance = begin("m2");

        for (String person : new @Nullable String[] {"anna", null, "ben", null, null}) {
            // when
            ActivatedJob record = answered(instance, person, "yes");

            // then
            assertThat(whoCompleted(record)).isEqualTo(Optional.ofNullable(person));
            client.newThrowErrorCommand(record).errorCode("NOT_VALID").send().join();
        }
    }

    @Test
    void shouldTellThatNobodyWasAssignedAnyMore() {
        // given
        long instance = begin("m3");
        long task = waiting(instance);
        client.newAssignUserTaskCommand(task).assignee("anna").send().join();
        client.newUnassignUserTaskCommand(task).send().join();

        // when
        client.newCompleteUserTaskCommand(task)
                .variables(Map.of("decision", "yes"))
                .send()
                .join();

        // then
        assertThat(whoCompleted(job(instance))).isEmpty();
    }

    @Test
    void shouldShowWhatWaitsAndWhatIsStuckASecondLate() {
        // given
        long instance = begin("m4");
        await().until(() -> tasks.of(new MigrationId("m4")).size() == 1);
        WaitingTask waits = tasks.of(new MigrationId("m4")).getFirst();
        assertThat(waits.elementId()).isEqualTo(ASK);
        assertThat(waits.link()).isEqualTo(camunda.address() + "/tasklist/" + waits.id());

        // when
        ActivatedJob record = answered(instance, "anna", "yes");
        client.newFailCommand(record)
                .retries(0)
                .errorMessage("Free some space.")
                .send()
                .join();

        // then
        Incidents incidents = camunda.incidents();
        Incident stuck = await().until(() -> incidents.of(List.of(instance)), found -> !found.isEmpty())
                .getFirst();
        assertThat(stuck.message()).isEqualTo("Free some space.");
        assertThat(stuck.type()).isEqualTo("JOB_NO_RETRIES");
        assertThat(stuck.jobKey()).isEqualTo(record.getKey());
        assertThat(stuck.link()).isEqualTo(camunda.address() + "/operate/processes/" + instance);
        assertThat(tasks.of(new MigrationId("m4"))).isEmpty();
        assertThat(incidents.underWay(List.of(instance))).containsExactly(instance);
    }

    @Test
    void shouldTellWhichTasksAskWhatBecameOfAChange() {
        // given
        begin("m5", Map.of("problem", Map.of("code", "OUTCOME_UNKNOWN", "title", "The answer was lost")));
        begin("m5", Map.of("problem", Map.of("code", "REFUSED", "title", "No")));
        begin("m5");
        begin("m6", Map.of("problem", Map.of("code", "OUTCOME_UNKNOWN", "title", "The answer was lost")));

        // when, then
        await().until(() -> tasks.of(new MigrationId("m5")).size() == 3);
        assertThat(tasks.withUnknownOutcome(new MigrationId("m5"))).hasSize(1);
    }

    private static long begin(String migration) {
        return begin(migration, Map.of());
    }

    private static long begin(String migration, Map<String, Object> variables) {
        Map<String, Object> all = new HashMap<>(variables);
        all.put("migrationId", migration);
        return client.newCreateInstanceCommand()
                .bpmnProcessId("ask-again-and-again")
                .latestVersion()
                .variables(all)
                .send()
                .join()
                .getProcessInstanceKey();
    }

    private static long waiting(long instance) {
        return await().until(
                        () -> client
                                .newUserTaskSearchRequest()
                                .filter(task ->
                                        task.processInstanceKey(instance).state(UserTaskState.CREATED))
                                .send()
                                .join()
                                .items()
                                .stream()
                                .map(UserTask::getUserTaskKey)
                                // Searches show a task for a while after its end.
                                .filter(key -> !done.contains(key))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static ActivatedJob answered(long instance, @Nullable String person, String decision) {
        long task = waiting(instance);
        if (person != null) {
            client.newAssignUserTaskCommand(task).assignee(person).send().join();
        }
        client.newCompleteUserTaskCommand(task)
                .variables(Map.of("decision", decision))
                .send()
                .join();
        done.add(task);
        return job(instance);
    }

    private static ActivatedJob job(long instance) {
        return await().until(
                        () -> client
                                .newActivateJobsCommand()
                                .jobType("record")
                                .maxJobsToActivate(1)
                                .timeout(Duration.ofMinutes(1))
                                .requestTimeout(Duration.ofMillis(500))
                                .send()
                                .join()
                                .getJobs()
                                .stream()
                                .filter(job -> job.getProcessInstanceKey() == instance)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Asks again and again, as a worker does; the first answer counts. */
    private static Optional<String> whoCompleted(ActivatedJob job) {
        return await().ignoreException(RemoteFailure.class)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> tasks.whoCompleted(
                                job.getProcessInstanceKey(), ASK, job.getElementId(), job.getElementInstanceKey()),
                        answer -> true);
    }
}
