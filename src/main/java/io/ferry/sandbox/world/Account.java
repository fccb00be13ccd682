package io.ferry.sandbox.world;

import org.jspecify.annotations.Nullable;

/**
 * An account of the pretend cloud.
 *
 * @param accountId Atlassian's id
 * @param type atlassian or app
 * @param displayName shown to everybody
 * @param email null for apps
 * @param hidden whether the profile hides the address
 * @param active whether the person may sign in
 * @param access whether the account may use this site
 */
public record Account(
        String accountId,
        String type,
        String displayName,
        @Nullable String email,
        boolean hidden,
        boolean active,
        boolean access) {

    Account withAccess() {
        return new Account(accountId, type, displayName, email, hidden, active, true);
    }

    @Override
    public String toString() {
        return "Account[" + accountId + "]";
    }
}
