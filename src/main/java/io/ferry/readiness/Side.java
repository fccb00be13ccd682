package io.ferry.readiness;

/** Whom a check asks. While a site does not answer, its other checks say nothing. */
enum Side {
    FERRY("Ferry"),
    /** The settings of both sites; nobody is asked. */
    BOTH("Both sites"),
    SOURCE("The source Jira"),
    TARGET("The target Jira");

    private final String title;

    Side(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
