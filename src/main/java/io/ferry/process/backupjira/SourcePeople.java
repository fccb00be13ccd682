package io.ferry.process.backupjira;

import io.ferry.backup.model.BackupPerson;
import io.ferry.backup.model.BackupReading;
import io.ferry.users.SourcePerson;
import java.util.List;
import java.util.Objects;

/** The people of a backup, as the room {@code users} keeps them. */
final class SourcePeople {
    private SourcePeople() {}

    static List<SourcePerson> of(BackupReading reading) {
        return reading.people().stream().map(SourcePeople::person).toList();
    }

    private static SourcePerson person(BackupPerson person) {
        return new SourcePerson(
                person.userKey(),
                Objects.requireNonNullElse(person.userName(), person.userKey()),
                person.displayName(),
                person.email(),
                person.active(),
                person.removed());
    }
}
