package io.ferry.migration;

import java.util.Arrays;
import java.util.Optional;

/** How a remote operation is done. */
public enum Mode {
    /** A worker calls the site. */
    AUTOMATIC,
    /** A person acts, guided by a form; Ferry checks afterwards. */
    MANUAL;

    static Optional<Mode> named(String name) {
        return Arrays.stream(values()).filter(way -> way.name().equals(name)).findFirst();
    }
}
