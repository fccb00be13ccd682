package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.ferry.demo.UserTaskClient.WaitingTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person of the unattended demonstration: answers tasks through Camunda as a careful administrator would who knows that
 * the sites are pretend. Goes on where only the demonstration's own data is at fault, and gives up where a real person would
 * have to look.
 */
final class UnattendedPerson {
    /** Findings that come from what example backups are, not from a fault: overridden on record. */
    private static final Set<String> CAUSED_BY_THE_EXAMPLE =
            Set.of("JIRA_TOO_OLD", "VERSION_TOO_OLD", "PEOPLE_WITH_EXAMPLE_EMAIL");

    /** What a person reads before deciding. A search may find a task a moment before it finds these. */
    private static final Map<String, String> READ_FIRST = Map.of(
            "decide-about-failed-checks", "readiness",
            "decide-about-the-backup", "backupVerdict",
            "judge-the-result", "verification",
            "select-the-integrations", "integrations");

    private static final String ON_RECORD = "Demonstration: an example backup, overridden on record";

    private final UserTaskClient tasks;
    private final String migrationId;
    private final PeopleOfTheMigration people;
    private final Hands hands;
    private final Set<String> answered = new HashSet<>();
    private final Map<String, Map<String, Object>> doneByHand = new HashMap<>();

    /** Tasks of other migrations and processes, on a Camunda that others use too. */
    private final Set<String> others = new HashSet<>();

    /** Decides, in Ferry's own interface, about everybody whom the matching left open. */
    interface PeopleOfTheMigration {
        /** Leaves every undecided person unmapped, with a reason on record. */
        void decideTheRest(String reason) throws IOException, InterruptedException;
    }

    /** Does what a task asks of somebody who works at the sites. */
    @FunctionalInterface
    interface Hands {
        /**
         * Does what a task asks.
         *
         * @param question such as {@code make-the-dump-by-hand}
         * @param seen what the task's form shows, by name
         * @return the answer; null where there was nothing to do at the sites
         */
        @Nullable
        Map<String, Object> act(String question, Map<String, JsonNode> seen) throws IOException, InterruptedException;
    }

    UnattendedPerson(UserTaskClient tasks, String migrationId, PeopleOfTheMigration people) {
        this(tasks, migrationId, people, (question, seen) -> null);
    }

    /** Somebody who works at the sites as well. */
    UnattendedPerson(UserTaskClient tasks, String migrationId, PeopleOfTheMigration people, Hands hands) {
        this.tasks = tasks;
        this.migrationId = migrationId;
        this.people = people;
        this.hands = hands;
    }

    /** What one look at the tasks came to. */
    sealed interface Look {
        /** Nothing waits. */
        record Nothing() implements Look {}

        /** A task was completed. */
        record Answered(String task, String decision) implements Look {}

        /** A task waits that needs a real person's eyes. */
        record GaveUp(String task, String why) implements Look {}
    }

    /**
     * Answers the oldest waiting task, if there is one that has not been answered yet.
     *
     * @return what happened
     * @throws IOException if Camunda or Ferry does not answer
     */
    Look answerNext() throws IOException, InterruptedException {
        List<WaitingTask> waiting = tasks.waiting().stream()
                .filter(task -> !answered.contains(task.key()) && !others.contains(task.key()))
                .toList();
        for (WaitingTask task : waiting.reversed()) {
            Map<String, JsonNode> seen = tasks.variables(task.key());
            JsonNode migration = seen.get("migrationId");
            if (migration == null) {
                continue;
            }
            if (!migration.asText().equals(migrationId)) {
                others.add(task.key());
                continue;
            }
            return answer(task, seen);
        }
        return new Look.Nothing();
    }

    /**
     * Answers this task.
     *
     * @param seen what its form shows, by name
     */
    Look answer(WaitingTask task, Map<String, JsonNode> seen) throws IOException, InterruptedException {
        String readFirst = READ_FIRST.get(task.question());
        if (readFirst != null && !seen.containsKey(readFirst)) {
            return new Look.Nothing();
        }
        // Whatever was done at the sites is not done again if Camunda did not take the answer at once.
        Map<String, Object> done = doneByHand.get(task.key());
        if (done == null) {
            done = hands.act(task.question(), seen);
        }
        if (done != null) {
            doneByHand.put(task.key(), done);
        }
        Map<String, Object> answer = done == null ? answer(task.question(), seen) : done;
        if (answer == null) {
            return new Look.GaveUp(task.name(), problemOf(seen));
        }
        if (!tasks.complete(task.key(), answer)) {
            return new Look.Nothing();
        }
        answered.add(task.key());
        return new Look.Answered(task.name(), String.valueOf(answer.get("decision")));
    }

    /** The form asks only where the source does not report it. */
    private static Map<String, Object> jcma(@Nullable JsonNode readiness) {
        return readiness != null && readiness.path("jcmaKeptOut").asBoolean()
                ? Map.of()
                : Map.of("jcmaKeptOut", "NO_SWITCH");
    }

    private @Nullable Map<String, Object> answer(String question, Map<String, JsonNode> seen)
            throws IOException, InterruptedException {
        return switch (question) {
            case "decide-about-failed-checks" -> goOnIf(onlyTheExampleIsAtFault(seen.get("readiness"), "failed"));
            case "check-the-site-import" ->
                with("OFFERED", Map.of("evidence", "Demonstration: the pretend site offers Import Jira Server"));
            case "confirm-the-freeze" -> with("CONFIRM", jcma(seen.get("readiness")));
            case "decide-about-the-backup" -> goOnIf(onlyTheExampleIsAtFault(seen.get("backupVerdict"), "findings"));
            case "back-up-the-target-jira" ->
                with("GO_ON", Map.of("reason", "Demonstration: a pretend site, nobody works in it"));
            case "confirm-the-import" -> with("CONFIRM", Map.of("typedWord", "IMPORT"));
            case "approve-new-accounts" -> with("CREATE", Map.of());
            case "investigate-missing-people" ->
                seen.getOrDefault("matching", NullNode.getInstance()).isNull()
                        ? null
                        : with(
                                "GO_ON",
                                Map.of("reason", "Demonstration: the cloud site is new, nobody has been invited yet"));
            case "map-people-by-hand" -> {
                people.decideTheRest("Demonstration: nobody to ask");
                yield with("DONE", Map.of());
            }
            case "approve-unmapped-people" ->
                with("CONFIRM", Map.of("typedWord", "LEAVE UNMAPPED", "reason", "Demonstration: nobody to ask"));
            case "confirm-the-restore" -> with("CONFIRM", Map.of("allActionsDone", true, "typedWord", "RESTORE"));
            case "judge-the-result" -> judge(seen);
            case "select-the-integrations" -> with("PICKED", Map.of("picked", idsOf(seen.get("integrations"))));
            case "investigate-integrations" -> with("TRY_AGAIN", Map.of());
            case "finish-remaining-tasks" -> with("CLOSE", Map.of("note", "Demonstration: nobody does the rest"));
            default -> null;
        };
    }

    private static @Nullable Map<String, Object> judge(Map<String, JsonNode> seen) {
        JsonNode verification = seen.get("verification");
        String verdict =
                verification == null ? "" : verification.path("verdict").asText();
        return switch (verdict) {
            case "EQUAL", "TOLERABLE" -> with("ACCEPT", Map.of());
            case "NOT_VERIFIABLE" -> with("ACCEPT", Map.of("reason", "Demonstration: what could be compared is equal"));
            default -> null;
        };
    }

    private static boolean onlyTheExampleIsAtFault(@Nullable JsonNode verdict, String list) {
        return verdict != null
                && verdict.path(list)
                        .valueStream()
                        .filter(finding -> !finding.has("severity")
                                || finding.path("severity").asText().equals("BLOCKS"))
                        .allMatch(finding -> CAUSED_BY_THE_EXAMPLE.contains(
                                finding.path("code").asText()));
    }

    private static @Nullable Map<String, Object> goOnIf(boolean harmless) {
        return harmless ? with("GO_ON", Map.of("reason", ON_RECORD)) : null;
    }

    private static List<String> idsOf(@Nullable JsonNode integrations) {
        return integrations == null
                ? List.of()
                : integrations
                        .path("items")
                        .valueStream()
                        .filter(item -> !item.path("primary").asBoolean())
                        .map(item -> item.path("id").asText())
                        .toList();
    }

    private static String problemOf(Map<String, JsonNode> seen) {
        JsonNode problem = seen.get("problem");
        if (problem == null || problem.isNull()) {
            return "Only a person can judge " + whatIsBad(seen);
        }
        return problem.path("title").asText() + ": " + problem.path("detail").asText() + " "
                + problem.path("whatToDo").asText();
    }

    private static String whatIsBad(Map<String, JsonNode> seen) {
        List<String> bad = new ArrayList<>();
        for (JsonNode verdicts : seen.values()) {
            verdicts.path("rules")
                    .valueStream()
                    .filter(rule -> rule.path("verdict").asText().equals("DIFFERENT"))
                    .forEach(rule -> bad.add(rule.path("question").asText() + " Expected: "
                            + rule.path("expected").asText() + ". Found: "
                            + rule.path("found").asText()));
            verdicts.path("findings")
                    .valueStream()
                    .filter(finding -> finding.path("severity").asText().equals("BLOCKS"))
                    .forEach(finding -> bad.add(finding.path("message").asText()));
            verdicts.path("differences")
                    .forEach(difference -> bad.add(difference.path("what").asText() + ": expected "
                            + difference.path("expected").asText() + ", found "
                            + difference.path("found").asText() + "."));
            verdicts.path("failed")
                    .forEach(check -> bad.add(check.path("message").asText()));
        }
        return bad.isEmpty() ? "this." : "this: " + String.join(" ", bad);
    }

    private static Map<String, Object> with(String decision, Map<String, Object> more) {
        Map<String, Object> answer = new LinkedHashMap<>(more);
        answer.put("decision", decision);
        return answer;
    }
}
