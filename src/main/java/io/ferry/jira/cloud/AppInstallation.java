package io.ferry.jira.cloud;

/** What became of the wish to install an app. */
public sealed interface AppInstallation {

    /** The site took the wish; ask for the app until it is there. */
    record Accepted() implements AppInstallation {}

    /**
     * The site does not install it.
     *
     * @param reason what it says, with addresses masked
     */
    record Refused(String reason) implements AppInstallation {}
}
