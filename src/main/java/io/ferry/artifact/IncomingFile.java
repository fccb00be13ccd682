package io.ferry.artifact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way into the store.
 *
 * @param id names it, on the way and afterwards in the store
 * @param owner whose it is: a migration's id
 * @param kind what it shall be
 * @param name a file name for people, without folders
 * @param bytes its whole size
 * @param source how it comes
 * @param mark what its sender recognises it by, so that the same file is gone on with; if Ferry fetches it, where it finds it
 *     again; may be empty
 * @param begunAt when it began
 * @param rejection why it was refused, once it was; its content is gone then
 */
public record IncomingFile(
        ArtifactId id,
        String owner,
        ArtifactKind kind,
        String name,
        long bytes,
        Source source,
        String mark,
        Instant begunAt,
        @Nullable Rejection rejection) {

    /** How a file comes. */
    public enum Source {
        /** A browser or a script sends it, in as many pieces as it takes. */
        UPLOAD,
        /** Ferry copies it from a folder of its own machine. */
        FOLDER,
        /** Ferry fetches it from an address. */
        ADDRESS
    }

    /**
     * Why a file was refused.
     *
     * @param title what it is
     * @param whatToDo what its sender does next
     */
    public record Rejection(String title, String whatToDo) {}

    IncomingFile refused(Rejection why) {
        return new IncomingFile(id, owner, kind, name, bytes, source, mark, begunAt, why);
    }
}
