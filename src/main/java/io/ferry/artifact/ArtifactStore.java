package io.ferry.artifact;

import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** Keeps files: each is written aside, hashed as it passes, forced to the disk and then renamed; nothing half-made stays. */
@Component
public final class ArtifactStore {

    /**
     * Stores a file.
     *
     * @param owner whose it is: a migration's id
     * @param kind what it is
     * @param name a file name for people; folders in it are dropped
     * @param writer writes the content; whatever it throws goes up, and nothing is stored
     * @throws ArtifactException if there is no room or the folder cannot be written
     */
    public Artifact store(String owner, ArtifactKind kind, String name, ArtifactWriter writer) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** @throws ArtifactException if there is none of this id */
    public Artifact find(ArtifactId id) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** All files of an owner, oldest first. */
    public List<Artifact> of(String owner) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Where the content lies, for reading.
     *
     * @throws ArtifactException if there is none of this id
     */
    public Path path(ArtifactId id) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Reads the file again and compares its hash.
     *
     * @return the file, unchanged
     * @throws ArtifactException if it changed or is gone
     */
    public Artifact verify(ArtifactId id) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Copies a file that a person handed over.
     *
     * @param handedOver where it lies: inside one of {@code ferry.artifacts.hand-over-folders}, no link on the way
     * @throws ArtifactException if it may not be taken or is no readable file
     */
    public Artifact takeOver(String owner, ArtifactKind kind, Path handedOver) {
        throw new UnsupportedOperationException("not built yet");
    }
}
