package io.ferry.backup.model;

/**
 * A project of the source.
 *
 * @param id its id in the backup
 * @param key its key
 * @param name its name
 * @param issues how many issues of the backup belong to it
 */
public record BackupProject(String id, String key, String name, long issues) {}
