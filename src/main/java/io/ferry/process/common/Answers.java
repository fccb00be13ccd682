package io.ferry.process.common;

import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Timeline;
import io.ferry.migration.Visit;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts on record what people answered, with what they saw when they did. */
@Component
class Answers {
    private static final List<String> WHAT_PEOPLE_SEE = List.of(
            "problem",
            "readiness",
            "baseline",
            "dumpFile",
            "backupFile",
            "backupVerdict",
            "jiraComparison",
            "targetApp",
            "matching",
            "mapping",
            "created",
            "targetState",
            "safetyDump",
            "verification",
            "integrations",
            "rolledBack");

    private static final String NOT_ASSIGNED = "This task must be assigned before it is completed.";
    private static final String NO_APPROVER = "This was not confirmed by an approver.";
    private static final String SECOND_PERSON = "A second person must confirm the roll-back.";
    private static final Set<String> GIVEN_BACK = Set.of(NOT_ASSIGNED, NO_APPROVER, SECOND_PERSON);
    private static final String WHY_THERE = " Why the task is there: ";

    private final Confirmations confirmations;
    private final Timeline timeline;
    private final Deciders deciders;
    private final FactsOfMigration facts;
    private final ApprovalProperties approval;

    Answers(
            Confirmations confirmations,
            Timeline timeline,
            Deciders deciders,
            FactsOfMigration facts,
            ApprovalProperties approval) {
        this.approval = approval;
        this.confirmations = confirmations;
        this.timeline = timeline;
        this.deciders = deciders;
        this.facts = facts;
    }

    /**
     * Records the answer to the question that the task's header {@code subject} names. A variable that the header {@code
     * stated} names is kept as a fact that the person stated and nobody has seen.
     *
     * @param kind how the timeline calls it
     */
    void record(Step step, Event.Kind kind) {
        String subject = step.requiredHeader("subject");
        String decision = Optional.ofNullable(step.text("decision")).orElse("none");
        String reason = step.text("reason");
        String by = deciders.whoCompleted(step.job(), step.requiredHeader("userTask"))
                .orElseThrow(() -> notValid(
                        step,
                        NOT_ASSIGNED,
                        "It was completed without an assignee, so nobody knows who answered. Nothing has been done.",
                        "Assign the task to yourself, then complete it again."));
        if (step.header("who").isPresent() && !approval.mayConfirm(by)) {
            throw notValid(
                    step,
                    NO_APPROVER,
                    "Whoever completed the task is not among ferry.approval.approvers. Nothing has been done.",
                    "Leave this task to one of the approvers.");
        }
        Confirmation confirmation = confirmations.recordOnce(
                new Visit(step.job().getProcessInstanceKey(), step.job().getElementInstanceKey()),
                step.id(),
                subject,
                decision,
                reason,
                by,
                seen(step),
                () -> timeline.record(
                        step.id(),
                        step.phase().orElse(null),
                        step.name(),
                        kind,
                        subject.replace('-', ' ') + ": " + decision + (reason == null ? "" : " (" + reason + ")"),
                        by));
        step.header("stated")
                .flatMap(FactName::withKey)
                .ifPresent(name -> facts.stated(step.id(), name, step.map(name.key())));
        if (kind == Event.Kind.CONFIRMED && subject.equals("roll-back") && approval.secondPersonForRollBack()) {
            expectASecondPerson(step, confirmation);
        }
        if (subject.equals("roll-back-by-hand") && decision.equals("DONE")) {
            confirmations.useUp(step.job().getProcessInstanceKey(), step.id(), "roll-back");
        }
    }

    /** The first one stands on record, and counts only together with that of somebody else in the same roll-back. */
    private void expectASecondPerson(Step step, Confirmation confirmation) {
        boolean alone = true;
        for (Confirmation earlier : confirmations.givenIn(
                step.job().getProcessInstanceKey(), confirmation.migrationId(), confirmation.subject())) {
            // What was carried out or decided against begins a new round.
            boolean sameRound = !earlier.used() && earlier.decision().equals(confirmation.decision());
            boolean byAnother = !earlier.by().equals(confirmation.by());
            alone = sameRound ? alone && !byAnother : true;
        }
        if (alone) {
            throw notValid(
                    step,
                    SECOND_PERSON,
                    "One person has confirmed it, and that is on record. Nothing has been done yet.",
                    "Let another approver read this and confirm as well.");
        }
    }

    /**
     * The task goes back to people. A form shows one problem only, so the one for which the task is there is told again, and
     * its code stays: forms warn by it, and reminders find what has an unknown outcome.
     */
    private static StepRefused notValid(Step step, String title, String detail, String whatToDo) {
        Map<?, ?> before = step.map(Problem.VARIABLE);
        String code = Objects.toString(before.get("code"), BpmnCode.CONFIRMATION_NOT_VALID.name());
        return new StepRefused(
                BpmnCode.CONFIRMATION_NOT_VALID, new Problem(code, title, detail + whyThere(before), whatToDo));
    }

    private static String whyThere(Map<?, ?> problem) {
        String detail = Objects.toString(problem.get("detail"), "");
        int toldBefore = detail.indexOf(WHY_THERE);
        if (toldBefore >= 0) {
            return detail.substring(toldBefore);
        }
        // Given back before, and there for no other reason.
        if (problem.isEmpty() || GIVEN_BACK.contains(Objects.toString(problem.get("title")))) {
            return "";
        }
        return WHY_THERE
                + Stream.of(problem.get("title"), detail, problem.get("whatToDo"))
                        .map(part -> Objects.toString(part, ""))
                        .filter(part -> !part.isBlank())
                        .collect(Collectors.joining(" "));
    }

    /** Everything that the worker fetched besides the answer itself: counts, verdicts and hashes on the person's form. */
    private static Map<String, Object> seen(Step step) {
        Map<String, Object> seen = new TreeMap<>();
        for (String name : WHAT_PEOPLE_SEE) {
            @Nullable Object value = step.job().getVariablesAsMap().get(name);
            if (value != null) {
                seen.put(name, value);
            }
        }
        return seen;
    }
}
