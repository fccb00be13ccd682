package io.ferry.backup.model;

/**
 * An app (or one of Jira's own plugins) that the source knows.
 *
 * @param key its key, such as {@code eu.softwareplant.bigpicture}
 * @param version its version as the backup writes it
 */
public record BackupApp(String key, String version) {}
