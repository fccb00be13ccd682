package io.ferry.artifact;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file that Ferry is fetching right now.
 *
 * @param whole its size in bytes; 0 if the site does not tell it
 * @param bytes how much of it has come
 * @param left how long the rest takes; null if that is not known
 */
public record Transfer(
        ArtifactKind kind,
        String name,
        long whole,
        long bytes,
        @Nullable Duration left) {}
