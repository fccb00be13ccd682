package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.hidden;
import static io.ferry.users.Samples.ofDirectory;
import static io.ferry.users.Samples.person;
import static io.ferry.users.Samples.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.MigrationId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InactivePeopleTest {
    private final MigrationId id = MigrationId.random();

    /** The alarm at many unmatched people counts the others: who left years ago is missing from a whole import too. */
    @ParameterizedTest
    @EnumSource
    void shouldTellThemFromActivePeople(PeopleDatabase database) {
        var people = matched(database);
        var inactive = database.get(InactivePeople.class);

        assertThat(people.counts(id).unmatched()).isEqualTo(5);
        assertThat(inactive.unmatched(id))
                .as("with the one of an inactive directory")
                .isEqualTo(4);
        assertThat(inactive.proposal(id).people()).isEqualTo(3);
        assertThat(inactive.proposal(id).suggested()).isOne();
        assertThat(inactive.proposal(id).consequence()).contains("permanently");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveThemUnmappedAsOneChangeThatCanBeUndone(PeopleDatabase database) {
        var people = matched(database);
        var inactive = database.get(InactivePeople.class);
        var before = people.counts(id);

        var left = inactive.leaveUnmapped(id, 3, "left years ago", "ann");

        assertThat(left.leftUnmapped()).isEqualTo(3);
        assertThat(inactive.proposal(id).people()).isZero();
        assertThat(people.counts(id).leftUnmapped()).isEqualTo(3);
        assertThat(people.page(id, PeopleFilter.LEFT_UNMAPPED, "", 0, 10).people())
                .extracting(mapping -> mapping.person().userKey())
                .containsExactly("inactive", "removed", "suggested");
        assertThat(database.decisions().undoChange(id, left.revision(), "ann")).isEqualTo(3);
        assertThat(people.counts(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecideAboutNobodyWhomNobodySaw(PeopleDatabase database) {
        var people = matched(database);
        var inactive = database.get(InactivePeople.class);
        database.decisions().leaveUnmapped(id, "removed", "left", "bob");

        assertThatThrownBy(() -> inactive.leaveUnmapped(id, 3, "left", "ann"))
                .isInstanceOf(DecisionRefused.class)
                .hasMessageContaining("2 people now");
        assertThatThrownBy(() -> inactive.leaveUnmapped(id, 2, " ", "ann"))
                .isInstanceOf(DecisionRefused.class)
                .hasMessageContaining("say why");
        assertThat(people.counts(id).leftUnmapped()).isOne();
    }

    private UserMappings matched(PeopleDatabase database) {
        var people = database.people();
        database.matching()
                .putPeople(
                        id,
                        List.of(
                                person("active", null),
                                removed("removed"),
                                new SourcePerson("inactive", "inactive", "Ina Gone", null, false, false),
                                new SourcePerson("suggested", "suggested", "Person suggested", null, false, false),
                                new SourcePerson("found", "found", "Fay Found", "found@site.example", false, false),
                                ofDirectory("Old LDAP", "old", null)));
        database.matching()
                .putAccounts(id, List.of(account("1", "found@site.example"), hidden("2", "Person suggested")));
        database.matching().match(id);
        return people;
    }
}
