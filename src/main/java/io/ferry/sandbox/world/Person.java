package io.ferry.sandbox.world;

import org.jspecify.annotations.Nullable;

/**
 * A person of the source Jira. Orphans (a user key without a user) are not among them: Jira does not list them either.
 *
 * @param key what issues refer to
 * @param userName the name to sign in with
 * @param displayName shown in Jira
 * @param email may be missing or shared with others
 * @param active whether the person may sign in
 */
public record Person(
        String key,
        String userName,
        String displayName,
        @Nullable String email,
        boolean active) {

    @Override
    public String toString() {
        return "Person[" + key + "]";
    }
}
