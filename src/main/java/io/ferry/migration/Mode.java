package io.ferry.migration;

import java.util.Arrays;
import java.util.Optional;

/** How a remote operation is done. */
public enum Mode {
    /** A worker calls the site. */
    AUTOMATIC("automatic"),
    /** A person acts, guided by a form; Ferry checks afterwards. */
    MANUAL("by hand");

    private final String words;

    Mode(String words) {
        this.words = words;
    }

    /** What people read. */
    public String words() {
        return words;
    }

    static Optional<Mode> named(String name) {
        return Arrays.stream(values()).filter(way -> way.name().equals(name)).findFirst();
    }
}
