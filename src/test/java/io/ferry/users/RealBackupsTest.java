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
        var standings = matched("jira-suite-utilities-6.3.11.zip");

        // then
        assertThat(standings.values())
                .filteredOn(standing -> standing.conflict() == Conflict.SHARED_ADDRESS)
                .hasSize(4)
                .allSatisfy(standing -> assertThat(standing.account()).isNull());
        // the renamed one is matched by the address, under the key of old
        assertThat(standings.get("will.rename")).isNotNull().satisfies(standing -> {
            assertThat(standing.state()).isEqualTo(PersonState.MATCHED);
            assertThat(standing.person().userName()).isEqualTo("renamed.will");
        });
        // the orphan has no address: somebody must decide
        assertThat(standings.get("user63")).isNotNull().satisfies(standing -> {
            assertThat(standing.person().removed()).isTrue();
            assertThat(standing.state().isSettled()).isFalse();
            assertThat(standing.creatable()).isFalse();
        });
        assertThat(people.mapping(id).undecided()).isEqualTo(5);
    }

    @Test
    void shouldMatchTheNameWithSlashesAndNobodyOfTwoWithOneAddress() {
        var standings = matched("jira-rest-java-client-7.0.0.zip");

        assertThat(standings.get("a/user/with/slash"))
                .isNotNull()
                .satisfies(standing -> assertThat(standing.state()).isEqualTo(PersonState.MATCHED));
        assertThat(standings.get("admin"))
                .isNotNull()
                .satisfies(standing -> assertThat(standing.conflict()).isEqualTo(Conflict.SHARED_ADDRESS));
        assertThat(standings.get("wseliga"))
                .isNotNull()
                .satisfies(standing -> assertThat(standing.conflict()).isEqualTo(Conflict.SHARED_ADDRESS));
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
                .collect(Collectors.toMap(standing -> standing.person().userKey(), Function.identity()));
    }
}
