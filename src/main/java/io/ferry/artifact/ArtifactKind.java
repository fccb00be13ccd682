package io.ferry.artifact;

/** What a stored file is. */
public enum ArtifactKind {
    /** A dump of the app. */
    DUMP("dump"),
    /** A Jira XML backup. */
    JIRA_BACKUP("Jira backup"),
    /** The dump that the app made of the target before the restore. */
    SAFETY_DUMP("safety dump"),
    /** A mapping of people. */
    USER_MAPPING("user mapping"),
    /** A report. */
    REPORT("report");

    private final String title;

    ArtifactKind(String title) {
        this.title = title;
    }

    /** What people read, within a sentence. */
    public String title() {
        return title;
    }
}
