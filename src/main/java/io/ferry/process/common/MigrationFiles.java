package io.ferry.process.common;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.ArtifactWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
     * Takes over what a person handed over: the path in the variable {@code handedOverPath}.
     *
     * @throws StepRefused if there is no path
     * @throws io.ferry.artifact.ArtifactException if the file may not be taken
     */
    public StoredFile takeOver(Step step, ArtifactKind kind) {
        return StoredFile.of(store.takeOver(step.id().value(), kind, path(step.text("handedOverPath"))));
    }

    private static Path path(@Nullable String text) {
        try {
            if (text != null) {
                return Path.of(text.strip());
            }
        } catch (InvalidPathException e) {
            // Falls through to the same refusal: there is no usable path.
        }
        throw StepRefused.handedOverFileRefused(
                "No file was handed over.",
                text == null ? "The form names no path." : "What the form names is no path.",
                "Put the file into the folder for handed-over files and name its whole path.");
    }
}
