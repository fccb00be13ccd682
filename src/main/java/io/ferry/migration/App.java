package io.ferry.migration;

import java.util.Arrays;
import java.util.Optional;

/** The app that is carried over. */
public enum App {
    BIGPICTURE("BigPicture"),
    BIGGANTT("BigGantt");

    private final String title;

    App(String title) {
        this.title = title;
    }

    /** The name that people know; the process variable {@code appName}. */
    public String title() {
        return title;
    }

    /** Finds the app by its constant or title, in any case. */
    public static Optional<App> named(String name) {
        return Arrays.stream(values())
                .filter(app -> app.title.equalsIgnoreCase(name))
                .findFirst();
    }
}
