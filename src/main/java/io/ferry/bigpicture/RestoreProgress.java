package io.ferry.bigpicture;

import io.ferry.remote.RemoteState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How far a restore has come.
 *
 * @param restoreId the restore
 * @param step where it is
 * @param percent 0 to 100
 * @param safetyDumpId the dump that the app made of its own state first
 * @param message what the app says, with addresses masked; may be empty
 */
public record RestoreProgress(String restoreId, Step step, int percent, Optional<String> safetyDumpId, String message) {

    /** Whether it runs, is done or failed. */
    public RemoteState state() {
        return step.state;
    }

    /**
     * Which restore came since.
     *
     * @param shown the restores that the app lists now
     * @param known ids of those that it listed before
     * @return its id; empty if there is none, or more than one
     */
    public static Optional<String> theOneSince(List<RestoreProgress> shown, Collection<?> known) {
        List<String> others = shown.stream()
                .map(RestoreProgress::restoreId)
                .filter(restoreId -> !known.contains(restoreId))
                .toList();
        return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
    }

    /** The steps of a restore. */
    public enum Step {
        /** The app makes a dump of its own state. */
        SAFETY_DUMP(RemoteState.IN_PROGRESS),
        /** The data is written. */
        RESTORING(RemoteState.IN_PROGRESS),
        /** The app starts again. */
        RESTARTING(RemoteState.IN_PROGRESS),
        /** It ended well. */
        DONE(RemoteState.DONE),
        /** It ended badly. */
        FAILED(RemoteState.FAILED);

        private final RemoteState state;

        Step(RemoteState state) {
            this.state = state;
        }
    }
}
