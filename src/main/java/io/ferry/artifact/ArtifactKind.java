package io.ferry.artifact;

/** What a stored file is. */
public enum ArtifactKind {
    /** A dump of the app. */
    DUMP,
    /** A Jira XML backup. */
    JIRA_BACKUP,
    /** The dump that the app made of the target before the restore. */
    SAFETY_DUMP,
    /** A mapping of people. */
    USER_MAPPING,
    /** A report. */
    REPORT
}
