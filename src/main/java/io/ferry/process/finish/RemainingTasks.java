package io.ferry.process.finish;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Json;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.RemainingTask;
import io.ferry.migration.RemainingTask.State;
import io.ferry.migration.RemainingTaskOnRecord;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Step;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is left to do for people when everything else is done. */
@Component
class RemainingTasks {
    private final RemainingCounts counts;
    private final FactsOfMigration facts;
    private final Confirmations confirmations;
    private final Timeline timeline;

    RemainingTasks(RemainingCounts counts, FactsOfMigration facts, Confirmations confirmations, Timeline timeline) {
        this.counts = counts;
        this.facts = facts;
        this.confirmations = confirmations;
        this.timeline = timeline;
    }

    /** What a person said, by the tasks' keys. */
    record Answered(@Nullable Map<String, @Nullable String> remainingAnswers) {}

    /**
     * What the form shows.
     *
     * @param remainingAnswers what is on record, with which the form begins
     * @param problem what the person must correct; null otherwise
     */
    record Listed(
            Shown remainingTasks,
            Map<String, String> remainingAnswers,
            @Nullable Problem problem) {}

    /**
     * The list in short, without the names of people: only the record has these.
     *
     * @param asked the keys of the tasks that this migration has
     * @param found what Ferry counted, by the tasks' keys
     * @param open how many are neither done nor not needed
     */
    record Shown(List<String> asked, Map<String, String> found, long open) {}

    Listed list(Step step, Answered answered) {
        Map<RemainingTask, RemainingTaskOnRecord> known = onRecord(step);
        Map<RemainingTask, String> found = counts.of(step);
        Map<String, @Nullable String> answers =
                Objects.requireNonNullElse(answered.remainingAnswers(), Map.<String, @Nullable String>of());
        List<String> wrong = new ArrayList<>();
        List<RemainingTaskOnRecord> tasks = new ArrayList<>();
        for (RemainingTask task : askedFor(step)) {
            // The form begins with what is on record: a choice that comes back empty was taken away.
            String answer =
                    answers.containsKey(task.key()) ? Objects.requireNonNullElse(answers.get(task.key()), "") : null;
            tasks.add(merged(step, task, found.getOrDefault(task, ""), known.get(task), answer, wrong));
        }
        facts.stated(step.id(), FactName.REMAINING_TASKS, tasks);
        return new Listed(shown(tasks), answersIn(tasks), wrong.isEmpty() ? null : problem(wrong));
    }

    private RemainingTaskOnRecord merged(
            Step step,
            RemainingTask task,
            String found,
            @Nullable RemainingTaskOnRecord known,
            @Nullable String answer,
            List<String> wrong) {
        State before = known == null ? State.OPEN : known.state();
        State now = before;
        if (answer != null && answer.isBlank()) {
            now = State.OPEN;
        } else if (answer != null) {
            State said = State.answered(answer).orElse(null);
            if (said == null) {
                wrong.add(task.title());
            } else {
                now = said;
            }
        }
        if (now != before) {
            Confirmation latest = confirmations
                    .latest(step.id(), Question.REMAINING_TASKS)
                    .orElseThrow(() -> new IllegalStateException("Nobody's answer is on record"));
            return new RemainingTaskOnRecord(
                    task, task.title(), now, found, latest.by().name(), latest.at());
        }
        return new RemainingTaskOnRecord(
                task, task.title(), now, found, known == null ? null : known.by(), known == null ? null : known.at());
    }

    /** Only what this migration has: nobody is asked for a banner that was never set, or for a dump that is not there. */
    private List<RemainingTask> askedFor(Step step) {
        Set<Phase> phases =
                timeline.phases(step.id()).stream().map(PhaseRun::phase).collect(Collectors.toSet());
        boolean frozen = confirmations
                .latest(step.id(), Question.FREEZE)
                .filter(Confirmation::isConfirmation)
                .isPresent();
        boolean safetyDump = facts.find(step.id(), FactName.SAFETY_DUMP)
                .filter(fact -> fact.value().path("kept").asBoolean())
                .isPresent();
        return Arrays.stream(RemainingTask.values())
                .filter(task -> switch (task) {
                    case ATTACHMENTS, LINKS, ISSUE_SECURITY -> phases.contains(Phase.RESTORE_JIRA);
                    case SCOPES, BOX_PERMISSIONS, DEPENDENCIES, SCENARIOS -> phases.contains(Phase.RESTORE_BIGPICTURE);
                    case SYNCHRONISATION, BANNER -> frozen;
                    case SAFETY_DUMP -> safetyDump;
                    case NEW_ADDRESS -> true;
                })
                .toList();
    }

    private Map<RemainingTask, RemainingTaskOnRecord> onRecord(Step step) {
        Map<RemainingTask, RemainingTaskOnRecord> known = new EnumMap<>(RemainingTask.class);
        JsonNode list = facts.find(step.id(), FactName.REMAINING_TASKS)
                .map(fact -> fact.value())
                .orElse(null);
        if (list != null) {
            List<RemainingTaskOnRecord> tasks = Json.MAPPER.convertValue(list, new TypeReference<>() {});
            known.putAll(tasks.stream().collect(Collectors.toMap(RemainingTaskOnRecord::task, Function.identity())));
        }
        return known;
    }

    private static Shown shown(List<RemainingTaskOnRecord> tasks) {
        Map<String, String> found = new TreeMap<>();
        tasks.forEach(task -> found.put(task.task().key(), task.found()));
        return new Shown(
                tasks.stream().map(task -> task.task().key()).toList(),
                found,
                tasks.stream().filter(task -> task.state().isOpen()).count());
    }

    private static Map<String, String> answersIn(List<RemainingTaskOnRecord> tasks) {
        Map<String, String> answers = new TreeMap<>();
        tasks.stream()
                .filter(task -> task.state() != State.OPEN)
                .forEach(task -> answers.put(task.task().key(), task.state().name()));
        return answers;
    }

    private static Problem problem(List<String> wrong) {
        return new Problem(
                BpmnCode.CONFIRMATION_NOT_VALID.name(),
                "Some answers are none of the choices.",
                "Not kept: " + String.join(", ", wrong) + ". The other answers are on record.",
                "Choose done, not needed or later for them, then complete the task again.");
    }
}
