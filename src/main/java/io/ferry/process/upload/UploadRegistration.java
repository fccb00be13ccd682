package io.ferry.process.upload;

import io.ferry.artifact.ArtifactException;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFile.Rejection;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.StoredFile;
import io.ferry.base.Sizes;
import io.ferry.migration.MigrationId;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import io.ferry.migration.UploadedFile;
import io.ferry.migration.UploadedFiles;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.remote.RemoteFailure;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Hands an uploaded file to the task that waited for it, or says what is still missing. */
@Component
public class UploadRegistration {
    private final IncomingFiles incomingFiles;
    private final ArtifactStore store;
    private final UploadedFiles uploadedFiles;
    private final CurrentUploads current;
    private final UploadSettlement settlement;
    private final Timeline timeline;

    UploadRegistration(
            IncomingFiles incomingFiles,
            ArtifactStore store,
            UploadedFiles uploadedFiles,
            CurrentUploads current,
            UploadSettlement settlement,
            Timeline timeline) {
        this.incomingFiles = incomingFiles;
        this.store = store;
        this.uploadedFiles = uploadedFiles;
        this.current = current;
        this.settlement = settlement;
        this.timeline = timeline;
    }

    /**
     * The file for the task that waited for it: one that no other task has taken, and in a phase that was started alone after
     * the migration's end, one that was uploaded since then.
     *
     * @throws StepRefused if it is not there: the task waits again, nothing is lost
     */
    public StoredFile register(Step step, FileKind kind) {
        Optional<UploadedFile> file =
                uploadedFiles.take(step.id(), kind.name(), step.job().getElementInstanceKey(), wantedSince(step));
        if (file.isEmpty()) {
            throw notThere(step.id(), kind);
        }
        try {
            return StoredFile.of(store.verify(new ArtifactId(file.get().artifactId())));
        } catch (ArtifactException broken) {
            if (broken.kind() == ArtifactException.Kind.STORE_BROKEN
                    || broken.kind() == ArtifactException.Kind.STORE_AWAY
                    || broken.kind() == ArtifactException.Kind.KEY_MISSING) {
                throw broken;
            }
            // The right file may come again, and must not be taken for the same one.
            uploadedFiles.remove(step.id(), kind.name());
            throw StepRefused.uploadedFileRefused(
                    "The " + kind.title() + " that was uploaded has changed since.",
                    String.valueOf(broken.getMessage()),
                    "Upload it again on Ferry's page, then complete this task.");
        }
    }

    private Instant wantedSince(Step step) {
        return step.migration().outcome() == null
                ? Instant.EPOCH
                : timeline.phases(step.id()).stream()
                        .filter(run -> step.phase().filter(run.phase()::equals).isPresent())
                        .map(PhaseRun::startedAt)
                        .reduce(Instant.EPOCH, (earlier, later) -> later);
    }

    private StepRefused notThere(MigrationId id, FileKind kind) {
        String open = "Open the link in this form, upload the " + kind.title()
                + " there, and complete this task when the page says that it is there.";
        Optional<IncomingFile> coming = current.coming(id, kind);
        if (coming.isPresent()) {
            IncomingFile incoming = coming.get();
            long received = incomingFiles.received(incoming.id());
            if (received == incoming.bytes()) {
                settlement.settle(incoming);
                throw RemoteFailure.passing("The " + kind.title() + " is still being looked at.", "Ferry asks again.");
            }
            return StepRefused.uploadedFileRefused(
                    "The " + kind.title() + " is not there yet.",
                    Sizes.of(received) + " of " + Sizes.of(incoming.bytes()) + " have come. They are kept.",
                    "Let it come to its end on Ferry's page; then complete this task again.");
        }
        Optional<Rejection> refused = current.lastRefused(id, kind).map(IncomingFile::rejection);
        Optional<UploadedFile> old = current.latest(id, kind);
        if (refused.isEmpty() && old.isPresent()) {
            return StepRefused.uploadedFileRefused(
                    "No new " + kind.title() + " has been uploaded.",
                    "“" + old.get().name() + "” was uploaded before, for another task. This task needs a new one.",
                    open);
        }
        return refused.map(why -> StepRefused.uploadedFileRefused(
                        "The uploaded file cannot be used.", why.title(), why.whatToDo() + " " + open))
                .orElseGet(() -> StepRefused.uploadedFileRefused(
                        "No " + kind.title() + " has been uploaded yet.", "Nothing is lost.", open));
    }
}
