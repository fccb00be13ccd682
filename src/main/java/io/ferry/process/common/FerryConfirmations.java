package io.ferry.process.common;

import io.ferry.base.Json;
import io.ferry.base.Words;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.PageConfirmation;
import io.ferry.migration.PageConfirmations;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.WaitingTasks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Confirmations on Ferry's own page: who signed in there confirms what it showed, and Ferry completes the task for them. What was
 * confirmed is on record before the task is completed; {@link Answers} takes no other completion.
 */
@Component
public class FerryConfirmations {
    private static final List<String> SHOWN = Arrays.stream(Shown.class.getRecordComponents())
            .map(component -> component.getName())
            .toList();

    /** How much of a reason is enough, where one is needed; the forms ask for as much. */
    public static final int REASON_LENGTH = 10;

    private final WaitingTasks tasks;
    private final ProcessEngine engine;
    private final Approvals approvals;
    private final PageConfirmations pages;
    private final RecordedFacts facts;
    private final Timeline timeline;

    FerryConfirmations(
            WaitingTasks tasks,
            ProcessEngine engine,
            Approvals approvals,
            PageConfirmations pages,
            RecordedFacts facts,
            Timeline timeline) {
        this.tasks = tasks;
        this.engine = engine;
        this.approvals = approvals;
        this.pages = pages;
        this.facts = facts;
        this.timeline = timeline;
    }

    /** What is confirmed on Ferry's page, where it is not in Tasklist. */
    public static Set<Question> questions() {
        return ApprovalProperties.STRICT;
    }

    /** Whether it is confirmed on Ferry's page, not in Tasklist. */
    public boolean isHere(Question question) {
        return approvals.isOnFerrysPage(question);
    }

    /**
     * What waits to be confirmed.
     *
     * @param task the key of the task
     * @param shown what its form shows, by the variables' names
     * @param sha256 the hash of that
     * @param differing the first figure that is not the one that Ferry found: somebody changed it in Camunda; null if there is none
     */
    public record Waiting(
            long task,
            Map<String, Object> shown,
            String sha256,
            @Nullable String differing) {
        /** Whether people stay without an account and nobody has approved that: a second word is typed. */
        public boolean needsUnmapped() {
            return shown.get("mapping") instanceof Map<?, ?> mapping && Boolean.FALSE.equals(mapping.get("approved"));
        }
    }

    /**
     * What a person enters on the page.
     *
     * @param task the task that the page showed
     * @param shown the hash of what it showed
     */
    public record Entered(
            long task,
            String shown,
            @Nullable String typedWord,
            @Nullable String typedUnmapped,
            boolean allActionsDone,
            @Nullable String reason) {}

    /** What became of a confirmation. */
    public sealed interface Result {
        /** It is on record, and the task is completed. */
        record Confirmed() implements Result {}

        /** There is no such task, or not any more. */
        record NothingWaits() implements Result {}

        /** The task shows something else than the page did. Nothing has been done. */
        record HasChanged() implements Result {}

        /** It is confirmed in Tasklist. */
        record InTasklist() implements Result {}

        /** The confirmation of this person does not count. Nothing has been done. */
        record Refused(String title, String detail, String whatToDo) implements Result {}

        /** Something was not entered as it must be. Nothing has been done. */
        record Incomplete(String field, String expected) implements Result {}

        /** Camunda did not take it. It is on record, and asking again does no harm. */
        record NotCompleted(EngineUnavailable why) implements Result {}
    }

    /** The word that is typed on the page to confirm. */
    public static String word(Question question) {
        return question == Question.ROLL_BACK ? "ROLL BACK" : question.words().getOrDefault("typedWord", "");
    }

    /**
     * The task that waits for this confirmation, if one does.
     *
     * @throws io.ferry.remote.RemoteFailure that passes, if Camunda does not answer
     */
    public Optional<Waiting> waiting(MigrationId id, Question question) {
        return tasks.asked(id, question.userTask(), SHOWN).map(asked -> {
            Map<String, Object> basis =
                    Json.MAPPER.convertValue(asked.variables(), Shown.class).basis();
            return new Waiting(
                    asked.key(),
                    basis,
                    Confirmations.hashOf(basis),
                    facts.differing(id, question, basis).orElse(null));
        });
    }

    /**
     * Confirms, and completes the task.
     *
     * @param by who is signed in
     * @throws io.ferry.remote.RemoteFailure that passes, if Camunda does not answer; nothing has been done then
     */
    public Result confirm(Migration migration, Question question, Entered entered, Actor by) {
        if (!isHere(question)) {
            return new Result.InTasklist();
        }
        Optional<Waiting> waiting = waiting(migration.id(), question).filter(task -> task.task() == entered.task());
        if (waiting.isEmpty()) {
            return new Result.NothingWaits();
        }
        if (!waiting.get().sha256().equals(entered.shown())) {
            return new Result.HasChanged();
        }
        if (waiting.get().differing() != null) {
            return new Result.Refused(
                    "The task does not show what Ferry found.",
                    "Its process variable " + waiting.get().differing() + " is not as on Ferry's record.",
                    "Find out who changed it in Camunda. Stop in Tasklist, or set it right in Operate.");
        }
        Optional<Result> refused = approvals
                .objection(migration.id(), Approvals.phaseOf(question), question, true, by)
                .map(why -> new Result.Refused(why.title(), why.detail(), why.whatToDo()));
        return refused.or(() -> incomplete(question, entered, waiting.get()))
                .orElseGet(() -> confirmed(migration.id(), question, entered, waiting.get(), by));
    }

    private static Optional<Result> incomplete(Question question, Entered entered, Waiting waiting) {
        if (!word(question).equals(entered.typedWord())) {
            return Optional.of(new Result.Incomplete("typedWord", word(question) + ", in capital letters"));
        }
        if (question == Question.RESTORE && !entered.allActionsDone()) {
            return Optional.of(new Result.Incomplete("allActionsDone", "that all actions are done"));
        }
        if (question == Question.RESTORE
                && waiting.needsUnmapped()
                && !Question.LEAVE_UNMAPPED.equals(entered.typedUnmapped())) {
            return Optional.of(
                    new Result.Incomplete("typedUnmapped", Question.LEAVE_UNMAPPED + ", in capital letters"));
        }
        String reason = entered.reason() == null ? "" : entered.reason().strip();
        return question == Question.ROLL_BACK && reason.length() < REASON_LENGTH
                ? Optional.of(new Result.Incomplete("reason", "a reason of at least " + REASON_LENGTH + " characters"))
                : Optional.empty();
    }

    private Result confirmed(MigrationId id, Question question, Entered entered, Waiting waiting, Actor by) {
        boolean unmapped = question == Question.RESTORE && waiting.needsUnmapped();
        String reason = entered.reason() == null || entered.reason().isBlank()
                ? null
                : entered.reason().strip();
        boolean first = pages.put(new PageConfirmation(
                id, waiting.task(), question, unmapped ? Question.LEAVE_UNMAPPED : reason, by, waiting.sha256()));
        if (!first) {
            return new Result.NothingWaits();
        }
        timeline.record(
                id,
                Approvals.phaseOf(question),
                Words.sentence(question.form()),
                Event.Kind.NOTE,
                "Confirmed on Ferry's page what it showed (SHA-256 " + waiting.sha256() + ")"
                        + (unmapped ? ", and that people stay unmapped" : "")
                        + (reason == null ? "" : ": " + reason),
                by);
        try {
            return engine.complete(
                            waiting.task(), approvals.camundaUser(by), variables(question, entered, unmapped, reason))
                    ? new Result.Confirmed()
                    : new Result.NothingWaits();
        } catch (EngineUnavailable unavailable) {
            return new Result.NotCompleted(unavailable);
        }
    }

    /** What the form would send. */
    private static Map<String, Object> variables(
            Question question, Entered entered, boolean unmapped, @Nullable String reason) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("decision", question == Question.ROLL_BACK ? "ROLL_BACK" : "CONFIRM");
        if (question != Question.ROLL_BACK) {
            variables.put("typedWord", word(question));
        }
        if (question == Question.RESTORE) {
            variables.put("allActionsDone", entered.allActionsDone());
        }
        if (unmapped) {
            variables.put("typedUnmapped", Question.LEAVE_UNMAPPED);
        }
        if (reason != null) {
            variables.put("reason", reason);
        }
        return variables;
    }
}
