package io.ferry.demo;

import io.ferry.migration.Mode;

/** Who does the work in a demonstration. */
enum DemoMode {
    /** Ferry calls the sites; a person decides in Tasklist. */
    ATTENDED,
    /** Ferry calls the sites, and answers the people's tasks as well. */
    UNATTENDED,
    /** A person does everything on the pretend sites' pages, as on real sites that offer no calls. */
    MANUAL;

    /** What each operation's way is set to. */
    Mode mode() {
        return this == MANUAL ? Mode.MANUAL : Mode.AUTOMATIC;
    }
}
