package io.ferry.artifact;

import java.util.List;

/** Files that Ferry fetches into the store. What has come is kept for the next try where its site lets it be gone on with. */
public interface Downloads {

    /**
     * The stored file of this name; it is fetched first unless it is stored already. Whoever asks for it while it is being
     * fetched waits, and goes on with what has come if that fetch fails.
     *
     * @param owner whose it is: a migration's id
     * @param name names it among those of its owner; folders in it are dropped
     * @param writer fetches it; what it throws goes up. What came is kept for the next try if its version is known and there
     *     is room; else nothing is
     * @throws ArtifactException if there is no room, or files cannot be kept
     */
    Artifact fetch(String owner, ArtifactKind kind, String name, Downloader writer);

    /** What is being fetched for an owner right now. */
    List<Transfer> underWay(String owner);

    /** Removes what has been fetched of an owner's files only in part. What is being fetched right now is cut off. */
    void removeHalfMade(String owner);

    /** The same, without what is being fetched right now. */
    void removeLeft(String owner);

    /** Removes what has waited too long for its next byte, whosever it is. */
    void expire();
}
