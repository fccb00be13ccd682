package io.ferry.backup.model;

/** Which product wrote a backup. Only the first kind can be imported into Jira Cloud. */
public enum BackupKind {
    /** Jira Server or Data Center. */
    SERVER,
    /** Jira Cloud: looks alike, and is not a source. */
    CLOUD
}
