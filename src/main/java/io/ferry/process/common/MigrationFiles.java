package io.ferry.process.common;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.DownloadedFile;
import io.ferry.artifact.Downloader;
import io.ferry.artifact.Downloads;
import io.ferry.artifact.StoredFile;
import io.ferry.base.Sizes;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.migration.MigrationId;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** Files of a migration, on their way into the store. */
@Component
public class MigrationFiles {
    private final ArtifactStore store;
    private final Downloads downloads;

    public MigrationFiles(ArtifactStore store, Downloads downloads) {
        this.store = store;
        this.downloads = downloads;
    }

    /**
     * Fetches a file unless a job that ran before has fetched it already. What such a job left of it is gone on with where its
     * site lets it.
     *
     * @param name names the file among those of the migration: it carries the mark of the intent that made it
     */
    public StoredFile fetchOnce(Step step, ArtifactKind kind, String name, Downloader writer) {
        Artifact stored = downloads.fetch(step.id().value(), kind, name, writer);
        return StoredFile.of(store.verify(stored.id()));
    }

    /**
     * Streams a dump. Its size is known from the app's list: without room for it nothing is begun, and a file that ends
     * early is not taken for the dump.
     */
    public void copy(Dumps dumps, Dump dump, DownloadedFile file) throws IOException {
        if (dump.bytes().isPresent()) {
            file.expect(dump.bytes().getAsLong());
        }
        long bytes = dumps.download(dump.id(), file).bytes();
        if (dump.bytes().isPresent() && dump.bytes().getAsLong() != bytes) {
            file.begin(null);
            throw RemoteFailure.passing(
                    "The dump came with " + Sizes.exactly(bytes) + "; the app's list says "
                            + Sizes.exactly(dump.bytes().getAsLong()) + ".",
                    "If it stays so, look at the dump in the app's list.");
        }
    }

    /** Streams a backup from Jira's export folder, if there is room for it. */
    public void copy(ExportFolder folder, String name, DownloadedFile file) throws IOException {
        OptionalLong bytes = folder.bytes(name);
        if (bytes.isPresent()) {
            file.expect(bytes.getAsLong());
        }
        folder.copy(name, file);
    }

    /** Removes what was fetched only in part and is not being fetched now; whole files are kept. */
    void removeLeft(MigrationId id) {
        downloads.removeLeft(id.value());
    }
}
