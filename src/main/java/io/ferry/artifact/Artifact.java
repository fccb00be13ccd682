package io.ferry.artifact;

import java.time.Instant;

/**
 * A stored file.
 *
 * @param id its id
 * @param owner whose it is: a migration's id
 * @param kind what it is
 * @param name a file name for people, without folders
 * @param bytes its size
 * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
 * @param storedAt when it was stored
 */
public record Artifact(
        ArtifactId id, String owner, ArtifactKind kind, String name, long bytes, String sha256, Instant storedAt) {}
