package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Compares what the API says of one migration with what it said before: what is new. */
final class MigrationNews {
    private static final int TENTH = 10;

    private Set<String> told = new HashSet<>();

    /**
     * Something that is new.
     *
     * @param kind in one word, for scripts
     * @param text a line for people
     * @param more what belongs to it, on lines of their own
     * @param style how it is shown
     * @param details the part of the API's answer that it is from
     */
    record News(String kind, String text, List<String> more, Screen.Style style, JsonNode details) {
        News {
            more = List.copyOf(more);
        }

        /** For scripts: {@code event} and what belongs to it. */
        ObjectNode json() {
            ObjectNode json = Json.MAPPER.createObjectNode().put("event", kind);
            json.set("details", details);
            return json;
        }
    }

    /**
     * Tells what has changed since the last call; at the first, all that is.
     *
     * @param migration the answer of {@code GET /api/migrations/ID}
     */
    List<News> of(JsonNode migration) {
        List<News> news = new ArrayList<>();
        Set<String> now = new HashSet<>();
        for (JsonNode phase : migration.path("phases")) {
            phase(phase, migration.path("timeLeft"), now, news);
        }
        for (JsonNode task : migration.path("waitingTasks")) {
            String key = "task " + task.path("id").asText();
            add(
                    now,
                    news,
                    key,
                    new News(
                            "task",
                            "waits for " + TasksCommand.groups(task) + ": "
                                    + task.path("name").asText(),
                            List.of(task.path("link").asText()),
                            Screen.Style.WAITING,
                            task));
        }
        for (JsonNode incident : migration.path("incidents")) {
            String key = "incident " + incident.path("since").asText()
                    + incident.path("message").asText();
            add(
                    now,
                    news,
                    key,
                    new News(
                            "incident",
                            "INCIDENT: " + incident.path("message").asText(),
                            List.of(incident.path("link").asText()),
                            Screen.Style.BAD,
                            incident));
        }
        for (JsonNode step : migration.path("retriedSteps")) {
            String key =
                    "retry " + step.path("step").asText() + step.path("message").asText();
            add(
                    now,
                    news,
                    key,
                    new News(
                            "retry",
                            "Ferry tries again: " + step.path("step").asText() + ". "
                                    + step.path("message").asText(),
                            List.of(),
                            Screen.Style.WAITING,
                            step));
        }
        for (JsonNode note : migration.path("notes")) {
            add(
                    now,
                    news,
                    "note " + note.asText(),
                    new News("note", note.asText(), List.of(), Screen.Style.WAITING, note));
        }
        keepUnknown(migration, now);
        told = now;
        return news;
    }

    /** The time left is told with a phase and with each tenth of its work, and is no news by itself. */
    private void phase(JsonNode phase, JsonNode timeLeft, Set<String> now, List<News> news) {
        if (phase.path("startedAt").asText("").isEmpty()) {
            return;
        }
        String title = phase.path("title").asText();
        String state = phase.path("state").asText();
        boolean running = state.equals("RUNNING");
        int tenths = phase.path("percent").asInt() / TENTH;
        boolean percent = running && tenths > 0 && tenths < TENTH;
        String key =
                "phase " + phase.path("id").asText() + phase.path("runs").asInt() + state + (percent ? tenths : "");
        String text = switch (state) {
            case "RUNNING" -> "▶ " + title + (percent ? "  " + tenths * TENTH + " %" : "");
            case "ENDED" -> "✓ " + title;
            default -> "■ " + title + " (" + state.toLowerCase(Locale.ROOT) + ")";
        };
        ObjectNode details = phase.deepCopy();
        details.remove("steps");
        boolean isTimed = running
                && timeLeft.path("phase").asText().equals(phase.path("id").asText());
        if (isTimed) {
            details.set("timeLeft", timeLeft);
        }
        add(
                now,
                news,
                key,
                new News(
                        "phase",
                        isTimed ? text + ", " + timeLeft.path("phaseWords").asText() : text,
                        isTimed && !percent ? List.of(timeLeft.path("words").asText()) : List.of(),
                        state.equals("ENDED") ? Screen.Style.GOOD : Screen.Style.BOLD,
                        details));
    }

    private void add(Set<String> now, List<News> news, String key, News one) {
        if (now.add(key) && !told.contains(key)) {
            news.add(one);
        }
    }

    /** While Camunda does not answer, tasks and incidents are unknown; they are no news when it does again. */
    private void keepUnknown(JsonNode migration, Set<String> now) {
        if (!migration.path("waitingTasks").isArray()
                || !migration.path("incidents").isArray()) {
            told.stream()
                    .filter(key -> key.startsWith("task ") || key.startsWith("incident "))
                    .forEach(now::add);
        }
    }

    /** How a script is told that the migration is as it is. */
    static ExitStatus status(JsonNode migration) {
        String outcome = migration.path("migration").path("outcome").asText("");
        if (!outcome.isEmpty()) {
            return outcome.equals("MIGRATED") || outcome.equals("REHEARSED")
                    ? ExitStatus.WELL
                    : ExitStatus.ENDED_OTHERWISE;
        }
        if (!migration.path("incidents").isEmpty()) {
            return ExitStatus.HAS_AN_INCIDENT;
        }
        return migration.path("waitingTasks").isEmpty() ? ExitStatus.UNDER_WAY : ExitStatus.WAITS_FOR_A_PERSON;
    }
}
