package io.ferry.artifact;

/**
 * A stored file as process variables show it.
 *
 * @param id its id in the store
 * @param name a file name for people
 * @param bytes its size
 * @param sha256 its SHA-256
 */
public record StoredFile(String id, String name, long bytes, String sha256) {
    /** Whether the other one holds the same bytes, be it under another id. */
    public boolean hasBytesOf(StoredFile other) {
        return sha256.equals(other.sha256);
    }

    /** What the process needs to know of a stored file. */
    public static StoredFile of(Artifact artifact) {
        return new StoredFile(artifact.id().value(), artifact.name(), artifact.bytes(), artifact.sha256());
    }
}
