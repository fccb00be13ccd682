package io.ferry.process.restorebigpicture;

import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.FactName;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.Shown;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** Whether what was confirmed still holds, before a dump is uploaded and before a person restores by hand. */
@Component
class ConfirmationCheck {
    private final RestoreGuards guards;
    private final RollbackPoint rollbackPoint;
    private final RecordedFiles files;

    ConfirmationCheck(RestoreGuards guards, RollbackPoint rollbackPoint, RecordedFiles files) {
        this.guards = guards;
        this.rollbackPoint = rollbackPoint;
        this.files = files;
    }

    /** The header {@code mode} says who restores. What led to the work by hand stays in sight of the person. */
    ProblemShown check(Step step, ProblemShown shown) {
        var confirmation = guards.confirmed(step);
        var byHand = step.isByHand();
        if (!guards.isBegun(confirmation)) {
            var confirmed = Shown.to(confirmation).dumpSha256();
            var dump = files.findBytes(step, FactName.DUMP_FILE, ArtifactKind.DUMP, confirmed)
                    .map(StoredFile::sha256)
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
