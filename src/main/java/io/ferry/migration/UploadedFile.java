package io.ferry.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that people uploaded.
 *
 * @param kind what it is, such as {@code DUMP}
 * @param artifactId its id in the store
 * @param name a file name for people
 * @param bytes its size
 * @param sha256 its SHA-256
 * @param at when it was uploaded
 * @param takenAt when a task took it; null while another one may still replace it
 */
public record UploadedFile(
        String kind,
        String artifactId,
        String name,
        long bytes,
        String sha256,
        Instant at,
        @Nullable Instant takenAt) {}
