package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.command.CommandFailure;
import io.ferry.demo.UnattendedPerson.Look;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows one migration through Ferry's interface and prints what changes: phases, progress, who is waited for. */
final class Follower {
    private static final long PAUSE_MILLIS = 500;
    private static final long TASK_PAUSE_MILLIS = 150;

    private final FerryClient ferry;
    private final String id;
    private final Terminal terminal;
    private final Runnable programs;
    private final Set<String> told = new HashSet<>();

    /** @param programs looks whether all programs still run, and throws if one does not */
    Follower(FerryClient ferry, String id, Terminal terminal, Runnable programs) {
        this.programs = programs;
        this.ferry = ferry;
        this.id = id;
        this.terminal = terminal;
    }

    /**
     * Follows until the migration ends; people do their tasks meanwhile.
     *
     * @return the outcome
     */
    String follow() throws IOException, InterruptedException {
        while (true) {
            String outcome = look(true);
            if (outcome != null) {
                return outcome;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /**
     * Follows until the migration ends, a person answering its tasks.
     *
     * @param person who answers
     * @param limit how long it may take
     * @return the outcome
     * @throws CommandFailure when a task needs a real person, an incident came up, or time ran out
     */
    String followWith(UnattendedPerson person, Duration limit) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(limit);
        Instant nextLook = Instant.MIN;
        while (Instant.now().isBefore(end)) {
            if (!Instant.now().isBefore(nextLook)) {
                String outcome = look(false);
                if (outcome != null) {
                    return outcome;
                }
                nextLook = Instant.now().plusMillis(PAUSE_MILLIS);
            }
            switch (person.answerNext()) {
                case Look.Nothing nothing -> TimeUnit.MILLISECONDS.sleep(TASK_PAUSE_MILLIS);
                case Look.Answered(String task, String decision) ->
                    terminal.say("    person: " + task + " → " + decision);
                case Look.GaveUp(String task, String why) ->
                    throw new CommandFailure("\"" + task + "\" needs a real person. " + why);
            }
        }
        throw new CommandFailure("the migration has not ended after " + limit + ". Logs: see target/demo/programs.");
    }

    private @Nullable String look(boolean showTasks) throws IOException, InterruptedException {
        programs.run();
        JsonNode migration = ferry.get("/api/migrations/" + id);
        int run = 0;
        for (JsonNode phase : migration.path("phases")) {
            tellPhase(phase, run++);
        }
        Set<String> incidents = new LinkedHashSet<>();
        migration
                .path("incidents")
                .forEach(incident -> incidents.add(incident.path("message").asText()));
        if (!incidents.isEmpty() && !showTasks) {
            throw new CommandFailure("an incident: " + String.join("; ", incidents));
        }
        incidents.stream().filter(told::add).forEach(message -> terminal.say("INCIDENT: " + message));
        if (showTasks) {
            migration.path("waitingTasks").forEach(this::tellTask);
        }
        JsonNode outcome = migration.path("migration").path("outcome");
        return outcome.isTextual() ? outcome.asText() : null;
    }

    private void tellPhase(JsonNode phase, int run) {
        String title = phase.path("title").asText();
        String state = phase.path("state").asText();
        String percent =
                phase.path("percent").isNumber() && phase.path("percent").asInt() < 100 && state.equals("RUNNING")
                        ? "  " + phase.path("percent").asInt() + " %"
                        : "";
        if (!phase.path("startedAt").asText("").isEmpty() && told.add(run + title + state + percent)) {
            terminal.say(
                    switch (state) {
                        case "RUNNING" -> "▶ " + title + percent;
                        case "ENDED" -> "✓ " + title;
                        default -> "■ " + title + " (" + state.toLowerCase(java.util.Locale.ROOT) + ")";
                    });
        }
    }

    private void tellTask(JsonNode task) {
        if (told.add(task.path("link").asText() + task.path("name").asText())) {
            String groups = task.path("candidateGroups")
                    .valueStream()
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" or "));
            terminal.say("    waits for " + (groups.isEmpty() ? "a person" : groups) + ": "
                    + task.path("name").asText());
            terminal.more("    " + task.path("link").asText());
        }
    }
}
