package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.builder.UserTaskBuilder;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.intent.IncidentIntent;
import io.camunda.zeebe.protocol.record.intent.Intent;
import io.camunda.zeebe.protocol.record.intent.ProcessInstanceIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.protocol.record.value.IncidentRecordValue;
import io.camunda.zeebe.protocol.record.value.ProcessInstanceRecordValue;
import io.camunda.zeebe.protocol.record.value.UserTaskRecordValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What Camunda's listeners of a user task can do, and what not: why answers are recorded by tasks of their own, as ADR 13
 * tells. Where one of these tests fails on a newer Camunda, look at that decision again.
 */
class ListenersTest {
    private static final String RECORD = "record-in-a-listener";
    private static final String NOT_VALID = "CONFIRMATION_NOT_VALID";
    private static final TestEngine ENGINE = TestEngine.start();
    private static final CamundaClient CLIENT = ENGINE.client();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void shouldLetAnExecutionListenerSeeTheAnswerButNotWhoGaveIt() {
        // given
        long task = ask("execution", asked -> asked.zeebeEndExecutionListener(RECORD));

        // when
        ENGINE.complete(task, "anna", Map.of("answer", "GO_ON"));

        // then
        ActivatedJob job = job();
        assertThat(job.getVariablesAsMap()).containsEntry("decision", "GO_ON");
        assertThat(job.getCustomHeaders()).containsEntry("subject", "checks");
        assertThat(job.getCustomHeaders().toString()).doesNotContain("anna");
        CLIENT.newCompleteCommand(job).send().join();
        ENGINE.settle();
    }

    @Test
    void shouldTryAnExecutionListenerAgainAndMakeAnIncidentOfTheLastFailure() {
        // given
        long task = ask("failing", asked -> asked.zeebeEndExecutionListener(RECORD));
        ENGINE.complete(task, "anna", Map.of("answer", "GO_ON"));

        // when
        CLIENT.newFailCommand(job()).retries(1).errorMessage("Not yet").send().join();
        CLIENT.newFailCommand(job())
                .retries(0)
                .errorMessage("The database is away")
                .send()
                .join();
        ENGINE.settle();

        // then
        assertThat(records(IncidentIntent.CREATED))
                .extracting(record -> ((IncidentRecordValue) record.getValue()).getErrorMessage())
                .contains("The database is away");
    }

    @Test
    void shouldNotLetAnExecutionListenerGiveAnAnswerBack() {
        // given
        long task = ask("refusing", asked -> asked.zeebeEndExecutionListener(RECORD));
        ENGINE.complete(task, "anna", Map.of("answer", "PERHAPS"));
        ActivatedJob job = job();

        // when, then
        assertThatThrownBy(() -> CLIENT.newThrowErrorCommand(job)
                        .errorCode(NOT_VALID)
                        .send()
                        .join())
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Cannot throw BPMN error from EXECUTION_LISTENER job");
        assertThat(activated("given-back-refusing")).isFalse();
        CLIENT.newCompleteCommand(job).send().join();
        ENGINE.settle();
    }

    @Test
    void shouldLetATaskListenerSeeWhoAnsweredButNotSayWhatIsWrong() {
        // given
        long task = ask(
                "completing",
                asked -> asked.zeebeTaskListener(
                        listener -> listener.completing().type(RECORD)));
        var completing = CompletableFuture.runAsync(() -> ENGINE.complete(task, "anna", Map.of("answer", "PERHAPS")));
        ActivatedJob job = job();
        assertThat(job.getCustomHeaders()).containsEntry("io.camunda.zeebe:assignee", "anna");
        // Before the output mappings: the listener sees the form's fields, not the decision made of them.
        assertThat(job.getVariablesAsMap()).containsEntry("answer", "PERHAPS").doesNotContainKey("decision");
        assertThatThrownBy(() -> CLIENT.newThrowErrorCommand(job)
                        .errorCode(NOT_VALID)
                        .send()
                        .join())
                .hasMessageContaining("Cannot throw BPMN error from TASK_LISTENER job");
        assertThatThrownBy(() -> CLIENT.newCompleteCommand(job)
                        .variables(Map.of("problem", "not one of the answers"))
                        .send()
                        .join())
                .hasMessageContaining("variables payload provided is not yet supported");
        CLIENT.newCompleteCommand(job).send().join();
        completing.join();
    }

    private static long ask(String process, Function<UserTaskBuilder, UserTaskBuilder> listener) {
        BpmnModelInstance model = listener.apply(Bpmn.createExecutableProcess(process)
                        .startEvent()
                        .userTask("ask-" + process)
                        .zeebeUserTask()
                        .zeebeTaskHeader("subject", "checks")
                        .zeebeOutputExpression("answer", "decision"))
                .boundaryEvent("given-back-" + process, event -> event.error(NOT_VALID))
                .endEvent()
                .moveToActivity("ask-" + process)
                .endEvent()
                .done();
        CLIENT.newDeployResourceCommand()
                .addProcessModel(model, process + ".bpmn")
                .send()
                .join();
        CLIENT.newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .send()
                .join();
        ENGINE.settle();
        return records(UserTaskIntent.CREATED)
                .filter(record ->
                        ((UserTaskRecordValue) record.getValue()).getElementId().equals("ask-" + process))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** The listener's job, as soon as there is one. */
    private static ActivatedJob job() {
        long giveUpAt = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<ActivatedJob> jobs = List.of();
        while (jobs.isEmpty() && System.nanoTime() < giveUpAt) {
            jobs = CLIENT.newActivateJobsCommand()
                    .jobType(RECORD)
                    .maxJobsToActivate(1)
                    .timeout(Duration.ofDays(1))
                    .requestTimeout(Duration.ofMillis(200))
                    .send()
                    .join()
                    .getJobs();
        }
        return jobs.getFirst();
    }

    private static boolean activated(String element) {
        return records(ProcessInstanceIntent.ELEMENT_ACTIVATED)
                .anyMatch(record -> ((ProcessInstanceRecordValue) record.getValue())
                        .getElementId()
                        .equals(element));
    }

    private static Stream<Record<?>> records(Intent intent) {
        return StreamSupport.stream(ENGINE.records().spliterator(), false)
                .filter(record -> record.getRecordType() == RecordType.EVENT && record.getIntent() == intent);
    }
}
