package io.ferry.demo;

import io.ferry.migration.Way;

/** Who does the work in a demonstration. */
enum DemoMode {
    /** Ferry calls the sites; a person decides in Tasklist. */
    ATTENDED,
    /** Ferry calls the sites, and answers the people's tasks as well. */
    UNATTENDED,
    /** A person does everything on the pretend sites' pages, as on real sites that offer no calls. */
    BY_HAND;

    /** What each operation's way is set to. */
    Way way() {
        return this == BY_HAND ? Way.BY_HAND : Way.AUTOMATIC;
    }
}
