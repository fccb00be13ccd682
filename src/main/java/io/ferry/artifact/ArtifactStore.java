package io.ferry.artifact;

import io.ferry.base.FileContent;
import io.ferry.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** Keeps files: in a folder, or in a bucket of an S3 store if {@code ferry.artifacts.s3.bucket} is set. */
public interface ArtifactStore {

    /** @throws ArtifactException if there is none of this id */
    Artifact find(ArtifactId id);

    /** All files of an owner, oldest first. */
    List<Artifact> of(String owner);

    /**
     * The content of a stored file, for reading; decrypted as it is read.
     *
     * @throws ArtifactException if there is none of this id
     */
    FileContent content(ArtifactId id);

    /** Throws a stored file away; does nothing if there is none of this id. */
    void discard(ArtifactId id);

    /** What people are told about a file that could not be read or written. */
    ArtifactException explained(IOException e);

    /** The folders of Ferry's machine from which people may upload files. */
    List<Path> uploadFolders();

    /**
     * The path of a file that a person may upload.
     *
     * @param path where it lies: inside one of {@code ferry.artifacts.upload-folders}, no link on the way
     * @return the same without detours
     * @throws ArtifactException if it may not be taken or is no readable file
     */
    Path allowed(Path path);

    /**
     * Opens the content of a stored file.
     *
     * @throws ArtifactException if there is none of this id, its key is missing, or it is no longer what was stored
     */
    default SeekableByteChannel open(ArtifactId id) {
        try {
            return content(id).open();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Reads the file again and compares its hash.
     *
     * @return the file, unchanged
     * @throws ArtifactException if it changed or is gone
     */
    default Artifact verify(ArtifactId id) {
        Artifact artifact = find(id);
        MessageDigest digest = Sha256.start();
        long bytes;
        try (InputStream in = content(id).stream()) {
            bytes = Sha256.add(digest, in, come -> {});
        } catch (IOException e) {
            throw explained(e);
        }
        if (bytes != artifact.bytes() || !Sha256.text(digest).equals(artifact.sha256())) {
            throw ArtifactException.changed(
                    "The stored file " + artifact.name() + " (" + id
                            + ") is no longer what was stored. Fetch it again, and look at the disk and at who may write there.");
        }
        return artifact;
    }
}
