package io.ferry.migration;

/** How a migration ended; each is an end event of the main process. */
public enum Outcome {
    MIGRATED,
    ROLLED_BACK,
    STOPPED,
    CANCELLED,
    /** A rehearsal went as far as a rehearsal goes. */
    REHEARSED;

    /** Whether it ended where it was to end. */
    public boolean isArrived() {
        return this == MIGRATED || this == REHEARSED;
    }
}
