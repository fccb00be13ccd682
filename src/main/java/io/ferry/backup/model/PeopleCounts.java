package io.ferry.backup.model;

/**
 * The people of a backup in figures.
 *
 * @param total user keys that resolve to a person, once each
 * @param active how many of them can sign in
 * @param removed user keys that the backup names (in {@code ApplicationUser} or any other record) and that lead to nobody
 * @param withoutEmail how many of {@code total} have no e-mail address
 * @param sharedEmail how many of {@code total} have an address that another user name has too
 */
public record PeopleCounts(long total, long active, long removed, long withoutEmail, long sharedEmail) {}
