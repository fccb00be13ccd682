package io.ferry.artifact;

import java.io.IOException;

/** A bucket could not be read or written; the message is for people. */
class BucketException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /** @param passing whether a later try may succeed without anybody's help */
    BucketException(String message, Throwable cause, boolean passing) {
        super(message, cause);
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }
}
