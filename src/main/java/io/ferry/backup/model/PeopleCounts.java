package io.ferry.backup.model;

/**
 * The people of a backup in figures.
 *
 * @param total user keys that resolve to a person, once each
 * @param active how many of them can sign in
 * @param removed removed people ({@link BackupPerson#removed()}), once each, whether or not issues refer to them
 * @param withoutEmail how many of {@code total} have no e-mail address
 * @param sharedEmail how many of {@code total} have an address that another user name has too
 */
public record PeopleCounts(long total, long active, long removed, long withoutEmail, long sharedEmail) {}
