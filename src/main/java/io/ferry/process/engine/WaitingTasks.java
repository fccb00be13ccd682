package io.ferry.process.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.BpmnCode;
import io.ferry.process.common.Problem;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What waits for people, and who completed what: read from Tasklist's V1 interface, which 8.6 and 8.8 both have. */
@Component
public class WaitingTasks {
    /** Tasklist writes zones without a colon: 2026-01-31T10:00:00.000+0000. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(java.util.Locale.ROOT);

    private static final int MOST = 100;
    private static final Pattern OUTCOME_UNKNOWN =
            Pattern.compile("\"code\"\\s*:\\s*\"" + BpmnCode.OUTCOME_UNKNOWN + "\"");

    private final CamundaProperties properties;
    private final CamundaWeb tasklist;

    WaitingTasks(CamundaProperties properties, CredentialResolver credentials) {
        this.properties = properties;
        this.tasklist = new CamundaWeb("Tasklist", properties.tasklistUrl(), properties, credentials);
    }

    /**
     * The tasks of a migration that wait for a person now, oldest first, at most 100. A new one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Tasklist does not answer
     */
    public List<WaitingTask> of(MigrationId id) {
        return stream(tasklist.post("/v1/tasks/search", waitingOf(id)))
                .map(this::toTask)
                .sorted(Comparator.comparing(WaitingTask::since))
                .toList();
    }

    /**
     * Which of a migration's waiting tasks stand there because Ferry does not know what became of a change to a site.
     *
     * @return the ids of these tasks in Tasklist
     * @throws RemoteFailure that passes, if Tasklist does not answer
     */
    public Set<String> withUnknownOutcome(MigrationId id) {
        Map<String, Object> query = new HashMap<>(waitingOf(id));
        query.put("includeVariables", List.of(Map.of("name", Problem.VARIABLE)));
        return stream(tasklist.post("/v1/tasks/search", query))
                .filter(task -> stream(task.path("variables"))
                        .filter(variable -> variable.path("name").asText().equals(Problem.VARIABLE))
                        .anyMatch(problem -> OUTCOME_UNKNOWN
                                .matcher(problem.path("value")
                                        .asText(problem.path("previewValue").asText()))
                                .find()))
                .map(task -> task.path("id").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Object> waitingOf(MigrationId id) {
        // The value is JSON text: a string keeps its quotes.
        Map<String, String> ofMigration =
                Map.of("name", "migrationId", "value", "\"" + id.value() + "\"", "operator", "eq");
        return Map.of("state", "CREATED", "pageSize", MOST, "taskVariables", List.of(ofMigration));
    }

    /**
     * Who completed a user task last. Nobody completes a task in Tasklist without having been assigned to it, so the
     * assignee of the newest round tells it, whether or not Tasklist shows that round as completed yet.
     *
     * @param processInstanceKey the instance that the task stood in
     * @param userTaskElementId the task's element id
     * @return the assignee's name
     * @throws RemoteFailure that passes, if Tasklist does not answer, or has not heard of the assignment yet
     */
    public String whoCompleted(long processInstanceKey, String userTaskElementId) {
        JsonNode rounds = tasklist.post(
                "/v1/tasks/search",
                Map.of(
                        "processInstanceKey",
                        String.valueOf(processInstanceKey),
                        "taskDefinitionId",
                        userTaskElementId,
                        "pageSize",
                        MOST));
        return stream(rounds)
                .max(Comparator.comparingLong(task -> task.path("id").asLong()))
                .map(task -> textOrNull(task.path("assignee")))
                .orElseThrow(() -> RemoteFailure.passing(
                        "Tasklist does not tell yet who completed " + userTaskElementId + ".",
                        "It hears of it a second or two late; Ferry asks again."));
    }

    /** Tasklist's address in people's browsers. */
    public String home() {
        return properties.tasklistLink();
    }

    private WaitingTask toTask(JsonNode task) {
        String id = task.path("id").asText();
        return new WaitingTask(
                id,
                task.path("name").asText(),
                task.path("taskDefinitionId").asText(),
                task.path("processName").asText(),
                moment(task.path("creationDate").asText()),
                stream(task.path("candidateGroups")).map(JsonNode::asText).toList(),
                textOrNull(task.path("assignee")),
                properties.taskLink(id));
    }

    static Instant moment(String text) {
        return OffsetDateTime.parse(text, MOMENT).toInstant();
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
