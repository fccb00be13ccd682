package io.ferry.artifact;

import java.io.IOException;

/** A bucket could not be read or written; the message is for people. */
class BucketException extends IOException {
    private static final long serialVersionUID = 1;

    BucketException(String message, Throwable cause) {
        super(message, cause);
    }
}
