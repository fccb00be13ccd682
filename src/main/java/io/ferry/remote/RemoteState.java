package io.ferry.remote;

/** How far long work at a remote site has come. */
public enum RemoteState {
    /** It runs. */
    IN_PROGRESS,
    /** It ended well. */
    DONE,
    /** It ended badly. */
    FAILED;

    /** Whether to ask again later. */
    public boolean isInProgress() {
        return this == IN_PROGRESS;
    }

    /** Whether it ended badly. */
    public boolean isError() {
        return this == FAILED;
    }
}
