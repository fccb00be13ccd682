package io.ferry.migration;

import java.util.Arrays;
import java.util.Optional;

/** The app that is carried over. */
public enum App {
    BIGPICTURE("BigPicture", "eu.softwareplant.bigpicture"),
    BIGGANTT("BigGantt", "eu.softwareplant.biggantt");

    private final String title;
    private final String key;

    App(String title, String key) {
        this.title = title;
        this.key = key;
    }

    /** The app's key in the app managers of Data Center and Cloud (facts/bigpicture.md, Identity: seen). */
    public String key() {
        return key;
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
