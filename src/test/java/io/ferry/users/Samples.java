package io.ferry.users;

import org.jspecify.annotations.Nullable;

/** People and accounts for tests. */
final class Samples {

    private Samples() {}

    static SourcePerson person(String key, @Nullable String email) {
        return new SourcePerson(key, key, "Person " + key, email, true, false);
    }

    static SourcePerson named(String key, String displayName, @Nullable String email) {
        return new SourcePerson(key, key, displayName, email, true, false);
    }

    static SourcePerson ofDirectory(String inactiveDirectory, String key, @Nullable String email) {
        return new SourcePerson(key, key, "Person " + key, email, false, false, inactiveDirectory);
    }

    static SourcePerson removed(String key) {
        return new SourcePerson(key, key, null, null, false, true);
    }

    static TargetAccount account(String id, @Nullable String email) {
        return named(id, "Account " + id, email, TargetAccount.Kind.PERSON);
    }

    static TargetAccount hidden(String id, String displayName) {
        return named(id, displayName, null, TargetAccount.Kind.PERSON);
    }

    static TargetAccount app(String id, String email) {
        return named(id, "Bot", email, TargetAccount.Kind.APP);
    }

    static TargetAccount inactive(String id, String email) {
        return new TargetAccount(
                id, "Account " + id, email, false, TargetAccount.Kind.PERSON, TargetAccount.Source.JIRA_CLOUD);
    }

    private static TargetAccount named(String id, String displayName, @Nullable String email, TargetAccount.Kind kind) {
        return new TargetAccount(id, displayName, email, true, kind, TargetAccount.Source.JIRA_CLOUD);
    }
}
