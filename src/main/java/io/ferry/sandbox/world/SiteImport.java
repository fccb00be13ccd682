package io.ferry.sandbox.world;

/** How the pretend cloud imports a backup of Jira (facts/jira-cloud.md). */
public enum SiteImport {
    /** On its page, and by the sandbox's own calls, which no real site has. */
    CALLS,
    /** On its page alone, as real sites whose import is open. */
    SCREEN,
    /** Not at all, as sites of 1 to 1,000 users. */
    CLOSED
}
