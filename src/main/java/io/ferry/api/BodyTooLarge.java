package io.ferry.api;

import java.io.IOException;

/** More came than a body may have. */
final class BodyTooLarge extends IOException {
    private final long limit;

    /** @param limit the most that it may have, in bytes */
    BodyTooLarge(long limit) {
        super("The body of the request is too large");
        this.limit = limit;
    }

    long limit() {
        return limit;
    }
}
