package io.ferry.users;

import io.ferry.backup.model.BackupPerson;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person of the Data Center site, inactive and removed ones included.
 *
 * @param userKey what issues and the app's dump refer to; differs from the name after a rename
 * @param userName what the person signed in with
 * @param email as it stands in Jira, which may be blank or no address at all
 * @param active whether the person could still sign in
 * @param removed whether only the key is left, with nobody behind it in any directory
 */
public record SourcePerson(
        String userKey,
        String userName,
        @Nullable String displayName,
        @Nullable String email,
        boolean active,
        boolean removed) {

    /** No column of Jira for keys is longer; what is longer was not written by Jira. */
    static final int LONGEST_KEY = 255;

    private static final int LONGEST = 1000;

    public SourcePerson {
        Objects.requireNonNull(userKey);
        Objects.requireNonNull(userName);
        if (userKey.isBlank() || userKey.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("A user key has 1 to %d characters".formatted(LONGEST_KEY));
        }
        userName = cut(userName);
        displayName = displayName == null || displayName.isBlank() ? null : cut(displayName);
        email = email == null || email.isBlank() ? null : cut(email);
    }

    /** A person as a backup holds it. */
    public static SourcePerson of(BackupPerson person) {
        return new SourcePerson(
                person.userKey(),
                Optional.ofNullable(person.userName()).orElse(person.userKey()),
                person.displayName(),
                person.email(),
                person.active(),
                person.removed());
    }

    Optional<EmailAddress> address() {
        return EmailAddress.of(email);
    }

    /** Whether the person could not sign in any more. */
    boolean isGone() {
        return removed || !active;
    }

    /** What a search looks through, in lower case. */
    String searchText() {
        return String.join(" ", userKey, userName, displayName == null ? "" : displayName, email == null ? "" : email)
                .toLowerCase(Locale.ROOT);
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** Hides the person: logs must not carry people's names and addresses. */
    @Override
    public String toString() {
        return "SourcePerson[hidden]";
    }
}
