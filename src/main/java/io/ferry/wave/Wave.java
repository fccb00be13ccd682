package io.ferry.wave;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wave on record.
 *
 * @param sideBySide how many of its migrations may be under way at the same time
 * @param stopAfter after how many failures that nobody has acknowledged no further migration starts
 * @param reason why it does not go on, in sentences; null while it does
 * @param endedAt when the last migration ended, or somebody ended the wave
 * @param createdBy who created it, as the record names people
 */
public record Wave(
        UUID id,
        String name,
        @Nullable String team,
        int sideBySide,
        int stopAfter,
        State state,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant endedAt,
        String createdBy) {

    /** How a wave stands. */
    public enum State {
        /** Its migrations start as there is room and their time has come. */
        RUNNING,
        /** Somebody paused it, or Ferry did after its database was restored: no migration starts. */
        PAUSED,
        /** So many migrations failed that no further one starts until somebody lets it go on. */
        STOPPED,
        /** All of its migrations have ended. */
        FINISHED,
        /** Somebody ended it: what had not started is left out. */
        ENDED;

        /** Whether no further migration of it will ever start. */
        public boolean isOver() {
            return this == FINISHED || this == ENDED;
        }
    }
}
