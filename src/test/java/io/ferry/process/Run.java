package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.IncidentIntent;
import io.camunda.zeebe.protocol.record.intent.ProcessInstanceIntent;
import io.camunda.zeebe.protocol.record.intent.VariableIntent;
import io.camunda.zeebe.protocol.record.value.BpmnElementType;
import io.camunda.zeebe.protocol.record.value.IncidentRecordValue;
import io.camunda.zeebe.protocol.record.value.ProcessInstanceRecordValue;
import io.camunda.zeebe.protocol.record.value.VariableRecordValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One instance on the bench: the test answers for workers and people, and asks where the instance stands. */
final class Run {
    static final String ENDED = "Phase_Ended";
    static final String STOPPED = "Phase_Stopped";
    static final String ROLL_BACK_WANTED = "Phase_RollBackWanted";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ZeebeTestEngine engine;
    private final CamundaClient client;
    private final String model;
    private final long key;
    private final List<ActivatedJob> waiting = new ArrayList<>();

    private Run(ZeebeTestEngine engine, CamundaClient client, String model, long key) {
        this.engine = engine;
        this.client = client;
        this.model = model;
        this.key = key;
    }

    static Run started(
            ZeebeTestEngine engine, CamundaClient client, String process, String model, Map<String, Object> variables) {
        long key = client.newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .variables(variables)
                .send()
                .join()
                .getProcessInstanceKey();
        Run run = new Run(engine, client, model, key);
        run.settle();
        return run;
    }

    /** A worker does its task and gives nothing back. */
    Run completeJob(String type) {
        return completeJob(type, Map.of());
    }

    /** A worker does its task and gives these variables back. */
    Run completeJob(String type, Map<String, Object> variables) {
        return complete(job(type), variables);
    }

    /** A worker gives up with a BPMN error, and says why in the variable {@code problem}. */
    Run throwError(String type, String code) {
        client.newThrowErrorCommand(job(type).getKey())
                .errorCode(code)
                .variables(Map.of("problem", Map.of("code", code, "title", "Refused in a test")))
                .send()
                .join();
        return settle();
    }

    /** A person decides in the form of this name, and types nothing else. */
    Run decide(String form, String decision) {
        return decide(form, Map.of("decision", decision));
    }

    /** A person fills in the form of this name. */
    Run decide(String form, Map<String, Object> fields) {
        return complete(userTask(form), fields);
    }

    /** A person decides, and a worker writes the decision down. */
    Run decideAndRecord(String form, String decision) {
        return decide(form, decision).completeJob("record-decision");
    }

    /** The clock moves on, and timers fire. */
    Run passTime(Duration time) {
        engine.increaseTime(time);
        return settle();
    }

    /** One look of a timer loop: the pause passes, and the worker that asks for the state finds this one. */
    Run afterAPause(String askingType, String variable, Object state) {
        return passTime(AMigration.PAUSE.plusSeconds(1)).completeJob(askingType, Map.of(variable, state));
    }

    /** A message reaches the instance. */
    Run receive(String message) {
        client.newPublishMessageCommand()
                .messageName(message)
                .correlationKey(AMigration.ID)
                .send()
                .join();
        return settle();
    }

    /** The instance waits for a person in front of the form of this name. */
    Run shouldWaitFor(String form) {
        ActivatedJob task = userTask(form);
        waiting.add(task);
        return this;
    }

    /** The instance waits for a worker of this type. */
    Run shouldWaitForJob(String type) {
        ActivatedJob job = job(type);
        waiting.add(job);
        return this;
    }

    /** The person in front of this form sees what went wrong. */
    Run shouldShowTheProblemIn(String form) {
        ActivatedJob task = userTask(form);
        assertThat(task.getVariablesAsMap().get("problem"))
                .as("problem shown in %s", form)
                .isNotNull();
        waiting.add(task);
        return this;
    }

    /** The phase has ended at this end event, and the main process would go on. */
    void shouldHaveEndedAt(String event) {
        assertThat(completedElements()).as("ended at").contains(event, ENDED);
        assertThat(isOver()).isTrue();
    }

    /** A person stopped: the main process would end as stopped. */
    void shouldHaveStopped() {
        assertThat(completedElements()).as("stopped").contains(STOPPED);
        assertThat(isOver()).isTrue();
    }

    /** The main process would go to the roll-back. */
    void shouldWantARollBack() {
        assertThat(completedElements()).as("wants a roll-back").contains(ROLL_BACK_WANTED);
        assertThat(isOver()).isTrue();
    }

    /** The main process is over, at this end event. */
    void shouldBeOverAt(String event) {
        assertThat(completedElements()).as("ended at").contains(event);
        assertThat(isOver()).isTrue();
    }

    /** The last value of a variable in any scope of the instance, as JSON. */
    String variable(String name) {
        return values(ValueType.VARIABLE, VariableRecordValue.class)
                .filter(record ->
                        record.getIntent() == VariableIntent.CREATED || record.getIntent() == VariableIntent.UPDATED)
                .map(record -> (VariableRecordValue) record.getValue())
                .filter(value -> value.getName().equals(name))
                .reduce((first, second) -> second)
                .map(VariableRecordValue::getValue)
                .orElse("null");
    }

    /** The headers of the task that waits for a worker of this type. */
    Map<String, String> headersOf(String type) {
        ActivatedJob job = job(type);
        waiting.add(job);
        return job.getCustomHeaders();
    }

    /** The variables that the task of this type sees. */
    Map<String, Object> variablesOf(String type) {
        ActivatedJob job = job(type);
        waiting.add(job);
        return job.getVariablesAsMap();
    }

    /** Ends the instance if it still runs, so that its jobs do not reach the next test. */
    void giveUp() {
        if (!isOver()) {
            client.newCancelInstanceCommand(key).send().join();
            settle();
        }
    }

    private Run complete(ActivatedJob job, Map<String, Object> variables) {
        client.newCompleteCommand(job.getKey()).variables(variables).send().join();
        return settle();
    }

    private ActivatedJob job(String type) {
        return take(type, job -> job.getType().equals(type), "a worker of " + type);
    }

    private ActivatedJob userTask(String form) {
        String id = "Task_" + Names.pascal(form);
        return take(
                ProcessBench.USER_TASK,
                job -> job.getType().equals(ProcessBench.USER_TASK)
                        && job.getElementId().equals(id),
                "a person in front of " + form);
    }

    private ActivatedJob take(String type, Predicate<ActivatedJob> wanted, String whom) {
        ActivatedJob job = firstWaiting(wanted)
                .or(() -> {
                    waiting.addAll(client.newActivateJobsCommand()
                            .jobType(type)
                            .maxJobsToActivate(10)
                            .timeout(Duration.ofDays(1))
                            .requestTimeout(Duration.ofMillis(200))
                            .send()
                            .join()
                            .getJobs());
                    return firstWaiting(wanted);
                })
                .orElseThrow(() -> new AssertionError(
                        "%s does not wait for %s, but: %s%s".formatted(model, whom, activeElements(), incidents())));
        waiting.remove(job);
        return job;
    }

    private Optional<ActivatedJob> firstWaiting(Predicate<ActivatedJob> wanted) {
        return waiting.stream().filter(wanted).findFirst();
    }

    private Run settle() {
        try {
            engine.waitForIdleState(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new AssertionError("The engine does not come to rest", e);
        }
        return this;
    }

    private boolean isOver() {
        return elements()
                .anyMatch(record -> record.getKey() == key
                        && (record.getIntent() == ProcessInstanceIntent.ELEMENT_COMPLETED
                                || record.getIntent() == ProcessInstanceIntent.ELEMENT_TERMINATED));
    }

    private List<String> completedElements() {
        return elements()
                .filter(record -> record.getIntent() == ProcessInstanceIntent.ELEMENT_COMPLETED)
                .map(record -> ((ProcessInstanceRecordValue) record.getValue()).getElementId())
                .toList();
    }

    private List<String> activeElements() {
        Map<Long, String> active = new HashMap<>();
        elements().forEach(record -> {
            ProcessInstanceRecordValue value = (ProcessInstanceRecordValue) record.getValue();
            if (record.getIntent() == ProcessInstanceIntent.ELEMENT_ACTIVATED
                    && value.getBpmnElementType() != BpmnElementType.PROCESS) {
                active.put(record.getKey(), value.getElementId());
            } else if (record.getIntent() == ProcessInstanceIntent.ELEMENT_COMPLETED
                    || record.getIntent() == ProcessInstanceIntent.ELEMENT_TERMINATED) {
                active.remove(record.getKey());
            }
        });
        return active.values().stream().sorted().toList();
    }

    private String incidents() {
        return values(ValueType.INCIDENT, IncidentRecordValue.class)
                .filter(record -> record.getIntent() == IncidentIntent.CREATED)
                .map(record -> (IncidentRecordValue) record.getValue())
                .map(value -> "; incident at " + value.getElementId() + ": " + value.getErrorMessage())
                .reduce("", String::concat);
    }

    private Stream<Record<?>> elements() {
        return values(ValueType.PROCESS_INSTANCE, ProcessInstanceRecordValue.class);
    }

    /** Records since this instance was started; one instance at a time runs on a bench. */
    private Stream<Record<?>> values(ValueType type, Class<?> valueClass) {
        return StreamSupport.stream(engine.getRecordStreamSource().getRecords().spliterator(), false)
                .filter(record -> record.getValueType() == type && valueClass.isInstance(record.getValue()))
                .filter(record -> record.getPosition() > 0 && record.getKey() >= key || record.getKey() == key)
                .map(record -> record);
    }
}
