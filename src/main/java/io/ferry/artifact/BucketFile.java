package io.ferry.artifact;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file in the bucket, as the database has it.
 *
 * @param bytes its whole size; 0 if the site has not told it
 * @param source how it comes; null if Ferry downloads it for a task
 * @param movedAt when something of it came last, or its state changed
 * @param writer who may add to it; null if nobody does
 * @param nextPart the number of the next part
 * @param uploadId what the store calls the object that comes in parts; null before the first
 * @param received how much is in parts
 * @param tail the object with what came behind the last part, too little for one; null if there is none
 * @param whole whether its object is there
 * @param version the strong ETag of its content at its site, if it can be gone on with
 */
record BucketFile(
        ArtifactId id,
        State state,
        String owner,
        ArtifactKind kind,
        String name,
        long bytes,
        IncomingFile.@Nullable Source source,
        String mark,
        Instant begunAt,
        Instant movedAt,
        IncomingFile.@Nullable Rejection rejection,
        @Nullable String writer,
        int nextPart,
        @Nullable String uploadId,
        long received,
        @Nullable String tail,
        long tailBytes,
        boolean whole,
        @Nullable String version,
        @Nullable String sha256,
        @Nullable Instant storedAt) {

    /** How far a file is. */
    enum State {
        /** People bring it, or Ferry fetches it for them. */
        INCOMING,
        /** Ferry downloads it for a task. */
        DOWNLOAD,
        /** It was refused; why stays to be read. */
        REFUSED,
        /** It is stored, and whoever wants it does not know yet. */
        UNSETTLED,
        /** It is stored. */
        STORED,
        /** It is being thrown away. */
        DELETED
    }

    boolean isStored() {
        return state == State.UNSETTLED || state == State.STORED;
    }

    /** How much has come of it. */
    long come() {
        return received + tailBytes;
    }

    /** The name of its object. */
    String object() {
        return id.value() + "/content";
    }

    Artifact artifact() {
        return new Artifact(
                id,
                owner,
                kind,
                name,
                bytes,
                Objects.requireNonNull(sha256, "A stored file has a hash."),
                Objects.requireNonNull(storedAt, "A stored file was stored once."));
    }

    IncomingFile incoming() {
        return new IncomingFile(
                id,
                owner,
                kind,
                name,
                bytes,
                Objects.requireNonNull(source, "It comes from somewhere."),
                mark,
                begunAt,
                rejection);
    }

    /** A file of which nothing has come. */
    static BucketFile begun(
            State state,
            String owner,
            ArtifactKind kind,
            String name,
            long bytes,
            IncomingFile.@Nullable Source source,
            String mark,
            @Nullable String version,
            Instant now) {
        return new BucketFile(
                ArtifactId.random(),
                state,
                owner,
                kind,
                name,
                bytes,
                source,
                mark,
                now,
                now,
                null,
                null,
                1,
                null,
                0,
                null,
                0,
                false,
                version,
                null,
                null);
    }
}
