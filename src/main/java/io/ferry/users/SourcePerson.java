package io.ferry.users;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.judge.EmailAddress;
import io.ferry.backup.model.BackupDirectory;
import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupReading;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A person of the Data Center site, inactive and removed ones included.
 *
 * @param userKey what issues and the app's dump refer to; differs from the name after a rename
 * @param userName what the person signed in with; of a removed person the last one that the backup holds, else the key
 * @param email as Jira has it, which may be blank or no address at all
 * @param active whether the person could still sign in
 * @param removed whether the person is a removed one: {@link BackupPerson#removed()}
 * @param inactiveDirectory the directory by which the person came, where it is inactive or not in the backup; null for
 *     everybody else
 */
public record SourcePerson(
        String userKey,
        String userName,
        @Nullable String displayName,
        @Nullable String email,
        boolean active,
        boolean removed,
        @Nullable String inactiveDirectory) {

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
        inactiveDirectory = inactiveDirectory == null ? null : cut(inactiveDirectory);
    }

    /** A person who does not come from an inactive directory. */
    public SourcePerson(
            String userKey,
            String userName,
            @Nullable String displayName,
            @Nullable String email,
            boolean active,
            boolean removed) {
        this(userKey, userName, displayName, email, active, removed, null);
    }

    /**
     * Everybody of a backup.
     *
     * @throws IllegalArgumentException if a key is not one that Jira writes
     */
    public static List<SourcePerson> of(BackupReading reading) {
        var directories = reading.directories().stream()
                .collect(Collectors.toMap(BackupDirectory::id, Function.identity(), (one, again) -> one));
        // Only the inspection knows whether the file was read so far that a directory can be missed.
        boolean missed =
                reading.findings().stream().anyMatch(finding -> finding.code() == FindingCode.PEOPLE_WITHOUT_DIRECTORY);
        return reading.people().stream()
                .map(person -> of(person, inactiveDirectory(person, directories, missed)))
                .toList();
    }

    private static @Nullable String inactiveDirectory(
            BackupPerson person, Map<String, BackupDirectory> directories, boolean missed) {
        var id = person.directory();
        if (id == null) {
            return null;
        }
        var directory = directories.get(id);
        if (directory == null) {
            return missed ? "Directory %s (not in the backup)".formatted(id) : null;
        }
        if (directory.active()) {
            return null;
        }
        return directory.name().isBlank() ? "Directory " + id : directory.name();
    }

    private static SourcePerson of(BackupPerson person, @Nullable String inactiveDirectory) {
        return new SourcePerson(
                person.userKey(),
                Optional.ofNullable(person.userName()).orElse(person.userKey()),
                person.displayName(),
                person.email(),
                person.active(),
                person.removed(),
                inactiveDirectory);
    }

    /** {@return the address by which the person is found; empty where there is none, or none that could be one} */
    public Optional<EmailAddress> address() {
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
