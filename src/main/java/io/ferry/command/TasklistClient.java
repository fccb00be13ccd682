package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasklist's V1 interface, as the unattended demonstration uses it in a person's place: sign in, see the tasks, claim one,
 * complete it. Source: facts/camunda.md, "A whole Camunda on this computer", tried on 8.6.0.
 */
final class TasklistClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private String csrfToken = "";

    TasklistClient(URI base) {
        this.base = base;
    }

    /** A task that waits for a person: Tasklist's id, its name, and the model's element. */
    record WaitingTask(String id, String name, String elementId) {
        /**
         * What is asked: the element's id as the form is named, such as {@code confirm-the-restore}. Taken from the element,
         * since Tasklist leaves the form out of tasks that are made right after a deployment.
         */
        String question() {
            return elementId
                    .replaceFirst("^Task_", "")
                    .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                    .toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Signs in, for all later calls of this client.
     *
     * @param user the user's name in Tasklist
     * @param password the password
     * @throws IOException if Tasklist refuses or does not answer
     */
    void signIn(String user, String password) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve("/api/login?username=" + user + "&password=" + password))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("Tasklist refused the sign-in (HTTP " + answer.statusCode() + ")");
        }
        csrfToken = answer.headers().firstValue("X-CSRF-TOKEN").orElse("");
    }

    /**
     * Lists the tasks that wait.
     *
     * @return at most 50, newest first
     */
    List<WaitingTask> waiting() throws IOException, InterruptedException {
        JsonNode tasks =
                send("POST", "/v1/tasks/search", JSON.createObjectNode().put("state", "CREATED"));
        return tasks.valueStream()
                .map(task -> new WaitingTask(
                        task.path("id").asText(),
                        task.path("name").asText(),
                        task.path("taskDefinitionId").asText()))
                .toList();
    }

    /**
     * Reads what the task's form shows.
     *
     * @param taskId Tasklist's id of the task
     * @return the process variables that the task sees, by name
     */
    Map<String, JsonNode> variables(String taskId) throws IOException, InterruptedException {
        JsonNode found = send("POST", "/v1/tasks/" + taskId + "/variables/search", JSON.createObjectNode());
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        for (JsonNode variable : found) {
            JsonNode whole = variable.path("isValueTruncated").asBoolean()
                    ? send("GET", "/v1/variables/" + variable.path("id").asText(), null)
                    : variable;
            variables.put(
                    variable.path("name").asText(),
                    JSON.readTree(whole.path("value").asText()));
        }
        return variables;
    }

    /**
     * Claims a task and completes it.
     *
     * @param taskId Tasklist's id of the task
     * @param user who does it
     * @param answers the form's fields by key
     * @throws IOException if Tasklist refuses, with its status
     */
    void complete(String taskId, String user, Map<String, ?> answers) throws IOException, InterruptedException {
        send(
                "PATCH",
                "/v1/tasks/" + taskId + "/assign",
                JSON.createObjectNode().put("assignee", user).put("allowOverrideAssignment", true));
        ObjectNode body = JSON.createObjectNode();
        ArrayNode variables = body.putArray("variables");
        for (Map.Entry<String, ?> answer : answers.entrySet()) {
            variables.addObject().put("name", answer.getKey()).put("value", JSON.writeValueAsString(answer.getValue()));
        }
        send("PATCH", "/v1/tasks/" + taskId + "/complete", body);
    }

    private JsonNode send(String method, String path, @org.jspecify.annotations.Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .header("X-CSRF-TOKEN", csrfToken)
                        .method(method, publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("Tasklist answered " + answer.statusCode() + " to " + method + " " + path);
        }
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }
}
