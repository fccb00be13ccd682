package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.app;
import static io.ferry.users.Samples.hidden;
import static io.ferry.users.Samples.inactive;
import static io.ferry.users.Samples.named;
import static io.ferry.users.Samples.person;
import static io.ferry.users.Samples.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.MigrationId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class UserMappingsTest {

    private final MigrationId id = MigrationId.random();

    @ParameterizedTest
    @EnumSource
    void shouldSayWhereEverybodyStands(PeopleDatabase database) {
        // given
        var people = database.people();
        database.matching()
                .putPeople(
                        id,
                        List.of(
                                person("a/b", "ab@site.example"),
                                person("shared1", "s@site.example"),
                                person("shared2", "s@site.example"),
                                named("jdoe", "Jane Doe", "jane@elsewhere.example"),
                                person("new", "new@site.example"),
                                removed("gone")));
        database.matching()
                .putAccounts(
                        id,
                        List.of(
                                account("1", "ab@site.example"),
                                account("2", "s@site.example"),
                                hidden("3", "Jane Doe"),
                                app("4", "bot@site.example")));

        // when
        database.matching().match(id);
        var counts = people.counts(id);

        // then
        assertThat(counts.people()).isEqualTo(6);
        assertThat(counts.mapped()).isEqualTo(1);
        assertThat(counts.conflicts()).isEqualTo(2);
        assertThat(counts.in(PersonState.SUGGESTED)).isEqualTo(1);
        assertThat(counts.in(PersonState.UNMATCHED)).isEqualTo(2);
        assertThat(counts.unmatched()).isEqualTo(3);
        assertThat(counts.missing()).isEqualTo(2);
        assertThat(counts.accounts()).isEqualTo(3);
        assertThat(counts.hiddenAddresses()).isEqualTo(1);
        assertThat(people.creatable(id))
                .extracting(mapping -> mapping.person().userKey())
                .containsExactly("jdoe", "new");
        assertThat(people.page(id, PeopleFilter.CONFLICTS, "", 0, 10).people()).allSatisfy(mapping -> {
            assertThat(mapping.conflict()).isEqualTo(Conflict.SHARED_ADDRESS);
            assertThat(mapping.suggestions())
                    .extracting(suggestion -> suggestion.account().accountId())
                    .containsExactly("2");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldTurnThePages(PeopleDatabase database) {
        // given
        var people = database.people();
        database.matching()
                .putPeople(
                        id,
                        IntStream.range(100, 125)
                                .mapToObj(n -> person("p" + n, null))
                                .toList());
        database.matching().match(id);

        // when
        var page = people.page(id, PeopleFilter.UNDECIDED, "", 2, 10);

        // then
        assertThat(page.total()).isEqualTo(25);
        assertThat(page.people())
                .extracting(mapping -> mapping.person().userKey())
                .containsExactly("p120", "p121", "p122", "p123", "p124");
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepDecisionsWhenPeopleAreMatchedAgain(PeopleDatabase database) {
        // given
        var people = matched(database);
        database.decisions().map(id, "new", "2", "said so himself", "ann");
        database.decisions().leaveUnmapped(id, "gone", "left in 2019", "ann");

        // when
        database.matching()
                .putPeople(
                        id, List.of(person("a", "a@site.example"), person("new", "new@site.example"), removed("gone")));
        database.matching()
                .putAccounts(id, List.of(account("1", "a@site.example"), account("2", "other@site.example")));
        database.matching().match(id);

        // then
        var all = people.all(id);
        assertThat(all)
                .extracting(PersonMapping::state)
                .containsExactly(PersonState.MATCHED, PersonState.LEFT_UNMAPPED, PersonState.MAPPED_MANUALLY);
        assertThat(all.get(2).decision())
                .isEqualTo(new PersonDecision(
                        "new", PersonDecision.Kind.MAP, "2", "said so himself", "ann", PeopleDatabase.CLOCK.instant()));
        assertThat(people.counts(id).missing()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNobodyHaveAnAccountThatWasChosenBeforeThePeopleWereReadAgain(PeopleDatabase database) {
        // given people who were read from a second backup, and are matched days later
        var people = matched(database);
        database.decisions().map(id, "new", "2", "said so himself", "ann");
        var both = List.of(
                person("a", "a@site.example"), person("new", "new@site.example"), person("other", "o@site.example"));
        database.matching().putPeople(id, both);

        // then the choice stands, and nobody decides about many who are not matched yet
        assertThat(people.withKeys(id, List.of("new")))
                .singleElement()
                .extracting(PersonMapping::state)
                .isEqualTo(PersonState.MAPPED_MANUALLY);
        assertRefused("accountId", () -> database.decisions().map(id, "other", "2", null, "bob"));
        assertRefused(
                "people",
                () -> database.decisions()
                        .decideTogether(
                                id,
                                UserDecisions.Together.LEAVE_UNMAPPED,
                                new UserDecisions.Chosen(Set.of(), PeopleFilter.UNDECIDED, ""),
                                2L,
                                "left",
                                "bob"));

        // and matching succeeds
        database.matching().match(id);
        assertThat(people.all(id))
                .extracting(PersonMapping::state)
                .containsExactly(PersonState.MATCHED, PersonState.MAPPED_MANUALLY, PersonState.SUGGESTED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveAccountsBackThatPeopleHadSwappedWhenAllDecisionsAreTakenBack(PeopleDatabase database) {
        // given: a was matched with 1, was mapped to 2, and new got 1 instead
        var people = matched(database);
        database.decisions().map(id, "a", "2", null, "ann");
        database.decisions().map(id, "new", "1", null, "ann");

        // when
        database.decisions()
                .decideTogether(
                        id,
                        UserDecisions.Together.UNDO,
                        new UserDecisions.Chosen(Set.of("a", "new"), PeopleFilter.ALL, ""),
                        2L,
                        null,
                        "bob");

        // then
        assertThat(people.withKeys(id, List.of("a")))
                .singleElement()
                .extracting(PersonMapping::state)
                .isEqualTo(PersonState.MATCHED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskAgainWhenAnAccountPickedByHandIsGone(PeopleDatabase database) {
        // given
        var people = matched(database);
        database.decisions().map(id, "new", "2", null, "ann");

        // when
        database.matching().putAccounts(id, List.of(account("1", "a@site.example")));
        database.matching().match(id);

        // then
        assertThat(people.page(id, PeopleFilter.CONFLICTS, "", 0, 10).people())
                .singleElement()
                .satisfies(mapping -> assertThat(mapping.conflict()).isEqualTo(Conflict.TARGET_GONE));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseDecisionsThatCannotStand(PeopleDatabase database) {
        var people = matched(database);

        assertRefused("userKey", () -> database.decisions().map(id, "nobody", "2", null, "ann"));
        assertRefused("accountId", () -> database.decisions().map(id, "new", "99", null, "ann"));
        assertRefused("accountId", () -> database.decisions().map(id, "new", "3", null, "ann"));
        assertRefused("accountId", () -> database.decisions().map(id, "new", "1", null, "ann"));
        assertRefused("reason", () -> database.decisions().leaveUnmapped(id, "new", " ", "ann"));
        assertThat(people.page(id, PeopleFilter.MANUAL, "", 0, 10).total()).isZero();
    }

    private static void assertRefused(String field, Runnable decision) {
        assertThatThrownBy(decision::run)
                .isInstanceOfSatisfying(
                        DecisionRefused.class,
                        refused -> assertThat(refused.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeADecisionBack(PeopleDatabase database) {
        // given
        matched(database);
        database.decisions().map(id, "a", "2", null, "ann");
        database.decisions().map(id, "new", "1", null, "ann");

        // when
        var undone = database.decisions().undo(id, "a", "ann", null);

        // then the account of its address is somebody else's by now
        assertThat(undone.state()).isEqualTo(PersonState.CONFLICT);
        assertThat(undone.conflict()).isEqualTo(Conflict.TARGET_TAKEN);
        // and given back, it is found again
        database.decisions().undo(id, "new", "ann", null);
        assertThat(database.decisions().undo(id, "a", "ann", null).state()).isEqualTo(PersonState.MATCHED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRememberAnAccountThatTheSiteHides(PeopleDatabase database) {
        // given
        var people = matched(database);

        // when Ferry created the account, and the site lists it without its address
        database.matching().recordAccount(id, "new", "9", true);
        database.matching().putAccounts(id, List.of(account("1", "a@site.example"), hidden("9", "Person new")));
        database.matching().match(id);

        // then
        assertThat(people.page(id, PeopleFilter.CREATED, "", 0, 10).people())
                .singleElement()
                .satisfies(mapping -> {
                    assertThat(mapping.person().userKey()).isEqualTo("new");
                    assertThat(mapping.account()).isNotNull();
                });
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveEachMappingAVersionOfItsContent(PeopleDatabase database) {
        // given
        var people = matched(database);
        var before = people.mapping(id);

        // when
        database.decisions().map(id, "new", "2", null, "ann");
        var mapped = people.mapping(id);
        database.decisions().undo(id, "new", "ann", null);

        // then
        assertThat(before.mapped()).containsExactly(new Mapping.Entry("a", "1"));
        assertThat(before.unmapped()).isEqualTo(2);
        assertThat(before.undecided()).isEqualTo(2);
        assertThat(mapped.mapped()).hasSize(2);
        assertThat(mapped.version()).isNotEqualTo(before.version()).hasSize(24);
        assertThat(people.mapping(id).version()).isEqualTo(before.version());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseADecisionAboutAPersonWhomSomebodyElseChanged(PeopleDatabase database) {
        // given two people who look at the same page
        var people = matched(database);
        var seen = people.page(id, PeopleFilter.UNDECIDED, "new", 0, 10)
                .people()
                .getFirst()
                .revision();
        database.decisions().map(id, "new", "2", null, "bob", seen);

        // when, then
        assertThatThrownBy(() -> database.decisions().leaveUnmapped(id, "new", "left in 2019", "ann", seen))
                .isInstanceOfSatisfying(ChangedMeanwhile.class, changed -> {
                    assertThat(changed.now().changedBy()).isEqualTo("bob");
                    assertThat(changed.now().state()).isEqualTo(PersonState.MAPPED_MANUALLY);
                });
        assertThatThrownBy(() -> database.decisions().undo(id, "new", "ann", seen))
                .isInstanceOf(ChangedMeanwhile.class);
        assertThat(people.counts(id).leftUnmapped()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellWhatOthersChanged(PeopleDatabase database) {
        // given
        var people = matched(database);
        var seen = people.page(id, PeopleFilter.ALL, "", 0, 10).revision();

        // when
        database.decisions().map(id, "new", "2", null, "bob");
        database.decisions().leaveUnmapped(id, "gone", "left in 2019", "bob");

        // then
        var changes = people.changesSince(id, seen);
        assertThat(changes.people())
                .extracting(mapping -> mapping.person().userKey())
                .containsExactly("gone", "new");
        assertThat(changes.more()).isFalse();
        assertThat(changes.counts().undecided()).isZero();
        assertThat(people.changesSince(id, changes.revision()).people()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptOnlyClearSuggestionsTogetherAndTakeThemBack(PeopleDatabase database) {
        // given
        var people = database.people();
        database.matching()
                .putPeople(
                        id,
                        List.of(
                                named("clear", "Jane Doe", null),
                                named("namesake1", "John Roe", null),
                                named("namesake2", "John Roe", null),
                                named("unsure", "Ann Poe", null),
                                person("a", "a@site.example")));
        database.matching()
                .putAccounts(
                        id,
                        List.of(
                                hidden("1", "Jane Doe"),
                                hidden("2", "John Roe"),
                                hidden("3", "Ann Poe"),
                                hidden("4", "Ann Poe"),
                                account("5", "a@site.example")));
        database.matching().match(id);
        var before = people.counts(id);

        // when
        var foreseen = database.decisions().acceptSuggestions(id, 90, "ann", true);
        var accepted = database.decisions().acceptSuggestions(id, 90, "ann", false);

        // then
        assertThat(foreseen.accepted()).isEqualTo(1);
        assertThat(accepted.accepted()).isEqualTo(1);
        assertThat(accepted.leftOut()).isEqualTo(3);
        assertThat(people.page(id, PeopleFilter.MAPPED_MANUALLY, "", 0, 10).people())
                .singleElement()
                .satisfies(mapping -> {
                    assertThat(mapping.person().userKey()).isEqualTo("clear");
                    assertThat(mapping.changedBy()).isEqualTo("ann");
                });

        // and taken back, all is as it was
        assertThat(database.decisions().undoChange(id, accepted.revision(), "ann"))
                .isEqualTo(1);
        assertThat(people.counts(id)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindPeopleAndAccountsByAnyPart(PeopleDatabase database) {
        var people = matched(database);
        database.decisions().map(id, "new", "2", null, "ann");

        assertThat(people.page(id, PeopleFilter.ALL, " NEW@site ", 0, 10).total())
                .isEqualTo(1);
        assertThat(people.page(id, PeopleFilter.MATCHED, "new@site", 0, 10).people())
                .isEmpty();
        assertThat(people.page(id, PeopleFilter.ALL, "100%_\\", 0, 10).total()).isZero();
        assertThat(people.page(id, PeopleFilter.INACTIVE, "", 0, 10).people())
                .extracting(mapping -> mapping.person().userKey())
                .containsExactly("gone");
        assertThat(people.searchAccounts(id, "OTHER", 10)).singleElement().satisfies(pick -> {
            assertThat(pick.account().accountId()).isEqualTo("2");
            assertThat(pick.holder()).extracting(SourcePerson::userKey).isEqualTo("new");
        });
        assertThat(people.searchAccounts(id, "bot", 10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountTheSameWhetherMovedOrCountedAnew(PeopleDatabase database) {
        // given
        var people = matched(database);

        // when
        database.decisions().map(id, "new", "2", null, "ann");
        database.decisions().leaveUnmapped(id, "gone", "left", "ann");
        database.decisions().undo(id, "new", "ann", null);
        database.matching().recordAccount(id, "new", "9", true);
        var moved = people.counts(id);
        database.matching().match(id);

        // then
        assertThat(moved).isEqualTo(people.counts(id));
        assertThat(moved.in(PersonState.CREATED)).isEqualTo(1);
        assertThat(moved.undecided()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldFillInAddressesThatJiraHides(PeopleDatabase database) {
        // given
        var people = database.people();
        database.matching().putPeople(id, List.of(person("a", "a@site.example"), person("b", "b@site.example")));
        var seen = List.of(hidden("1", "A"), account("2", "own@site.example"));
        database.matching().putAccounts(id, seen);

        // when the organisation tells of three accounts, one of which has no access to the site
        var told = database.matching()
                .putAddresses(
                        id,
                        TargetAccount.Source.ADMIN_EXPORT,
                        Map.of("1", "a@site.example", "2", "b@site.example", "3", "c@site.example"));
        database.matching().match(id);

        // then what Jira shows itself counts more
        assertThat(told).isEqualTo(1);
        assertThat(people.all(id))
                .extracting(PersonMapping::state)
                .containsExactly(PersonState.MATCHED, PersonState.UNMATCHED);
        assertThat(people.all(id).getFirst().account())
                .isEqualTo(hidden("1", "A").withAddress("a@site.example", TargetAccount.Source.ADMIN_EXPORT));

        // and it stays when the site is read again, and goes with a newer list
        database.matching().putAccounts(id, seen);
        assertThat(matchedOf(database)).isEqualTo(1);
        database.matching().putAddresses(id, TargetAccount.Source.ADMIN_EXPORT, Map.of());
        assertThat(matchedOf(database)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEraseEverythingOfOneMigrationOnly(PeopleDatabase database) {
        // given
        var people = matched(database);
        var other = MigrationId.random();
        database.matching().putPeople(other, List.of(person("x", null)));
        var matching = database.matching();
        matching.putPeople(id, List.of(named("jdoe", "Jane Doe", null), removed("gone")));
        matching.putAccounts(id, List.of(hidden("1", "Jane Doe")));
        matching.putAddresses(id, TargetAccount.Source.ADMIN_EXPORT, Map.of("1", "jane@site.example"));
        matching.match(id);
        database.decisions().leaveUnmapped(id, "gone", "left", "ann");
        assertThat(tablesThatHoldSomebody(database))
                .contains("account_suggestion", "known_address", "person_change", "person_decision", "source_person")
                .contains("target_account");

        // when
        var erased = database.get(PeopleErasure.class).erase(id);

        // then
        assertThat(erased).isPositive();
        assertThat(people.counts(id).people()).isZero();
        assertThat(people.counts(id).accounts()).isZero();
        assertThat(people.counts(other).people()).isEqualTo(1);
        assertThat(tablesThatHoldSomebody(database)).isEmpty();
    }

    /** Tables with people's keys or accounts that hold anything of this migration. */
    private List<String> tablesThatHoldSomebody(PeopleDatabase database) {
        var jdbc = database.get(JdbcTemplate.class);
        return jdbc.queryForList("""
                        select distinct lower(table_name) from information_schema.columns
                        where lower(table_schema) = 'public'
                          and lower(column_name) in ('user_key', 'user_keys', 'first_key', 'account_id')
                        order by 1""", String.class).stream()
                .filter(table -> !Objects.equals(
                        jdbc.queryForObject(
                                "select count(*) from " + table + " where migration_id = ?", Long.class, id.value()),
                        0L))
                .toList();
    }

    private long matchedOf(PeopleDatabase database) {
        database.matching().match(id);
        return database.people().counts(id).mapped();
    }

    private UserMappings matched(PeopleDatabase database) {
        var people = database.people();
        database.matching()
                .putPeople(
                        id, List.of(person("a", "a@site.example"), person("new", "new@site.example"), removed("gone")));
        database.matching()
                .putAccounts(
                        id,
                        List.of(
                                account("1", "a@site.example"),
                                account("2", "other@site.example"),
                                app("3", "bot@site.example"),
                                inactive("4", "left@site.example")));
        database.matching().match(id);
        return people;
    }
}
