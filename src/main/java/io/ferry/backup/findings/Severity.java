package io.ferry.backup.findings;

/** What a finding means for the import. */
public enum Severity {
    /** The import would fail, or would lose data: the backup is not importable as it is. */
    BLOCKS,
    /** The import may go through, but something will be missing or needs work by hand. */
    WARNS,
    /** Good to know; nothing to repair. */
    INFORMS
}
