package io.ferry.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.BackupReader;
import io.ferry.backup.Backups;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackupSpec;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcePersonTest {

    @TempDir
    Path folder;

    @Test
    void shouldNameTheDirectoryOfWhoeverComesFromAnInactiveOne() {
        assertThat(inactiveDirectories(Backups.SMALL.damaged(Damage.INACTIVE_DIRECTORY)))
                .containsExactly("Old directory");
    }

    @Test
    void shouldNameTheIdOfADirectoryThatIsNotInTheBackup() {
        assertThat(inactiveDirectories(Backups.SMALL.damaged(Damage.LOST_DIRECTORY)))
                .containsExactly("Directory 99999 (not in the backup)");
    }

    @Test
    void shouldNameNoneWhereAllAreActive() {
        assertThat(inactiveDirectories(Backups.SMALL)).isEmpty();
    }

    @Test
    void shouldMissNoDirectoryInAFileThatIsCutOff() {
        // given a file in which the directory of this person may have come later
        var file = Backups.zip(folder, """
                <entity-engine-xml>
                    <Directory id="1" active="1" position="0"/>
                    <User id="1" directoryId="2" userName="bo" active="1"/>
                """, "<backup/>");

        // when
        var people = SourcePerson.of(new BackupReader().read(file));

        // then
        assertThat(people)
                .singleElement()
                .satisfies(person -> assertThat(person.inactiveDirectory()).isNull());
    }

    @Test
    void shouldKeepTheLastUserNameOfWhoeverWasRemoved() {
        var people = SourcePerson.of(Backups.readSample(folder, Backups.SMALL.damaged(Damage.REMOVED_PERSON)));

        assertThat(people).filteredOn(SourcePerson::removed).singleElement().satisfies(person -> {
            assertThat(person.userKey()).isEqualTo("JIRAUSER77777");
            assertThat(person.userName()).isEqualTo("left.long.ago");
            assertThat(person.inactiveDirectory()).isNull();
        });
    }

    private Set<String> inactiveDirectories(SampleBackupSpec spec) {
        var people = SourcePerson.of(Backups.readSample(folder, spec));
        assertThat(people).isNotEmpty();
        return people.stream()
                .map(SourcePerson::inactiveDirectory)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
