package io.ferry.process.common;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.ArtifactWriter;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.remote.RemoteFailure;
import java.io.OutputStream;
import org.springframework.stereotype.Component;

/** Files of a migration, on their way into the store. */
@Component
public class MigrationFiles {
    private final ArtifactStore store;

    public MigrationFiles(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Fetches a file unless a job that ran before has fetched it already.
     *
     * @param name names the file among those of the migration: it carries the mark of the intent that made it
     */
    public StoredFile fetchOnce(Step step, ArtifactKind kind, String name, ArtifactWriter writer) {
        String owner = step.id().value();
        Artifact stored = store.of(owner).stream()
                .filter(artifact -> artifact.kind() == kind && artifact.name().equals(name))
                .findFirst()
                .orElseGet(() -> store.store(owner, kind, name, writer));
        return StoredFile.of(store.verify(stored.id()));
    }

    /**
     * Streams a dump. Its size is known from the app's list: without room for it nothing is begun, and a file that ends
     * early is not taken for the dump.
     */
    public void copy(Dumps dumps, Dump dump, OutputStream out) {
        dump.bytes().ifPresent(store::requireRoom);
        long bytes = dumps.download(dump.id(), out).bytes();
        if (dump.bytes().isPresent() && dump.bytes().getAsLong() != bytes) {
            throw RemoteFailure.passing(
                    "The dump came with " + bytes + " bytes; the app's list says "
                            + dump.bytes().getAsLong() + ".",
                    "Ferry fetches it again.");
        }
    }

    /** Streams a backup from Jira's export folder, if there is room for it. */
    public void copy(ExportFolder folder, String name, OutputStream out) {
        folder.bytes(name).ifPresent(store::requireRoom);
        folder.copy(name, out);
    }
}
