package io.ferry.migration;

import java.io.Serial;

/** A migration is being cleaned up, or was after the confirmation was given: nothing that changes a site is begun on it. */
public final class ClosedToNewWork extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ClosedToNewWork(MigrationId id, Action action) {
        super("The migration " + id + " is being cleaned up: " + action.key() + " is not started");
    }
}
