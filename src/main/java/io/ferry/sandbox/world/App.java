package io.ferry.sandbox.world;

import java.util.Arrays;

/** The app that is carried. */
public enum App {
    BIGPICTURE("BigPicture"),
    BIGGANTT("BigGantt");

    private final String title;

    App(String title) {
        this.title = title;
    }

    /** @return the name as people know it */
    public String title() {
        return title;
    }

    /** @return the part of addresses, such as {@code bigpicture} */
    public String slug() {
        return title.toLowerCase(java.util.Locale.ROOT);
    }

    /** @return the key in the app manager (facts/bigpicture.md, seen) */
    public String key() {
        return "eu.softwareplant." + slug();
    }

    /**
     * Finds an app by its name.
     *
     * @param title BigPicture or BigGantt
     * @return the app
     * @throws IllegalArgumentException where there is no such app
     */
    public static App titled(String title) {
        return Arrays.stream(values())
                .filter(app -> app.title.equalsIgnoreCase(title))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("The app must be BigPicture or BigGantt, not " + title));
    }
}
