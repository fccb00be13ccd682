package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.hidden;
import static io.ferry.users.Samples.ofDirectory;
import static io.ferry.users.Samples.person;
import static io.ferry.users.Samples.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.MigrationId;
import io.ferry.users.InactiveDirectories.OfDirectory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InactiveDirectoriesTest {

    private static final String LDAP = "Old LDAP";
    private static final String LOST = "Directory 10100 (not in the backup)";

    private final MigrationId id = MigrationId.random();

    @ParameterizedTest
    @EnumSource
    void shouldProposeWhoHasNoAccountAndLeaveTheOthersAsTheyAre(PeopleDatabase database) {
        // given
        var people = matched(database);

        // when
        var proposal = database.get(InactiveDirectories.class).proposal(id);

        // then
        assertThat(proposal.people()).isEqualTo(4);
        assertThat(proposal.directories()).containsExactly(new OfDirectory(LDAP, 3, 2), new OfDirectory(LOST, 1, 0));
        assertThat(proposal.creatable()).isEqualTo(1);
        assertThat(proposal.consequence()).contains("permanently");
        assertThat(people.page(id, PeopleFilter.INACTIVE_DIRECTORY, "", 0, 10).people())
                .extracting(mapping -> mapping.person().userKey())
                .containsExactly("conflict", "lost", "nobody", "suggested");
        assertThat(people.counts(id).leftUnmapped())
                .as("nobody is left out by itself")
                .isOne();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveThemUnmappedAsOneChangeThatCanBeUndone(PeopleDatabase database) {
        // given
        var people = matched(database);
        var directories = database.get(InactiveDirectories.class);
        var before = people.counts(id);

        // when
        var left = directories.leaveUnmapped(id, 4, "left with the old directory", "ann");

        // then
        assertThat(left.leftUnmapped()).isEqualTo(4);
        assertThat(directories.proposal(id).people()).isZero();
        assertThat(people.counts(id).leftUnmapped()).isEqualTo(5);
        assertThat(people.page(id, PeopleFilter.LEFT_UNMAPPED, "lost", 0, 10).people())
                .singleElement()
                .satisfies(mapping -> {
                    assertThat(mapping.changedBy()).isEqualTo("ann");
                    assertThat(mapping.decision())
                            .satisfies(
                                    decision -> assertThat(decision.reason()).isEqualTo("left with the old directory"));
                });

        // and undone, all is as it was
        assertThat(database.decisions().undoChange(id, left.revision(), "ann")).isEqualTo(4);
        assertThat(people.counts(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecideAboutNobodyWhomNobodySaw(PeopleDatabase database) {
        // given
        var people = matched(database);
        var directories = database.get(InactiveDirectories.class);
        database.decisions().leaveUnmapped(id, "nobody", "left", "bob");

        // when, then
        assertThatThrownBy(() -> directories.leaveUnmapped(id, 4, "left", "ann"))
                .isInstanceOf(DecisionRefused.class)
                .hasMessageContaining("3 people now");
        assertThatThrownBy(() -> directories.leaveUnmapped(id, 3, " ", "ann"))
                .isInstanceOf(DecisionRefused.class)
                .hasMessageContaining("say why");
        assertThat(people.counts(id).leftUnmapped()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplaceNoDecisionThatSomebodyMade(PeopleDatabase database) {
        // given somebody whose account was picked and is gone
        var people = matched(database);
        database.decisions().map(id, "nobody", "2", null, "bob");
        database.matching()
                .putAccounts(id, List.of(account("1", "matched@site.example"), account("3", "shared@site.example")));
        database.matching().match(id);
        assertThat(people.page(id, PeopleFilter.CONFLICTS, "nobody", 0, 10).people())
                .singleElement()
                .satisfies(mapping -> assertThat(mapping.conflict()).isEqualTo(Conflict.TARGET_GONE));

        // when
        var proposal = database.get(InactiveDirectories.class).proposal(id);

        // then
        assertThat(proposal.directories()).contains(new OfDirectory(LDAP, 2, 3));
    }

    @ParameterizedTest
    @EnumSource
    void shouldProposeNobodyWhereAllDirectoriesAreActive(PeopleDatabase database) {
        database.matching().putPeople(id, List.of(person("a", null), removed("b")));
        database.matching().match(id);

        var proposal = database.get(InactiveDirectories.class).proposal(id);

        assertThat(proposal.people()).isZero();
        assertThat(proposal.directories()).isEmpty();
    }

    private UserMappings matched(PeopleDatabase database) {
        var people = database.people();
        database.matching()
                .putPeople(
                        id,
                        List.of(
                                person("active", null),
                                removed("gone"),
                                ofDirectory(LDAP, "conflict", "shared@site.example"),
                                person("conflict2", "shared@site.example"),
                                ofDirectory(LDAP, "decided", null),
                                ofDirectory(LDAP, "matched", "matched@site.example"),
                                ofDirectory(LDAP, "nobody", null),
                                ofDirectory(LDAP, "suggested", null),
                                new SourcePerson("lost", "lost", "Lost", "lost@site.example", true, false, LOST)));
        database.matching()
                .putAccounts(
                        id,
                        List.of(
                                account("1", "matched@site.example"),
                                hidden("2", "Person suggested"),
                                account("3", "shared@site.example")));
        database.matching().match(id);
        database.decisions().leaveUnmapped(id, "decided", "left in 2019", "bob");
        return people;
    }
}
