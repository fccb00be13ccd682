package io.ferry.process.restorejira;

import io.ferry.artifact.StoredFile;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.Step;
import io.ferry.process.model.BpmnCode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a person sees before confirming an import, and whether it still holds afterwards. */
@Component
class ImportBasis {
    private final TargetJiraStates states;
    private final ImportGuards guards;

    ImportBasis(TargetJiraStates states, ImportGuards guards) {
        this.states = states;
        this.guards = guards;
    }

    /**
     * What the process knows before.
     *
     * @param problem why an earlier confirmation does not count any more
     * @param backupFile the backup that the process names
     */
    record Before(
            @Nullable Map<String, Object> problem, @Nullable StoredFile backupFile) {}

    /**
     * What a person sees.
     *
     * @param backupFile the backup on record, whatever the process named before; empty where none is on record, or where a
     *     restored record may lack a newer one: then what the process names stays
     * @param nothingToLose whether the target is empty, or people have decided about a backup of what it holds now
     * @param problem why an earlier confirmation does not count any more
     */
    record Basis(
            TargetJira targetJira,
            Optional<StoredFile> backupFile,
            boolean nothingToLose,
            @Nullable Map<String, Object> problem) {}

    /** The target as it is now. */
    Basis read(Step step, Before before) {
        var shown = new ProblemShown(before.problem());
        var target = states.read(step);
        return new Basis(
                target,
                guards.backupToShow(step, before.backupFile()),
                guards.hasNothingToLose(step, target),
                shown.is(BpmnCode.CONFIRMATION_NOT_VALID) ? shown.problem() : null);
    }

    /**
     * Looks whether what was confirmed still holds, before the backup is uploaded and before a person imports by hand. The
     * header {@code mode} says who imports. What led to the work by hand stays in sight of the person.
     */
    ProblemShown check(Step step, ProblemShown shown) {
        var confirmation = guards.confirmed(step);
        var byHand = step.isByHand();
        if (!guards.isBegun(confirmation)) {
            var now = guards.expectUnchanged(step, confirmation);
            if (!byHand) {
                guards.expectSeen(now);
            }
        }
        return byHand ? shown : ProblemShown.NONE;
    }
}
