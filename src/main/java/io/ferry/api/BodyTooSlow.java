package io.ferry.api;

import java.io.IOException;

/** The body of a request takes longer to come than it may. */
final class BodyTooSlow extends IOException {
    BodyTooSlow() {
        super("The body of the request comes too slowly");
    }
}
