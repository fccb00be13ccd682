package io.ferry.crash;

/** A program that is killed. */
enum Victim {
    /** Started first: without its database Ferry does not start. */
    DATABASE("PostgreSQL"),
    FERRY("Ferry");

    private final String title;

    Victim(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
