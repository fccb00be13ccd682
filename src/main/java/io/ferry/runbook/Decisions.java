package io.ferry.runbook;

import io.ferry.migration.Confirmation;
import io.ferry.migration.Decision;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Outcome;
import io.ferry.migration.Question;
import io.ferry.runbook.Runbook.Gate;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.WayBack;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When people decide whether to go on, what they answer first, and what leads back. */
final class Decisions {
    private static final List<String> BEFORE_THE_IMPORT = List.of(
            "Do both backups exist, and did Ferry read the Jira backup without a finding that blocks?",
            "Is the target the right site, letter by letter, and is nothing in it needed, or is it saved elsewhere?",
            "Are there enough hours left for the import, the restore and the checks, by the latest times of this plan?",
            "Can everybody be reached who has a task in this plan?",
            "Is it decided who says “roll back”, and until when?");

    private static final List<String> BEFORE_THE_RESTORE = List.of(
            "Are the counts of the imported Jira what they should be, or is each difference understood?",
            "Is the app in the target licensed, and not older than in the source?",
            "Does everybody who matters have an account? Who stays unmapped loses resources in the app for good.",
            "Is nobody working in the app in the target, and does everybody keep out until the restore is over?",
            "Is there room for a roll-back, in hours: the safety dump must be restored before people work there?");

    private Decisions() {}

    /** The moments at which people decide; none in a rehearsal, which changes nothing in the target. */
    static List<Gate> gates(MigrationSettings settings, List<Line> lines, List<Confirmation> answers) {
        return settings.rehearsal()
                ? List.of()
                : List.of(
                        gate(
                                Question.IMPORT,
                                "The point of no return. The import overwrites the target’s Jira, and nothing that Ferry does brings"
                                        + " back what it held.",
                                BEFORE_THE_IMPORT,
                                lines,
                                answers),
                        gate(
                                Question.RESTORE,
                                "The restore overwrites everything in the app in the target. The safety dump is the way back,"
                                        + " for the app alone.",
                                BEFORE_THE_RESTORE,
                                lines,
                                answers));
    }

    private static Gate gate(
            Question question, String meaning, List<String> questions, List<Line> lines, List<Confirmation> answers) {
        Line line = lines.stream()
                .filter(one -> one.question() == question)
                .findFirst()
                .orElseThrow();
        return new Gate(
                question,
                line.title(),
                meaning,
                Objects.requireNonNull(line.sinceStart()).from(),
                line.planned() == null ? null : line.planned().from(),
                questions,
                confirmed(question, answers));
    }

    private static @Nullable Instant confirmed(Question question, List<Confirmation> answers) {
        return latest(question, answers)
                .filter(Confirmation::isConfirmation)
                .map(Confirmation::at)
                .orElse(null);
    }

    private static Optional<Confirmation> latest(Question question, List<Confirmation> answers) {
        return answers.stream().filter(answer -> answer.question() == question).reduce((older, newer) -> newer);
    }

    /** What leads back, in the order in which it is the one; by the confirmations, which come before what they allow. */
    static List<WayBack> waysBack(
            MigrationSettings settings, List<Confirmation> answers, @Nullable Outcome outcome, boolean hasBegun) {
        if (settings.rehearsal()) {
            return List.of(new WayBack(
                    "the end of the rehearsal",
                    "“Stop” in the task that waits, or “Cancel the migration” on the page Actions",
                    settings.dressRehearsal()
                            ? "Nothing in the target is changed. A task reminds you to open the source again."
                            : "Nothing in the target is changed, and people can work in the source all the time.",
                    hasBegun && outcome == null));
        }
        boolean imported = wasEverConfirmed(Question.IMPORT, answers);
        boolean restored = wasEverConfirmed(Question.RESTORE, answers);
        boolean accepted = latest(Question.RESULT, answers)
                .filter(answer -> answer.decision() == Decision.ACCEPT)
                .isPresent();
        boolean open = hasBegun && (outcome == null || outcome == Outcome.MIGRATED);
        return List.of(
                new WayBack(
                        "the import is confirmed",
                        "“Stop” in the task that waits, or “Cancel the migration” on the page Actions",
                        "Nothing in the target has changed. A task reminds you to open the source again.",
                        open && !imported),
                new WayBack(
                        "the restore is confirmed",
                        "The point of no return is passed: nothing undoes the import into the target’s Jira. What is left is to stop, and people go"
                                + " back to the source",
                        "What the target held before exists only in the backup that you made of it. The source is whole.",
                        open && imported && !restored),
                new WayBack(
                        "people work in the target",
                        "The roll-back: “Do not accept: roll back” in the task Judge the result, or “Roll back the app in the cloud”"
                                + " on the page Actions. The safety dump is restored",
                        "Not undone: the imported Jira data, new accounts, and dates in Jira that the app’s scheduling has"
                                + " changed since.",
                        open && restored && !accepted),
                new WayBack(
                        "the safety dump is deleted",
                        "The roll-back, on the page Actions, also after the end of the migration",
                        "What was done in the app in the target since the restore is lost as well.",
                        open && accepted));
    }

    private static boolean wasEverConfirmed(Question question, List<Confirmation> answers) {
        return answers.stream().anyMatch(answer -> answer.question() == question && answer.isConfirmation());
    }
}
