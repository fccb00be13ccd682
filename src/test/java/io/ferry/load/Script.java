package io.ferry.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one migration's jobs came to, as the engine has recorded it, so that workers which do nothing can give the same
 * answers.
 *
 * @param migration the id of the migration that was recorded
 * @param start the variables with which its process was started, as JSON
 * @param outcomes those of each task in their order; the tasks are named by {@link #task}
 */
record Script(String migration, String start, Map<String, List<Outcome>> outcomes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What a job came to.
     *
     * @param variables what it set, as JSON
     * @param errorCode the BPMN error that was thrown; null where the job was completed
     */
    record Outcome(String variables, @Nullable String errorCode) {}

    Script {
        outcomes = Map.copyOf(outcomes);
    }

    /** Which task, or which listener at an element, a job belongs to. */
    static String task(String process, String element, String type) {
        return process + "/" + element + "/" + type;
    }

    /**
     * Reads what the engine has recorded.
     *
     * @param records a JSON object a line, the oldest first; of one migration only
     * @throws IllegalArgumentException if a job failed for good, or no migration is among them: such a script would be no example
     */
    static Script of(Stream<String> records) {
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        List<JsonNode> starts = new ArrayList<>();
        records.forEach(line -> {
            JsonNode record = json(line);
            JsonNode value = record.path("value");
            switch (record.path("valueType").asText() + " "
                    + record.path("intent").asText()) {
                case "PROCESS_INSTANCE_CREATION CREATED" -> starts.add(value.path("variables"));
                case "JOB COMPLETED" -> add(outcomes, value, null);
                case "JOB ERROR_THROWN" ->
                    add(outcomes, value, value.path("errorCode").asText());
                case "JOB FAILED" -> refuseUnlessTriedAgain(value);
                default -> {}
            }
        });
        if (starts.size() != 1 || outcomes.isEmpty()) {
            throw new IllegalArgumentException(
                    "Of one migration " + starts.size() + " starts and " + outcomes.size() + " tasks are recorded");
        }
        JsonNode start = starts.getFirst();
        return new Script(start.path("migrationId").asText(), start.toString(), outcomes);
    }

    /** That Ferry tries something again belongs to its own share of the time: workers that do nothing have no reason to. */
    private static void refuseUnlessTriedAgain(JsonNode job) {
        if (job.path("retries").asInt() < 1) {
            throw new IllegalArgumentException("The job " + job.path("type").asText() + " failed: "
                    + job.path("errorMessage").asText());
        }
    }

    private static void add(Map<String, List<Outcome>> outcomes, JsonNode job, @Nullable String errorCode) {
        outcomes.computeIfAbsent(
                        task(
                                job.path("bpmnProcessId").asText(),
                                job.path("elementId").asText(),
                                job.path("type").asText()),
                        any -> new ArrayList<>())
                .add(new Outcome(job.path("variables").toString(), errorCode));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException("This is no record: " + line, e);
        }
    }

    /**
     * What the nth job of a task comes to. Where the recorded migration came there less often, the last outcome holds: what
     * was looked at again and again is over then.
     *
     * @param nth from 0
     * @throws IllegalArgumentException if the recorded migration never came there
     */
    Outcome outcome(String task, int nth) {
        List<Outcome> recorded = outcomes.get(task);
        if (recorded == null) {
            throw new IllegalArgumentException("The recorded migration never came to " + task);
        }
        return recorded.get(Math.min(nth, recorded.size() - 1));
    }

    /** JSON of the recorded migration as that of another one: with the other's id. */
    String of(String other, String json) {
        return json.replace(migration, other);
    }

    /** How many jobs were recorded. */
    int jobs() {
        return outcomes.values().stream().mapToInt(List::size).sum();
    }

    void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    static Script read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Script.class);
    }
}
