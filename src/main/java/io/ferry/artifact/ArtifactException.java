package io.ferry.artifact;

import io.ferry.base.Plural;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file could not be stored, found or taken over. The message says what to do. */
public final class ArtifactException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** There is no room left in the store. */
        STORE_FULL,
        /** The store's folder cannot be read or written. */
        STORE_BROKEN,
        /** The store does not answer just now: a later try may succeed. */
        STORE_AWAY,
        /** There is no file of this id. */
        NOT_FOUND,
        /** The stored file is no longer what was stored. */
        CHANGED,
        /** The stored file is encrypted with a key that Ferry does not have. */
        KEY_MISSING,
        /** The handed-over path may not be taken, or is no readable file. */
        HAND_OVER_REFUSED,
        /** A sender goes on with a file from a place other than the end of what has come. */
        WRONG_OFFSET
    }

    private final Kind kind;

    private ArtifactException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    static ArtifactException full(String message, IOException cause) {
        return new ArtifactException(Kind.STORE_FULL, message, cause);
    }

    static ArtifactException broken(String message, IOException cause) {
        return new ArtifactException(Kind.STORE_BROKEN, message, cause);
    }

    static ArtifactException away(String message, IOException cause) {
        return new ArtifactException(Kind.STORE_AWAY, message, cause);
    }

    static ArtifactException notFound(ArtifactId id) {
        return new ArtifactException(Kind.NOT_FOUND, "There is no stored file " + id + ".", null);
    }

    static ArtifactException changed(String message) {
        return new ArtifactException(Kind.CHANGED, message, null);
    }

    static ArtifactException keyMissing(EncryptionException cause) {
        return new ArtifactException(Kind.KEY_MISSING, String.valueOf(cause.getMessage()), cause);
    }

    static ArtifactException full(String message) {
        return new ArtifactException(Kind.STORE_FULL, message, null);
    }

    static ArtifactException wrongOffset(long there) {
        return new ArtifactException(
                Kind.WRONG_OFFSET,
                Plural.of(there, "byte has", "bytes have") + " arrived so far; continue from there.",
                null);
    }

    static ArtifactException refused(String message) {
        return new ArtifactException(Kind.HAND_OVER_REFUSED, message, null);
    }
}
