package io.ferry.process.common;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.ArtifactWriter;
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
}
