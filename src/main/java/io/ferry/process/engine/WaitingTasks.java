package io.ferry.process.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.UserTask;
import io.camunda.client.api.search.response.Variable;
import io.ferry.base.Json;
import io.ferry.migration.MigrationId;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import io.ferry.remote.RemoteFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What waits for people, and who completed what. */
@Component
public class WaitingTasks {
    private static final Pattern OUTCOME_UNKNOWN =
            Pattern.compile("\"code\"\\s*:\\s*\"" + BpmnCode.OUTCOME_UNKNOWN + "\"");

    private final CamundaSearch camunda;
    private final CamundaLinks links;

    WaitingTasks(CamundaSearch camunda, CamundaLinks links) {
        this.camunda = camunda;
        this.links = links;
    }

    /**
     * The tasks of a migration that wait for a person now, oldest first. A new one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public List<WaitingTask> of(MigrationId id) {
        return waiting(id).stream().map(this::toTask).toList();
    }

    /**
     * The tasks of all of Ferry's processes that wait for a person now. A new one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public List<WaitingTask> all() {
        return StartedInCamunda.PROCESSES.stream()
                .flatMap(process -> camunda
                        .all(client -> client.newUserTaskSearchRequest()
                                .filter(task ->
                                        task.state(UserTaskState.CREATED).bpmnProcessId(process))
                                .sort(task -> task.creationDate().asc()))
                        .stream())
                .map(this::toTask)
                .toList();
    }

    /**
     * Whether a task waits because Ferry does not know what became of a change to a site.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public boolean hasUnknownOutcome(WaitingTask task) {
        return hasUnknownOutcome(Long.parseLong(task.id()));
    }

    /**
     * The tasks of one process instance that wait for a person now, oldest first; those of processes that it calls are not
     * among them.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    List<WaitingTask> ofInstance(long processInstanceKey) {
        return camunda
                .all(client -> client.newUserTaskSearchRequest()
                        .filter(task -> task.state(UserTaskState.CREATED).processInstanceKey(processInstanceKey))
                        .sort(task -> task.creationDate().asc()))
                .stream()
                .map(this::toTask)
                .toList();
    }

    /**
     * Which of a migration's waiting tasks stand there because Ferry does not know what became of a change to a site.
     *
     * @return the ids of these tasks
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public Set<String> withUnknownOutcome(MigrationId id) {
        return waiting(id).stream()
                .map(UserTask::getUserTaskKey)
                .filter(this::hasUnknownOutcome)
                .map(String::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean hasUnknownOutcome(long userTaskKey) {
        return camunda
                .all(client -> client.newUserTaskVariableSearchRequest(userTaskKey)
                        .filter(variable -> variable.name(Problem.VARIABLE)))
                .stream()
                .anyMatch(problem -> OUTCOME_UNKNOWN
                        .matcher(String.valueOf(problem.getValue()))
                        .find());
    }

    /**
     * A task that waits for a person, with what its form shows.
     *
     * @param key the task's key
     * @param variables those that its form sees, by name; what is null is left out
     */
    public record Asked(long key, Map<String, Object> variables) {}

    /**
     * The newest of a migration's waiting tasks that is this one.
     *
     * @param userTask the task's element id
     * @param shown the names of the variables that its form shows
     * @throws RemoteFailure that passes, if Camunda does not answer, or does not show a variable wholly
     */
    public Optional<Asked> asked(MigrationId id, String userTask, List<String> shown) {
        return waiting(id).reversed().stream()
                .filter(task -> userTask.equals(task.getElementId()))
                .findFirst()
                .map(UserTask::getUserTaskKey)
                .map(key -> new Asked(key, variables(key, shown)));
    }

    private Map<String, Object> variables(long userTaskKey, List<String> shown) {
        Map<String, Object> variables = new TreeMap<>();
        for (Variable variable : camunda.all(
                client -> client.newUserTaskVariableSearchRequest(userTaskKey).withFullValues())) {
            if (shown.contains(variable.getName())) {
                Object value = value(variable);
                if (value != null) {
                    variables.put(variable.getName(), value);
                }
            }
        }
        return variables;
    }

    private static @Nullable Object value(Variable variable) {
        if (Boolean.TRUE.equals(variable.isTruncated())) {
            throw RemoteFailure.passing(
                    "Camunda shows only a part of the variable " + variable.getName() + ".",
                    "Confirm in Tasklist, if ferry.approval.channel allows it, or ask the operator of Camunda.");
        }
        try {
            return Json.MAPPER.readValue(variable.getValue(), Object.class);
        } catch (JsonProcessingException notJson) {
            throw RemoteFailure.passing(
                    "Camunda shows the variable " + variable.getName() + " in a form that Ferry cannot read.",
                    "Look at it in Operate.");
        }
    }

    private List<UserTask> waiting(MigrationId id) {
        // The value is JSON text: a string keeps its quotes.
        Map<String, Object> ofMigration = Map.of("migrationId", "\"" + id.value() + "\"");
        return camunda.all(client -> client.newUserTaskSearchRequest()
                .filter(task -> task.state(UserTaskState.CREATED).processInstanceVariables(ofMigration))
                .sort(task -> task.creationDate().asc()));
    }

    /**
     * Who completed a user task, told by the element instance that came right after it.
     *
     * <p>Searches are late, and a task in a loop is completed again and again, by other people as well. That the newest round
     * which is shown is the one that was meant is sure for this reason: Camunda shows what happened in the order in which it
     * happened, and keys grow in that order. In one answer that shows the element instance which came after the task, the task
     * itself is shown, too; and of all its rounds it is the last one before. If another visit of the element that comes after
     * stands between, its round is missing all the same, and nobody is named.
     *
     * @param processInstanceKey the instance in which both stand
     * @param userTask the task's element id
     * @param next the id of the element that came after it
     * @param nextInstance the key of that element's instance
     * @return the assignee when it was completed, or nobody, if it had none or was not completed at all
     * @throws RemoteFailure that passes, if Camunda does not answer, or does not show this round's end yet
     */
    public Optional<String> whoCompleted(long processInstanceKey, String userTask, String next, long nextInstance) {
        return Optional.of(round(processInstanceKey, userTask, next, nextInstance))
                .flatMap(WaitingTasks::completedBy);
    }

    /**
     * The key of the user task in the same round.
     *
     * @see #whoCompleted
     */
    public long keyOfCompleted(long processInstanceKey, String userTask, String next, long nextInstance) {
        return round(processInstanceKey, userTask, next, nextInstance).getUserTaskKey();
    }

    private UserTask round(long processInstanceKey, String userTask, String next, long nextInstance) {
        List<ElementInstance> newestFirst = camunda.first(client -> client.newElementInstanceSearchRequest()
                .filter(element -> element.processInstanceKey(processInstanceKey))
                .sort(element -> element.elementInstanceKey().desc()));
        long round = newestFirst.stream()
                .dropWhile(element -> element.getElementInstanceKey() != nextInstance)
                .skip(1)
                .takeWhile(element -> !element.getElementId().equals(next))
                .filter(element -> element.getElementId().equals(userTask))
                .findFirst()
                .map(ElementInstance::getElementInstanceKey)
                .orElseThrow(() -> late(userTask));
        return camunda
                .first(client -> client.newUserTaskSearchRequest().filter(task -> task.elementInstanceKey(round)))
                .stream()
                .findFirst()
                .filter(WaitingTasks::isOver)
                .orElseThrow(() -> late(userTask));
    }

    private static RemoteFailure late(String userTask) {
        return RemoteFailure.expected(
                "Camunda does not show yet who completed " + userTask + ".",
                "It shows what happened a second or two late; Ferry asks again.");
    }

    private static boolean isOver(UserTask task) {
        return task.getState() == UserTaskState.COMPLETED || task.getState() == UserTaskState.CANCELED;
    }

    private static Optional<String> completedBy(UserTask task) {
        return Optional.ofNullable(task.getAssignee())
                .filter(assignee -> task.getState() == UserTaskState.COMPLETED && !assignee.isBlank());
    }

    /** Tasklist's address in people's browsers. */
    public String home() {
        return links.tasklist();
    }

    /** Where a person completes this task. */
    public String linkTo(long userTaskKey) {
        return links.task(userTaskKey);
    }

    private WaitingTask toTask(UserTask task) {
        return new WaitingTask(
                String.valueOf(task.getUserTaskKey()),
                task.getName() == null ? task.getElementId() : task.getName(),
                task.getElementId(),
                task.getProcessName() == null ? task.getBpmnProcessId() : task.getProcessName(),
                task.getCreationDate().toInstant(),
                task.getCandidateGroups() == null ? List.of() : task.getCandidateGroups(),
                task.getAssignee() == null || task.getAssignee().isBlank() ? null : task.getAssignee(),
                links.task(task.getUserTaskKey()));
    }
}
