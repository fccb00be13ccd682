package io.ferry.process.restorebigpicture;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** Whether what was confirmed still holds, before a dump is uploaded and before a person restores by hand. */
@Component
class ConfirmationCheck {
    private final RestoreGuards guards;
    private final RollbackPoint rollbackPoint;
    private final FactsOfMigration facts;

    ConfirmationCheck(RestoreGuards guards, RollbackPoint rollbackPoint, FactsOfMigration facts) {
        this.guards = guards;
        this.rollbackPoint = rollbackPoint;
        this.facts = facts;
    }

    /** The header {@code mode} says who restores. What led to the work by hand stays in sight of the person. */
    ProblemShown check(Step step, ProblemShown shown) {
        var confirmation = guards.confirmed(step);
        var byHand = step.isByHand();
        if (!guards.isBegun(confirmation)) {
            var dump = facts.find(step.id(), FactName.DUMP_FILE)
                    .map(fact -> fact.value().path("sha256").asText())
                    .orElse(null);
            var now = guards.expectUnchanged(step, confirmation, dump);
            if (!byHand) {
                guards.expectFitForFerry(step, now);
            }
        }
        if (!byHand) {
            return ProblemShown.NONE;
        }
        rollbackPoint.restoreBegins(confirmation);
        return shown;
    }
}
