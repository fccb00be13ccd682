package io.ferry.bigpicture;

/** What became of the wish to restore. */
public sealed interface RestoreStart {

    /**
     * It runs.
     *
     * @param restoreId to ask for its progress
     */
    record Started(String restoreId) implements RestoreStart {}

    /**
     * The app refuses: duplicates in the mapping, unmapped people, one already running, the word wrong.
     *
     * @param reason what it says, with addresses masked
     */
    record Refused(String reason) implements RestoreStart {}
}
