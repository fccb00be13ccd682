package io.ferry.artifact;

import io.ferry.base.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Files on their way into the store. What has come is kept, so that a lost connection, or Ferry's own end at any moment,
 * costs little or nothing of it.
 */
public interface IncomingFiles extends AutoCloseable {

    /**
     * Begins to take a file.
     *
     * @param name a file name for people; folders in it are dropped
     * @param bytes its whole size
     * @param mark what its sender recognises it by; may be empty
     * @throws ArtifactException if there is no room for it, or too many are on their way
     */
    IncomingFile begin(
            String owner, ArtifactKind kind, String name, long bytes, IncomingFile.Source source, String mark);

    /** The file of this id that is on its way, or was refused lately. */
    Optional<IncomingFile> find(ArtifactId id);

    /** All files on their way, those refused lately among them, oldest first. */
    List<IncomingFile> list();

    /** How much of it has come, in bytes. */
    long received(ArtifactId id);

    /** How long the rest of it takes; empty if that is not known, or nothing comes. */
    Optional<Duration> left(ArtifactId id);

    /** How much of it is hashed, in bytes. */
    long hashed(ArtifactId id);

    /** When it is thrown away unless another byte comes. */
    Instant expiresAt(ArtifactId id);

    /**
     * Writes what comes, to its end or to the file's. Whoever wrote before is cut off: two senders never mix.
     *
     * @param offset how much has come before
     * @return how much has come now
     * @throws ArtifactException if something else has come than the sender thinks, or nothing more can be written; what
     *     was written stays
     * @throws IOException if the sender broke off; what came stays
     */
    long append(IncomingFile incoming, long offset, InputStream in) throws IOException;

    /**
     * Lets somebody write the file from its beginning.
     *
     * @throws IOException what the writer throws; what was written stays
     */
    void write(IncomingFile incoming, ArtifactWriter writer) throws IOException;

    /** What has come of it, for reading. */
    FileContent content(ArtifactId id);

    /**
     * The SHA-256 of the whole file, once it is whole and hashed. If that fails, it completes with the {@link ArtifactException}
     * itself, so that its kind can be asked.
     */
    CompletableFuture<String> fingerprint(IncomingFile incoming);

    /**
     * Stores a whole file. Until {@link #settled} is called, it counts as not known to those who asked for it, and {@link
     * #unsettled} names it after a crash.
     */
    Artifact keep(IncomingFile incoming, String sha256);

    /** Notes that whoever wants a stored file knows of it. */
    void settled(ArtifactId id);

    /** Stored files of which nobody was told, since Ferry ended in between. */
    List<Artifact> unsettled();

    /**
     * Refuses a file: what came is thrown away, why stays to be read.
     *
     * @return whether it did so; not if the file is not on its way any more
     */
    boolean refuse(IncomingFile incoming, IncomingFile.Rejection why);

    /** Throws a file away, and every word about it. */
    void discard(ArtifactId id);

    /** Throws away what has waited too long for its next byte. */
    void expire();

    /** How many bytes have been written to incoming files since this Ferry started. */
    long written();

    @Override
    void close();
}
