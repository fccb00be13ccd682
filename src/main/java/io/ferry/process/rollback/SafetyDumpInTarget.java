package io.ferry.process.rollback;

import io.ferry.artifact.ArtifactKind;
import io.ferry.bigpicture.Dumps;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.migration.Action;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.restorebigpicture.DumpUploads;
import io.ferry.process.restorebigpicture.RollbackPoint;
import io.ferry.process.restorebigpicture.SafetyDump;
import io.ferry.remote.AutomationUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings the safety dump to where it can be restored. Nothing in the app changes by this, however often it is done. */
@Component
class SafetyDumpInTarget {
    private final Sites sites;
    private final RecordedFiles files;
    private final DumpUploads dumpUploads;
    private final RollbackPoint rollbackPoint;

    SafetyDumpInTarget(Sites sites, RecordedFiles files, DumpUploads dumpUploads, RollbackPoint rollbackPoint) {
        this.sites = sites;
        this.files = files;
        this.dumpUploads = dumpUploads;
        this.rollbackPoint = rollbackPoint;
    }

    /**
     * The dump in the target's list.
     *
     * @param knownRestores the restores that the app knows by now: one that it knows only later is the roll-back; null where
     *     it does not tell
     */
    record Listed(String id, @Nullable List<String> knownRestores) {}

    /** What was found or brought. */
    record Brought(Listed rollBackDump) {}

    Brought bring(Step step) {
        var safetyDump = rollbackPoint.dump(step.id());
        var id = safetyDump.id();
        if (id == null) {
            throw StepRefused.automationUnavailable(
                    "Ferry does not know the safety dump by its id.",
                    "A person may have noted its description.",
                    "Restore it by hand, in the app's list of dumps.");
        }
        var dumps = sites.targetApp(step.migration()).dumps();
        return new Brought(new Listed(isListed(dumps, id) ? id : uploaded(step, id, safetyDump), knownRestores(dumps)));
    }

    private static boolean isListed(Dumps dumps, String id) {
        return dumps.list().stream().anyMatch(dump -> dump.id().equals(id));
    }

    private String uploaded(Step step, String id, SafetyDump safetyDump) {
        if (safetyDump.file() == null) {
            throw StepRefused.refused(
                    "The safety dump is no longer in the app's list, and Ferry has no copy.",
                    "Its id was " + id + ".",
                    "Talk to the vendor's support before anybody uses the app.");
        }
        return dumpUploads.once(
                step,
                Action.UPLOAD_SAFETY_DUMP,
                files.expectWhole(
                        step, ArtifactKind.SAFETY_DUMP, safetyDump.file(), safetyDump.sha256(), StepRefused::refused),
                reason -> StepRefused.refused(
                        "The app in the cloud refuses Ferry's copy of the safety dump.",
                        reason,
                        "Talk to the vendor's support before anybody uses the app."));
    }

    private static @Nullable List<String> knownRestores(Dumps dumps) {
        try {
            return dumps.restores().stream().map(RestoreProgress::restoreId).toList();
        } catch (AutomationUnavailableException untold) {
            return null;
        }
    }
}
