package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * User tasks through Camunda's Orchestration Cluster REST API, as a person's place is taken by the unattended demonstration:
 * see the tasks, assign one, complete it. Searches are a moment late: a task can be missing that is there already, and one
 * can still be found that is completed.
 */
final class UserTaskClient {
    private static final ObjectMapper JSON = Json.MAPPER;
    private static final int MOST_TASKS = 50;
    private static final int MOST_VARIABLES = 500;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Cluster cluster;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    UserTaskClient(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A task that waits for a person: its key, its name, and the model's element. */
    record WaitingTask(String key, String name, String elementId) {
        /** What is asked: the element's id as the form is named, such as {@code confirm-the-restore}. */
        String question() {
            return elementId
                    .replaceFirst("^Task_", "")
                    .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Lists the tasks that wait, of all processes.
     *
     * @return at most 50, newest first
     * @throws IOException if Camunda does not answer, or refuses
     */
    List<WaitingTask> waiting() throws IOException, InterruptedException {
        return waiting(MOST_TASKS);
    }

    /**
     * Lists the tasks that wait, of all processes.
     *
     * @param most so many at most
     * @return the tasks, newest first
     * @throws IOException if Camunda does not answer, or refuses
     */
    List<WaitingTask> waiting(int most) throws IOException, InterruptedException {
        ObjectNode search = JSON.createObjectNode();
        search.putObject("filter").put("state", "CREATED");
        search.putArray("sort").addObject().put("field", "creationDate").put("order", "DESC");
        search.putObject("page").put("limit", most);
        return post("/v2/user-tasks/search", search)
                .path("items")
                .valueStream()
                .map(task -> new WaitingTask(
                        task.path("userTaskKey").asText(),
                        task.path("name").asText(),
                        task.path("elementId").asText()))
                .toList();
    }

    /**
     * Reads what the task's form shows.
     *
     * @param taskKey the task's key
     * @return the variables that the task sees, by name; of two with one name the inner one
     */
    Map<String, JsonNode> variables(String taskKey) throws IOException, InterruptedException {
        ObjectNode search = JSON.createObjectNode();
        search.putObject("page").put("limit", MOST_VARIABLES);
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        Map<String, Long> scopes = new HashMap<>();
        for (JsonNode variable :
                post("/v2/user-tasks/" + taskKey + "/variables/search", search).path("items")) {
            String name = variable.path("name").asText();
            // A scope is made after the one that holds it, and keys grow.
            long scope = variable.path("scopeKey").asLong();
            Long other = scopes.putIfAbsent(name, scope);
            if (other == null || scope > other) {
                scopes.put(name, scope);
                JsonNode whole = variable.path("isTruncated").asBoolean()
                        ? get("/v2/variables/" + variable.path("variableKey").asText())
                        : variable;
                variables.put(name, JSON.readTree(whole.path("value").asText()));
            }
        }
        return variables;
    }

    /**
     * Tells how a task is.
     *
     * @param taskKey the task's key
     * @return its state, such as CREATED or COMPLETED
     */
    String state(String taskKey) throws IOException, InterruptedException {
        return get("/v2/user-tasks/" + taskKey).path("state").asText();
    }

    /**
     * Assigns a task to the user who is signed in, and completes it.
     *
     * @param taskKey the task's key
     * @param answers the form's fields by key
     * @return false if the task is gone, or is changing at this moment: whoever asks must look again
     * @throws IOException if Camunda refuses, with its status and its reason
     */
    boolean complete(String taskKey, Map<String, ?> answers) throws IOException, InterruptedException {
        String task = "/v2/user-tasks/" + taskKey;
        ObjectNode assignment =
                JSON.createObjectNode().put("assignee", cluster.user()).put("allowOverride", true);
        ObjectNode completion = JSON.createObjectNode();
        completion.set("variables", JSON.valueToTree(answers));
        try {
            post(task + "/assignment", assignment);
            post(task + "/completion", completion);
            return true;
        } catch (Refused refused) {
            if (refused.status == NOT_FOUND || refused.status == CONFLICT) {
                return false;
            }
            throw refused;
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(cluster.at(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json")
                .method(method, publisher);
        cluster.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(answer.statusCode(), method + " " + path, answer.body());
        }
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    /** Camunda answered, and said no. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private static final int LONGEST_REASON = 300;

        private final int status;

        Refused(int status, String request, String reason) {
            super("Camunda answered " + status + " to " + request + ": "
                    + reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
            this.status = status;
        }
    }
}
