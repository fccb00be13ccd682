package io.ferry.backup.model;

/**
 * A user directory of the source.
 *
 * @param id its id in the backup
 * @param name its name
 * @param type such as {@code INTERNAL} or {@code CONNECTOR}
 * @param active whether people of it can sign in
 * @param position the order in which Jira asks the directories; the lowest first
 * @param people how many records of people it holds
 */
public record BackupDirectory(String id, String name, String type, boolean active, long position, long people) {}
