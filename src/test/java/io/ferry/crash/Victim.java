package io.ferry.crash;

/** A program that is killed. */
enum Victim {
    FERRY("Ferry"),
    ZEEBE("Zeebe"),
    SEARCH_STORE("OpenSearch"),
    WEB("Operate and Tasklist");

    private final String title;

    Victim(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
