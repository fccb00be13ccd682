package io.ferry.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a phase; a phase may run several times.
 *
 * @param endedAt null while it runs
 * @param percent progress of its long work, 0 to 100, if it has any; the newest that was told
 */
public record PhaseRun(
        Phase phase,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer percent) {

    /** Where the run stands. */
    public enum State {
        RUNNING,
        ENDED,
        /** The migration ended while the phase was under way. */
        INTERRUPTED
    }
}
