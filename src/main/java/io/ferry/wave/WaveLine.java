package io.ferry.wave;

import io.ferry.migration.MigrationId;
import io.ferry.migration.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One migration of a wave, with what the record of migrations knows of it.
 *
 * @param number its place in the list, counted from 1
 * @param migration its id, also before it has been started
 * @param plannedStart not started before
 * @param note what there is to say of its start, in sentences
 * @param notBefore not tried again before
 * @param acknowledged whether somebody let the wave go on after it had failed
 * @param startedAt when it was put on record; null if it was not
 * @param outcome how it ended
 * @param team whose the migration is now; the wave's as long as it is not on record
 */
public record WaveLine(
        int number,
        MigrationId migration,
        String name,
        String source,
        String target,
        boolean rehearsal,
        @Nullable Instant plannedStart,
        State state,
        @Nullable String note,
        @Nullable Instant notBefore,
        boolean acknowledged,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Outcome outcome,
        @Nullable String team) {

    /** What Ferry has done with a line. */
    public enum State {
        WAITING,
        /** A Ferry has begun to start it, and it is not known yet that its process runs. */
        STARTING,
        STARTED,
        /** Its settings could not be used when its turn came: it never began. */
        REFUSED,
        /** The wave was ended before its turn came, or Camunda has a process of it that a restored record does not know. */
        LEFT_OUT
    }

    /** How a line stands, as people see it. */
    public enum Standing {
        WAITING,
        STARTING,
        RUNNING,
        /** It ended as migrated or rehearsed. */
        COMPLETED,
        /** It ended otherwise, or could not be started. */
        FAILED,
        LEFT_OUT
    }

    /** How it stands. */
    public Standing standing() {
        return switch (state) {
            case LEFT_OUT -> Standing.LEFT_OUT;
            case REFUSED -> Standing.FAILED;
            case WAITING, STARTING, STARTED -> {
                if (outcome != null) {
                    yield outcome.isArrived() ? Standing.COMPLETED : Standing.FAILED;
                }
                if (state == State.STARTED) {
                    yield Standing.RUNNING;
                }
                yield state == State.STARTING ? Standing.STARTING : Standing.WAITING;
            }
        };
    }

    /** Whether it takes up one of the places of those side by side. */
    boolean isUnderWay() {
        return standing() == Standing.RUNNING
                || standing() == Standing.STARTING
                || (startedAt != null && outcome == null);
    }
}
