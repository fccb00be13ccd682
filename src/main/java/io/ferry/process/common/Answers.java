package io.ferry.process.common;

import io.ferry.base.Words;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.PageConfirmation;
import io.ferry.migration.PageConfirmations;
import io.ferry.migration.Question;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.TaskVisit;
import io.ferry.migration.Timeline;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import io.ferry.process.model.ProcessVariables;
import io.ferry.readiness.SettingsCheck;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts on record what people answered, with what they saw when they did. */
@Component
class Answers {
    private static final String NOT_ASSIGNED = "This task must be assigned before it is completed.";
    private static final String SHOWN_CHANGED = "What was confirmed on Ferry's page has changed since.";
    private static final String NO_JCMA_ANSWER = "Nobody said how JCMA is kept out.";
    private static final String REHEARSAL_STAYS_FROZEN = "The source does not stay closed after a rehearsal.";
    private static final String NO_ANSWER = "This is not one of the answers to choose from.";
    private static final String NOT_CONFIRMED = "The confirmation is not complete.";
    private static final String NOBODY_MATCHED = "Nobody has been matched yet.";
    private static final String NO_EVIDENCE = "The answer does not say what was seen.";
    private static final String NOTHING_TO_WATCH = "Ferry has nothing running that it could watch.";
    private static final Set<String> GIVEN_BACK = Stream.concat(
                    Stream.of(
                            NOT_ASSIGNED,
                            SHOWN_CHANGED,
                            NO_JCMA_ANSWER,
                            REHEARSAL_STAYS_FROZEN,
                            NO_ANSWER,
                            NOT_CONFIRMED,
                            NOBODY_MATCHED,
                            NO_EVIDENCE,
                            NOTHING_TO_WATCH),
                    Arrays.stream(Approvals.Why.values()).map(Approvals.Why::title))
            .collect(Collectors.toUnmodifiableSet());
    /** A person is asked with these about work that Ferry has started and that may still run. */
    private static final Set<String> MAY_RUN = Set.of("STUCK", BpmnCode.OUTCOME_UNKNOWN.name());

    private static final String WHY_THERE = " Why the task is there: ";

    private final Confirmations confirmations;
    private final Migrations migrations;
    private final SettingsCheck settingsCheck;
    private final Timeline timeline;
    private final Deciders deciders;
    private final FactsOfMigration facts;
    private final Approvals approvals;
    private final PageConfirmations pages;

    Answers(
            Confirmations confirmations,
            Migrations migrations,
            SettingsCheck settingsCheck,
            Timeline timeline,
            Deciders deciders,
            FactsOfMigration facts,
            Approvals approvals,
            PageConfirmations pages) {
        this.approvals = approvals;
        this.pages = pages;
        this.migrations = migrations;
        this.settingsCheck = settingsCheck;
        this.confirmations = confirmations;
        this.timeline = timeline;
        this.deciders = deciders;
        this.facts = facts;
    }

    /**
     * What a person entered.
     *
     * @param typedWord typed to confirm
     * @param typedUnmapped typed besides so that people stay without an account
     */
    record Answer(
            @Nullable String decision,
            @Nullable String reason,
            @Nullable String screenSays,
            @Nullable Object typedWord,
            @Nullable Object typedUnmapped) {

        /** The word that the question asks for and that is not what was typed; none where all are right or left out. */
        private Optional<String> mistyped(Question question) {
            return question.words().entrySet().stream()
                    .filter(word -> isMistyped(TypedVariables.componentsOf(this).get(word.getKey()), word.getValue()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        private static boolean isMistyped(@Nullable Object typed, String word) {
            return typed != null && !typed.toString().isBlank() && !typed.equals(word);
        }
    }

    /**
     * What a confirmation leaves in the process.
     *
     * @param screenSays always nothing: the next answer must not carry it again
     */
    record Recorded(@Nullable String screenSays) {}

    /**
     * What follows from a decision.
     *
     * @param modes how each operation is done from now on; none where the decision says nothing of it
     * @param screenSays always nothing: the next answer must not carry it again
     */
    record Decided(
            Optional<Map<String, String>> modes, @Nullable String screenSays) {}

    /** Records what somebody confirmed. */
    Recorded confirmed(Step step, Answer answer, Shown shown) {
        record(step, answer, shown, Event.Kind.CONFIRMED);
        return new Recorded(null);
    }

    /**
     * Records what somebody decided. Who lets Ferry do an operation, or has done it, chooses its mode from then on: what
     * comes back to it, as after a new confirmation, finds it so.
     */
    Decided decided(Step step, Answer answer, Shown shown) {
        Confirmation decided = record(step, answer, shown, Event.Kind.DECIDED);
        return new Decided(
                chosen(decided.question(), decided.decision())
                        .map(modes ->
                                ProcessVariables.modes(migrations.get(step.id()).settings())),
                null);
    }

    private static Optional<Map<Operation, Mode>> chosen(Question question, Decision decision) {
        Optional<Mode> mode = switch (decision) {
            case AUTOMATIC -> Optional.of(Mode.AUTOMATIC);
            case DONE -> Optional.of(Mode.MANUAL);
            default -> Optional.empty();
        };
        return Operation.doneManuallyAt(question).flatMap(operation -> mode.map(chosen -> Map.of(operation, chosen)));
    }

    /** What the settings do not allow, such as a backup without a folder to fetch it from, is tried all the same, once. */
    private void choose(Step step, Map<Operation, Mode> modes, Actor by) {
        MigrationSettings known = migrations.get(step.id()).settings();
        MigrationSettings changed = known.withModes(modes);
        if (changed.equals(known)) {
            return;
        }
        try {
            settingsCheck.check(changed, known);
        } catch (SettingsRefused refused) {
            return;
        }
        migrations.changeModes(step.id(), modes);
        timeline.record(
                step.id(),
                step.phase().orElse(null),
                step.name(),
                Event.Kind.NOTE,
                "From now on: " + known.modeChangesTo(changed),
                by,
                known.modeChange(changed));
    }

    /**
     * Records the answer to the question that the task's header {@code subject} names. What the person states with it is
     * kept as a fact that nobody else has seen.
     *
     * @param kind how the timeline calls it
     */
    private Confirmation record(Step step, Answer answer, Shown shown, Event.Kind kind) {
        Question question = question(step);
        Optional<PageConfirmation> onPage = kind == Event.Kind.CONFIRMED && approvals.isOnFerrysPage(question)
                ? pages.find(step.id(), deciders.completedTask(step.job(), question.userTask()), question)
                : Optional.empty();
        if (onPage.isPresent() && !onPage.get().shownSha256().equals(Confirmations.hashOf(shown.basis()))) {
            throw notValid(
                    shown,
                    SHOWN_CHANGED,
                    "The task no longer shows what was confirmed on Ferry's page. Nothing has been done.",
                    "Read it on Ferry's page once more, then confirm again or stop.");
        }
        String reason = onPage.isPresent() ? onPage.get().reason() : blankToNull(answer.reason());
        Actor by = onPage.map(PageConfirmation::by).orElseGet(() -> whoCompleted(step, question, shown));
        if (step.header("who").isPresent()) {
            (onPage.isPresent()
                            ? approvals.objectionOnRecord(
                                    step.id(), step.phase().orElse(null), question, true, by)
                            : approvals.objection(
                                    step.id(), step.phase().orElse(null), question, kind == Event.Kind.CONFIRMED, by))
                    .ifPresent(objection -> {
                        throw notValid(
                                shown,
                                objection.title(),
                                objection.detail() + " Nothing has been done.",
                                objection.whatToDo());
                    });
        }
        Decision decision = decision(answer, shown, question, kind);
        if (question.needsEvidenceFor(decision)
                && (reason == null || reason.strip().length() < Question.EVIDENCE_LENGTH)) {
            throw notValid(
                    shown,
                    NO_EVIDENCE,
                    "Ferry cannot see it itself, so the answer counts only with evidence of at least "
                            + Question.EVIDENCE_LENGTH + " characters. Nothing has been done.",
                    "Write down what is on the screen, then complete the task again.");
        }
        if (decision == Decision.KEEP_WATCHING
                && !MAY_RUN.contains(shown.problemShown().part("code"))) {
            throw notValid(
                    shown,
                    NOTHING_TO_WATCH,
                    "It has not started this, or it has ended. Nothing has been done.",
                    "Choose another answer, then complete the task again.");
        }
        expectWhatFerryCannotSee(step, question, decision, shown);
        Confirmation confirmation = confirmations.recordOnce(
                new TaskVisit(step.job().getProcessInstanceKey(), step.job().getElementInstanceKey()),
                step.id(),
                question,
                decision,
                reason,
                by,
                shown.basis(),
                () -> {
                    tell(step, question, decision, reason, blankToNull(answer.screenSays()), kind, by);
                    chosen(question, decision).ifPresent(modes -> choose(step, modes, by));
                });
        question.stated()
                .filter(name -> !shown.of(name).isEmpty())
                .ifPresent(name -> facts.stated(step.id(), name, shown.of(name)));
        approvals
                .missingSecondPerson(step.job().getProcessInstanceKey(), confirmation)
                .ifPresent(objection -> {
                    throw notValid(
                            shown,
                            objection.title(),
                            objection.detail() + " Nothing has been done yet.",
                            objection.whatToDo());
                });
        if (question == Question.ROLL_BACK_BY_HAND && decision == Decision.DONE) {
            confirmations.useUp(step.job().getProcessInstanceKey(), step.id(), Question.ROLL_BACK);
        }
        return confirmation;
    }

    /** The forms want it too, but a script may leave it out. */
    private static void expectWhatFerryCannotSee(Step step, Question question, Decision decision, Shown shown) {
        if (question == Question.FREEZE && decision == Decision.CONFIRM && !shown.tellsHowJcmaIsKeptOut()) {
            throw notValid(
                    shown,
                    NO_JCMA_ANSWER,
                    "The source does not report that JCMA cannot run there, and nobody said how it is kept out. Nothing has been done.",
                    "Check the switch Allow JCMA migration, answer the question in the form, and complete the task again.");
        }
        if (question == Question.UNFREEZE
                && decision == Decision.STAY_FROZEN
                && step.settings().dressRehearsal()) {
            throw notValid(
                    shown,
                    REHEARSAL_STAYS_FROZEN,
                    "A rehearsal ends with the source as it was before, and people wait for it. Nothing has been recorded.",
                    "Open the source as this form says, then answer that it is open again.");
        }
    }

    private Actor whoCompleted(Step step, Question question, Shown shown) {
        return deciders.whoCompleted(step.job(), question.userTask())
                .map(Actor::ofTask)
                .orElseThrow(() -> notValid(
                        shown,
                        NOT_ASSIGNED,
                        "It was completed without an assignee, so it is not known who answered. Nothing has been done.",
                        "Assign the task to yourself, then complete it again."));
    }

    private void tell(
            Step step,
            Question question,
            Decision decision,
            @Nullable String reason,
            @Nullable String screenSays,
            Event.Kind kind,
            Actor by) {
        timeline.record(
                step.id(),
                step.phase().orElse(null),
                step.name(),
                kind,
                Words.of(question.key()) + ": " + Words.of(decision.key())
                        + (reason == null ? "" : " (" + reason + ")"),
                by);
        if (screenSays != null) {
            timeline.record(
                    step.id(),
                    step.phase().orElse(null),
                    Words.sentence(question.form()),
                    Event.Kind.SCREEN,
                    screenSays,
                    by);
        }
    }

    private static Question question(Step step) {
        String key = step.requiredHeader(Step.SUBJECT);
        return Question.withKey(key).orElseThrow(() -> new IllegalStateException("The models ask no question " + key));
    }

    private static Decision decision(Answer answer, Shown shown, Question question, Event.Kind kind) {
        String given = blankToNull(answer.decision());
        Decision decision = Optional.ofNullable(given)
                .flatMap(Decision::withKey)
                .filter(question.decisions()::contains)
                .orElseThrow(() -> notValid(
                        shown,
                        NO_ANSWER,
                        given == null
                                ? "The task was completed without an answer. Nothing has been done."
                                : "The answer was %s. Nothing has been done.".formatted(given),
                        "Choose one of the form's answers, then complete the task again."));
        // What is decided other than by the form's confirmation must not look like one to a guard.
        if (question.isConfirmedBy(decision) && kind != Event.Kind.CONFIRMED) {
            throw notValid(
                    shown,
                    NOT_CONFIRMED,
                    answer.mistyped(question)
                            .map("What was typed is not %s, in capital letters. Nothing has been done."::formatted)
                            .orElse(
                                    "It was confirmed without everything that the form asks for. Nothing has been done."),
                    "Fill in the whole form, then complete the task again.");
        }
        // The form does not offer it then, but a script may send it.
        if (question == Question.MISSING_PEOPLE && decision == Decision.GO_ON && shown.matching() == null) {
            throw notValid(
                    shown,
                    NOBODY_MATCHED,
                    "The people could not be read, so there is nothing to continue with. Nothing has been done.",
                    "Repair what the task shows, then match again; or stop the migration.");
        }
        return decision;
    }

    /**
     * The task goes back to people. A form shows one problem only, so the one for which the task is there is told again, and
     * its code stays: forms warn by it, and reminders find what has an unknown outcome.
     */
    private static StepRefused notValid(Shown shown, String title, String detail, String whatToDo) {
        ProblemShown before = shown.problemShown();
        String code = before.part("code").isEmpty() ? BpmnCode.CONFIRMATION_NOT_VALID.name() : before.part("code");
        return new StepRefused(
                BpmnCode.CONFIRMATION_NOT_VALID, new Problem(code, title, detail + whyThere(before), whatToDo));
    }

    private static String whyThere(ProblemShown shown) {
        String detail = shown.part("detail");
        int toldBefore = detail.indexOf(WHY_THERE);
        if (toldBefore >= 0) {
            return detail.substring(toldBefore);
        }
        // Given back before, and there for no other reason.
        if (shown.problem() == null || GIVEN_BACK.contains(shown.part("title"))) {
            return "";
        }
        return WHY_THERE
                + Stream.of(shown.part("title"), detail, shown.part("whatToDo"))
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(" "));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
