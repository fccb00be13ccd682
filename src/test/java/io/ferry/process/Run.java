package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.FormIntent;
import io.camunda.zeebe.protocol.record.intent.IncidentIntent;
import io.camunda.zeebe.protocol.record.intent.ProcessInstanceIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.protocol.record.intent.VariableIntent;
import io.camunda.zeebe.protocol.record.value.BpmnElementType;
import io.camunda.zeebe.protocol.record.value.IncidentRecordValue;
import io.camunda.zeebe.protocol.record.value.ProcessInstanceRecordValue;
import io.camunda.zeebe.protocol.record.value.UserTaskRecordValue;
import io.camunda.zeebe.protocol.record.value.VariableRecordValue;
import io.camunda.zeebe.protocol.record.value.deployment.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One instance on the bench: the test answers for workers and people, and asks where the instance stands. */
final class Run {
    static final String ENDED = "Phase_Ended";
    static final String STOPPED = "Phase_Stopped";
    static final String ROLL_BACK_WANTED = "Phase_RollBackWanted";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    /** The groups of people that tasks are offered to. */
    private static final List<String> GROUPS = List.of("operator", "approver");

    private final TestEngine engine;
    private final CamundaClient client;
    private final String model;
    private final long key;
    private final List<ActivatedJob> waiting = new ArrayList<>();

    /** Whether the engine may still be at work. To wait for its rest takes longer than most steps of a test. */
    private boolean moving = true;

    private Run(TestEngine engine, String model, long key) {
        this.engine = engine;
        this.client = engine.client();
        this.model = model;
        this.key = key;
    }

    static Run started(TestEngine engine, String process, String model, Map<String, Object> variables) {
        long key = engine.client()
                .newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .variables(variables)
                .send()
                .join()
                .getProcessInstanceKey();
        return new Run(engine, model, key);
    }

    /** Begins in the midst of a model: right before an element. */
    static Run startedBefore(TestEngine engine, String process, String element, Map<String, Object> variables) {
        long key = engine.client()
                .newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .variables(variables)
                .startBeforeElement(element)
                .send()
                .join()
                .getProcessInstanceKey();
        return new Run(engine, process, key);
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
        return throwError(type, code, Map.of());
    }

    /** The same, and it gives these variables besides. */
    Run throwError(String type, String code, Map<String, Object> besides) {
        Map<String, Object> variables = new HashMap<>(besides);
        variables.put("problem", Map.of("code", code, "title", "Refused in a test"));
        client.newThrowErrorCommand(job(type).getKey())
                .errorCode(code)
                .variables(variables)
                .send()
                .join();
        return moved();
    }

    /** A person decides in the form of this name, and types nothing else. */
    Run decide(String form, String decision) {
        return decide(form, Map.of("decision", decision));
    }

    /** A person fills in the form of this name: only what it asks, and only with what it offers. */
    Run decide(String form, Map<String, Object> fields) {
        assertThat(FormFields.of(form).notAllowed(fields))
                .as("what nobody can enter in %s", form)
                .isEmpty();
        UserTaskRecordValue task = userTask(form);
        engine.complete(task.getUserTaskKey(), task.getCandidateGroupsList().getFirst(), fields);
        return moved();
    }

    /** A person decides, and a worker writes the decision down. */
    Run decideAndRecord(String form, String decision) {
        return decide(form, decision).completeJob("record-decision");
    }

    /** The clock moves on, and timers fire. */
    Run passTime(Duration time) {
        settle();
        engine.passTime(time);
        return moved();
    }

    /** One look of a timer loop: the pause passes, and the worker that asks for the state finds this one. */
    Run afterAPause(String askingType, String variable, Object state) {
        return passTime(AMigration.PAUSE.plusSeconds(1)).completeJob(askingType, Map.of(variable, state));
    }

    /** A message reaches the instance. */
    Run receive(String message) {
        settle();
        client.newPublishMessageCommand()
                .messageName(message)
                .correlationKey(AMigration.ID)
                .send()
                .join();
        return moved();
    }

    /** The instance waits for a person in front of the form of this name. */
    Run shouldWaitFor(String form) {
        userTask(form);
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
        assertThat(visibleTo(userTask(form).getElementInstanceKey()).getOrDefault("problem", "null"))
                .as("problem shown in %s", form)
                .isNotEqualTo("null");
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
        settle();
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
            moved().settle();
        }
    }

    private Run complete(ActivatedJob job, Map<String, Object> variables) {
        client.newCompleteCommand(job.getKey()).variables(variables).send().join();
        return moved();
    }

    private ActivatedJob job(String type) {
        ActivatedJob job = soon(
                "a worker of " + type,
                () -> firstWaiting(type).or(() -> {
                    waiting.addAll(client.newActivateJobsCommand()
                            .jobType(type)
                            .maxJobsToActivate(10)
                            .timeout(Duration.ofDays(1))
                            .requestTimeout(Duration.ofMillis(200))
                            .send()
                            .join()
                            .getJobs());
                    return firstWaiting(type);
                }));
        waiting.remove(job);
        return job;
    }

    private Optional<ActivatedJob> firstWaiting(String type) {
        return waiting.stream().filter(job -> job.getType().equals(type)).findFirst();
    }

    /** The task that shows this form to a person. It must be offered to one of the groups that people are in. */
    private UserTaskRecordValue userTask(String form) {
        UserTaskRecordValue task = soon(
                "a person in front of " + form,
                () -> waitingUserTasks().stream()
                        .filter(each -> formOf(each).equals(form))
                        .findFirst());
        assertThat(task.getElementId()).isEqualTo("Task_" + Names.pascal(form));
        assertThat(task.getAssignee())
                .as("assignee of %s before anybody takes it", form)
                .isEmpty();
        assertThat(task.getCandidateGroupsList())
                .as("group of %s", form)
                .hasSize(1)
                .isSubsetOf(GROUPS);
        return task;
    }

    private List<UserTaskRecordValue> waitingUserTasks() {
        Map<Long, UserTaskRecordValue> tasks = new LinkedHashMap<>();
        values(ValueType.USER_TASK, UserTaskRecordValue.class).forEach(record -> {
            if (record.getIntent() == UserTaskIntent.CREATED) {
                tasks.put(record.getKey(), (UserTaskRecordValue) record.getValue());
            } else if (record.getIntent() == UserTaskIntent.COMPLETED
                    || record.getIntent() == UserTaskIntent.CANCELED) {
                tasks.remove(record.getKey());
            }
        });
        return List.copyOf(tasks.values());
    }

    /** The id of the form that Tasklist would show: it may have been deployed long before this instance began. */
    private String formOf(UserTaskRecordValue task) {
        return records()
                .filter(record -> record.getValueType() == ValueType.FORM
                        && record.getIntent() == FormIntent.CREATED
                        && record.getKey() == task.getFormKey())
                .map(record -> ((Form) record.getValue()).getFormId())
                .findFirst()
                .orElse("no form");
    }

    /** What an element sees, as JSON by name: its own variables, then those of the scopes around it. */
    private Map<String, String> visibleTo(long elementInstance) {
        Map<Long, Map<String, String>> byScope = new HashMap<>();
        values(ValueType.VARIABLE, VariableRecordValue.class)
                .map(record -> (VariableRecordValue) record.getValue())
                .forEach(variable -> byScope.computeIfAbsent(variable.getScopeKey(), scope -> new HashMap<>())
                        .put(variable.getName(), variable.getValue()));
        Map<Long, Long> around = new HashMap<>();
        elements()
                .forEach(record -> around.put(
                        record.getKey(), ((ProcessInstanceRecordValue) record.getValue()).getFlowScopeKey()));
        Map<String, String> visible = new HashMap<>();
        for (Long scope = elementInstance; scope != null; scope = around.get(scope)) {
            byScope.getOrDefault(scope, Map.of()).forEach(visible::putIfAbsent);
        }
        return visible;
    }

    /** What the instance comes to wait for, as soon as it does. */
    private <T> T soon(String whom, Supplier<Optional<T>> look) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty() && moving && System.nanoTime() < giveUpAt) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            found = look.get();
        }
        return found.orElseThrow(() -> new AssertionError(
                "%s does not wait for %s, but: %s%s".formatted(model, whom, activeElements(), incidents())));
    }

    private Run moved() {
        moving = true;
        return this;
    }

    private void settle() {
        if (moving) {
            engine.settle();
            moving = false;
        }
    }

    private boolean isOver() {
        settle();
        return elements()
                .anyMatch(record -> record.getKey() == key
                        && (record.getIntent() == ProcessInstanceIntent.ELEMENT_COMPLETED
                                || record.getIntent() == ProcessInstanceIntent.ELEMENT_TERMINATED));
    }

    private List<String> completedElements() {
        settle();
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
        return records()
                .filter(record -> record.getValueType() == type && valueClass.isInstance(record.getValue()))
                .filter(record -> record.getPosition() > 0 && record.getKey() >= key || record.getKey() == key);
    }

    private Stream<Record<?>> records() {
        return StreamSupport.stream(engine.records().spliterator(), false);
    }
}
