package io.ferry.backup.model;

import org.jspecify.annotations.Nullable;

/**
 * A person of the source. {@link #toString()} shows the user key only, since names and addresses must not reach logs.
 *
 * @param userKey what issues refer to; equals the first user name, or looks like {@code JIRAUSER10100}
 * @param userName the name to sign in with; of a removed person the last one that the backup holds, null where it holds none
 * @param displayName null where the person was removed or has none
 * @param email null where the person was removed or has none
 * @param active whether the person can sign in: the record and its directory are both active
 * @param directory the id of the directory that counts (the first active one by position); null where removed
 * @param directories in how many directories the same user name stands
 * @param removed whether the person is a removed one, as the glossary has it: records name the user key, and it leads to no
 *     record {@code User} in any directory
 * @param references which records name this person
 */
public record BackupPerson(
        String userKey,
        @Nullable String userName,
        @Nullable String displayName,
        @Nullable String email,
        boolean active,
        @Nullable String directory,
        int directories,
        boolean removed,
        References references) {

    @Override
    public String toString() {
        return "BackupPerson[" + userKey + "]";
    }
}
