package io.ferry.process.restorebigpicture;

import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.Action;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings the dump of the source to the target. */
@Component
class DumpIntoTarget {
    private final RecordedFiles files;
    private final DumpUploads dumpUploads;
    private final FactsOfMigration facts;

    DumpIntoTarget(RecordedFiles files, DumpUploads dumpUploads, FactsOfMigration facts) {
        this.files = files;
        this.dumpUploads = dumpUploads;
        this.facts = facts;
    }

    /**
     * The dump in the target's list.
     *
     * @param dumpId the target's id of it
     * @param sha256 of what was uploaded
     */
    record UploadedDump(String dumpId, String sha256, long bytes) {}

    /** The dump that was downloaded. */
    record Downloaded(@Nullable StoredFile dumpFile) {}

    NoVariables upload(Step step, Downloaded downloaded) {
        var dumpFile = downloaded.dumpFile();
        if (dumpFile == null) {
            throw StepRefused.refused(
                    "There is no dump to upload.",
                    "The process knows of no downloaded dump.",
                    "Run the phase back-up-bigpicture first, or upload a dump by hand.");
        }
        var artifact = files.expectNamed(
                step,
                FactName.DUMP_FILE,
                ArtifactKind.DUMP,
                dumpFile,
                (title, detail, whatToDo) -> StepRefused.refused(
                        title, detail, whatToDo + " Set it right, download the dump again, or make a new one."));
        var dumpId = dumpUploads.once(
                step,
                Action.UPLOAD_DUMP,
                artifact,
                reason -> StepRefused.refused(
                        "The app in the cloud refuses the dump.",
                        reason,
                        "Look at the versions of the app on both sides; the one in the cloud must not be older."));
        // Noted again after a job that died: an upload that is done promises the fact.
        facts.verified(
                step.id(), FactName.UPLOADED_DUMP, new UploadedDump(dumpId, artifact.sha256(), artifact.bytes()));
        return new NoVariables();
    }
}
