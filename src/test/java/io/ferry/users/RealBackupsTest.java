package io.ferry.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ferry.backup.BackupReader;
import io.ferry.migration.MigrationId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The awkward people of two real backups, where a careful administrator would put them. */
class RealBackupsTest {
    private static final Path BACKUPS = Path.of("../shared/data/jira-backups");

    private final MigrationId id = MigrationId.random();
    private final UserMappings people = PeopleDatabase.H2.people();

    @Test
    void shouldPickNobodyOfFourWithOneAddress() {
        // given a cloud site with an account for each address
        var mappings = matched("jira-suite-utilities-6.3.11.zip");

        // then
        assertThat(mappings.values())
                .filteredOn(mapping -> mapping.conflict() == Conflict.SHARED_ADDRESS)
                .hasSize(4)
                .allSatisfy(mapping -> assertThat(mapping.account()).isNull());
        // the renamed one is matched by the address, under the key of old
        assertThat(mappings.get("will.rename")).isNotNull().satisfies(mapping -> {
            assertThat(mapping.state()).isEqualTo(PersonState.MATCHED);
            assertThat(mapping.person().userName()).isEqualTo("renamed.will");
        });
        // the orphan has no address: somebody must decide
        assertThat(mappings.get("user63")).isNotNull().satisfies(mapping -> {
            assertThat(mapping.person().removed()).isTrue();
            assertThat(mapping.state().isSettled()).isFalse();
            assertThat(mapping.creatable()).isFalse();
        });
        assertThat(people.mapping(id).undecided()).isEqualTo(5);
    }

    @Test
    void shouldMatchTheNameWithSlashesAndNobodyOfTwoWithOneAddress() {
        var mappings = matched("jira-rest-java-client-7.0.0.zip");

        assertThat(mappings.get("a/user/with/slash"))
                .isNotNull()
                .satisfies(mapping -> assertThat(mapping.state()).isEqualTo(PersonState.MATCHED));
        assertThat(mappings.get("admin"))
                .isNotNull()
                .satisfies(mapping -> assertThat(mapping.conflict()).isEqualTo(Conflict.SHARED_ADDRESS));
        assertThat(mappings.get("wseliga"))
                .isNotNull()
                .satisfies(mapping -> assertThat(mapping.conflict()).isEqualTo(Conflict.SHARED_ADDRESS));
        assertThat(PeopleDatabase.H2
                        .decisions()
                        .leaveUnmapped(id, "a/user/with/slash", "a robot", "ann")
                        .state())
                .isEqualTo(PersonState.LEFT_UNMAPPED);
    }

    private Map<String, PersonMapping> matched(String file) {
        var backup = BACKUPS.resolve(file);
        assumeTrue(Files.exists(backup), () -> "There is no real backup at " + backup);
        var source = SourcePerson.of(new BackupReader().read(backup));
        PeopleDatabase.H2.matching().putPeople(id, source);
        PeopleDatabase.H2
                .matching()
                .putAccounts(
                        id,
                        source.stream()
                                .flatMap(person -> person.address().stream())
                                .distinct()
                                .map(address -> Samples.account("id of " + address.value(), address.value()))
                                .toList());
        PeopleDatabase.H2.matching().match(id);
        return people.all(id).stream()
                .collect(Collectors.toMap(mapping -> mapping.person().userKey(), Function.identity()));
    }
}
