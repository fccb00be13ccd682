package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.MigrationId;
import io.ferry.migration.PagedHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class PeopleListTest {
    /** Three pages, the last of them not full. */
    private static final int PEOPLE = 2 * PagedHash.PAGE + 100;

    private static final List<PeopleFilter> NAMED =
            List.of(PeopleFilter.LEFT_UNMAPPED, PeopleFilter.UNMATCHED, PeopleFilter.CONFLICTS);

    private final MigrationId id = MigrationId.random();

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheHashOfTheListThroughEveryChange(PeopleDatabase database) {
        // given
        var dice = new Random(7);
        var people = matched(database);
        List<Runnable> changes = List.of(
                () -> database.decisions().map(id, anybody(dice), free(people), null, "ann"),
                () -> database.decisions().leaveUnmapped(id, anybody(dice), "left in " + dice.nextInt(), "ann"),
                () -> database.decisions().undo(id, anybody(dice), "ann", null),
                () -> database.matching().recordAccount(id, anybody(dice), "new" + dice.nextInt(), dice.nextBoolean()),
                () -> leftTogether(database),
                () -> database.decisions().acceptSuggestions(id, dice.nextInt(100), "ann", false),
                () -> database.decisions().undoChange(id, lastChange(database) - dice.nextInt(5), "bob"),
                () -> database.decisions()
                        .putDecisions(id, List.of(left(anybody(dice))), List.of(anybody(dice), anybody(dice)), "ann"),
                () -> database.matching().match(id));

        for (int i = 0; i < 60; i++) {
            // when
            changes.get(dice.nextInt(changes.size())).run();

            // then
            assertThat(kept(database)).isTrue();
            assertThatTheHashIsTrue(people);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHashAnewWhatWasReadAnew(PeopleDatabase database) {
        // given
        var people = matched(database);
        var before = overview(people);

        // when
        database.matching().putPeople(id, List.of(person("z", null), person("a", null), person("Z", "z@site.example")));

        // then
        assertThat(kept(database)).isFalse();
        assertThatTheHashIsTrue(people);
        assertThat(kept(database)).isTrue();
        assertThat(overview(people).listSha256()).isNotEqualTo(before.listSha256());
        assertThat(keys(people)).containsExactly("Z", "a", "z");
    }

    @ParameterizedTest
    @EnumSource
    void shouldListNobodyWhoseDataWereErased(PeopleDatabase database) {
        var people = matched(database);
        var erasure = database.get(PeopleErasure.class);
        assertThat(erasure.has(id)).isTrue();

        erasure.erase(id);

        assertThat(erasure.has(id)).isFalse();
        assertThat(keys(people)).isEmpty();
        assertThatTheHashIsTrue(people);
        assertThat(overview(people).listSha256()).isEqualTo(new PagedHash().hex());
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeTheHashWithOnePersonAndGiveItBackWithThem(PeopleDatabase database) {
        var people = matched(database);
        var before = overview(people);

        database.decisions().leaveUnmapped(id, "key7", "left", "ann");
        var left = overview(people);
        database.decisions().leaveUnmapped(id, "key7", "left in 2019", "ann");
        var forAnotherReason = overview(people);
        database.decisions().undo(id, "key7", "ann", null);

        assertThat(left.listSha256()).isNotEqualTo(before.listSha256());
        assertThat(left.mappingVersion()).isNotEqualTo(before.mappingVersion());
        assertThat(forAnotherReason.listSha256()).isNotEqualTo(left.listSha256());
        assertThat(forAnotherReason.mappingVersion()).isEqualTo(left.mappingVersion());
        assertThat(overview(people)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTrustNoHashAfterAChangeThatForgotIt(PeopleDatabase database) {
        // given
        var people = matched(database);
        var before = overview(people);

        // when
        var change = database.get(Revisions.class).begin(id, "ann");
        database.get(UserMappingStore.class)
                .updateSettled(
                        change,
                        List.of(new UserMappingStore.Settled("key7", PersonState.LEFT_UNMAPPED, null, null, false)));
        database.get(Revisions.class).concerned(change, List.of("key7"));

        // then
        assertThat(kept(database)).isFalse();
        assertThat(overview(people).listSha256()).isNotEqualTo(before.listSha256());
        assertThatTheHashIsTrue(people);

        // and one that does not forget hashes nobody by halves
        database.decisions().map(id, "key8", free(people), null, "ann");
        assertThatTheHashIsTrue(people);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheHashOfBeforeWhereAChangeWasRefused(PeopleDatabase database) {
        var people = matched(database);
        var before = overview(people);

        assertThatThrownBy(() -> database.decisions().map(id, "key7", "nobody's", null, "ann"))
                .isInstanceOf(DecisionRefused.class);

        assertThat(kept(database)).isTrue();
        assertThat(overview(people)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepNothingThatWasHashedBeforeAChange(PeopleDatabase database) {
        // given
        var people = matched(database);
        database.matching().putAccounts(id, List.of(account("1", "1@site.example")));
        var list = database.get(PeopleList.class);
        var made = list.pages(id);

        // when
        database.decisions().leaveUnmapped(id, "key7", "left", "ann");
        list.keep(id, made);

        // then
        assertThat(made.keys()).isNotNull();
        assertThat(kept(database)).isFalse();
        assertThatTheHashIsTrue(people);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayTrueWhileManyDecideAndMatch(PeopleDatabase database) throws Exception {
        // given
        var people = matched(database);
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int n = i;
            work.add(
                    n % 20 == 0
                            ? () -> {
                                database.matching().match(id);
                                return n;
                            }
                            : n % 3 == 0
                                    ? () -> overview(people)
                                    : () -> database.decisions().leaveUnmapped(id, "key" + n * 9, "left", "ann"));
        }

        // when
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isNotNull();
            }
        }

        // then
        assertThat(kept(database)).isTrue();
        assertThatTheHashIsTrue(people);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeThePagesOfADatabaseOfBefore(PeopleDatabase database) {
        // given
        var people = matched(database);
        var before = overview(people);
        var jdbc = database.get(JdbcTemplate.class);
        jdbc.update("delete from people_page where migration_id = ?", id.value());
        jdbc.update("delete from people_page_keys where migration_id = ?", id.value());
        jdbc.update("update mapping_state set listed = -1 where migration_id = ?", id.value());

        // then
        assertThat(kept(database)).isFalse();
        assertThat(overview(people)).isEqualTo(before);
        assertThat(kept(database)).isTrue();
        assertThat(overview(people)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHashWhatTheReportOfThisVersionSays(PeopleDatabase database) {
        // given
        var people = database.people();
        database.matching()
                .putPeople(id, List.of(person("a@site.example", "a@site.example"), person("b", "b@site.example")));
        database.matching().putAccounts(id, List.of(account("1", "a@site.example")));
        database.matching().match(id);
        database.decisions().leaveUnmapped(id, "b", "left, says bob@site.example", "ann@site.example");

        // then: whoever changes this makes kept hashes untrue; ListedPerson says what else to do
        var lines = new ArrayList<String>();
        people.list(id, person -> lines.add(person.line()));
        assertThat(lines)
                .containsExactly(
                        "{\"accountId\":\"1\",\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"Ferry\",\"policy\":\"same-address\","
                                + "\"reason\":null,\"state\":\"MATCHED\",\"userKey\":\"(address)\"}",
                        "{\"accountId\":null,\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"(address)\",\"policy\":null,"
                                + "\"reason\":\"left, says (address)\",\"state\":\"LEFT_UNMAPPED\",\"userKey\":\"b\"}");
        assertThat(overview(people).listSha256())
                .isEqualTo("46bb0faa5a38071277bc343f4773cf16238478b13a999c6e4016760a2277c385");
    }

    private void assertThatTheHashIsTrue(UserMappings people) {
        var hash = new PagedHash();
        people.list(id, person -> hash.add(person.line()));
        var overview = overview(people);
        assertThat(overview.listSha256()).isEqualTo(hash.hex());
        assertThat(overview.mappingVersion()).isEqualTo(people.mapping(id).version());
        assertThat(overview.counts()).isEqualTo(people.counts(id));
        assertThat(overview.named())
                .containsExactlyElementsOf(NAMED.stream()
                        .flatMap(filter -> people.page(id, filter, "", 0, PEOPLE).people().stream())
                        .limit(150)
                        .toList());
    }

    private UserMappings.Overview overview(UserMappings people) {
        return people.overview(id, NAMED, 150);
    }

    private boolean kept(PeopleDatabase database) {
        return database.get(PeopleList.class).pages(id).keys() == null;
    }

    private List<String> keys(UserMappings people) {
        var keys = new ArrayList<String>();
        people.list(id, person -> keys.add(person.userKey()));
        return keys;
    }

    private static String anybody(Random dice) {
        return "key" + dice.nextInt(PEOPLE);
    }

    /** An account that nobody has. */
    private String free(UserMappings people) {
        return people.searchAccounts(id, "", 1000).stream()
                .filter(pick -> pick.holder() == null)
                .findFirst()
                .orElseThrow()
                .account()
                .accountId();
    }

    private long lastChange(PeopleDatabase database) {
        return database.get(Revisions.class).state(id).revision();
    }

    private void leftTogether(PeopleDatabase database) {
        var directories = database.get(InactiveDirectories.class);
        directories.leaveUnmapped(id, directories.proposal(id).people(), "left", "ann");
    }

    private static PersonDecision left(String userKey) {
        return new PersonDecision(userKey, PersonDecision.Kind.LEAVE_UNMAPPED, null, "left", "ann", Instant.EPOCH);
    }

    /** Two of three have an account; of the others some have a suggestion. */
    private UserMappings matched(PeopleDatabase database) {
        var people = database.people();
        database.matching()
                .putPeople(
                        id,
                        IntStream.range(0, PEOPLE)
                                .mapToObj(n -> n % 7 == 0
                                        ? Samples.ofDirectory("Old LDAP", "key" + n, n + "@site.example")
                                        : person("key" + n, n + "@site.example"))
                                .toList());
        database.matching()
                .putAccounts(
                        id,
                        IntStream.range(0, PEOPLE)
                                .mapToObj(n -> n % 3 > 0
                                        ? account("a" + n, n + "@site.example")
                                        : Samples.hidden("a" + n, n % 6 == 0 ? "Person key" + n : "Other " + n))
                                .toList());
        database.matching().match(id);
        return people;
    }
}
