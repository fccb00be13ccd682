package io.ferry.api;

import java.io.IOException;

/** More came than a body may have. */
final class BodyTooLarge extends IOException {
    BodyTooLarge() {
        super("The body of the request is too large");
    }
}
