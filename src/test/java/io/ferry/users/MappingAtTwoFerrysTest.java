package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.MigrationId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** People are mapped by pages whose requests reach now one Ferry, now another. Each keeps its own view of everybody in memory. */
class MappingAtTwoFerrysTest {
    private static final int PEOPLE = 60;

    private final MigrationId id = MigrationId.random();
    private final PeopleDatabase here = PeopleDatabase.POSTGRESQL;
    private final AnnotationConfigApplicationContext there = here.anotherFerry();

    @BeforeEach
    void matchNobody() {
        here.matching().putPeople(id, each(n -> person("p" + n, null)));
        here.matching().putAccounts(id, each(n -> account("a" + n, null)));
        here.matching().match(id);
        // Both have looked at everybody.
        assertThat(here.people().counts(id).undecided()).isEqualTo(PEOPLE);
        assertThat(peopleThere().counts(id).undecided()).isEqualTo(PEOPLE);
    }

    @AfterEach
    void stop() {
        there.close();
    }

    @Test
    void shouldShowAtOneAtOnceWhatWasDecidedAtTheOther() {
        var seen = peopleThere().page(id, PeopleFilter.ALL, "", 0, 10).revision();

        here.decisions().map(id, "p7", "a7", null, "ann");
        there.getBean(UserDecisions.class).leaveUnmapped(id, "p8", "left in 2019", "bob");

        for (var people : List.of(here.people(), peopleThere())) {
            assertThat(people.page(id, PeopleFilter.MAPPED_MANUALLY, "p7", 0, 10)
                            .total())
                    .isEqualTo(1);
            assertThat(people.counts(id).leftUnmapped()).isEqualTo(1);
            assertThat(people.counts(id).undecided()).isEqualTo(PEOPLE - 2);
            assertThat(people.changesSince(id, seen).people())
                    .extracting(mapping -> mapping.person().userKey())
                    .containsExactly("p8", "p7");
        }
    }

    @Test
    void shouldRefuseADecisionThatRestsOnWhatTheOtherHasChanged() {
        var seen = here.people()
                .page(id, PeopleFilter.ALL, "p7", 0, 10)
                .people()
                .getFirst()
                .revision();
        there.getBean(UserDecisions.class).map(id, "p7", "a7", null, "bob", seen);

        assertThatThrownBy(() -> here.decisions().leaveUnmapped(id, "p7", "left in 2019", "ann", seen))
                .isInstanceOfSatisfying(
                        ChangedMeanwhile.class,
                        changed -> assertThat(changed.now().changedBy()).isEqualTo("bob"));
        assertThatThrownBy(() -> here.decisions().map(id, "p8", "a7", null, "ann"))
                .isInstanceOf(DecisionRefused.class);
    }

    @Test
    void shouldKeepEveryDecisionOfPeopleWhoWorkAtBothAtTheSameTime() throws Exception {
        var decisions = List.of(here.decisions(), there.getBean(UserDecisions.class));
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<PersonMapping>> all =
                    each(n -> () -> decisions.get(n % 2).map(id, "p" + n, "a" + n, null, "ann"));
            for (Future<PersonMapping> decided : threads.invokeAll(all)) {
                assertThat(decided.get().state()).isEqualTo(PersonState.MAPPED_MANUALLY);
            }
        }

        for (var people : List.of(here.people(), peopleThere())) {
            assertThat(people.counts(id).undecided()).isZero();
            assertThat(people.all(id))
                    .allSatisfy(mapping -> assertThat(mapping.decision())
                            .extracting(PersonDecision::accountId)
                            .isEqualTo("a" + mapping.person().userKey().substring(1)));
        }
        assertThat(here.people().mapping(id)).isEqualTo(peopleThere().mapping(id));
    }

    @Test
    void shouldForgetEverybodyWhomTheOtherErased() {
        here.get(PeopleErasure.class).erase(id);

        assertThat(peopleThere().counts(id).people()).isZero();
        assertThat(peopleThere().counts(id).accounts()).isZero();
        assertThat(peopleThere().page(id, PeopleFilter.ALL, "", 0, 10).people()).isEmpty();
        assertThat(peopleThere().searchAccounts(id, "", 10)).isEmpty();
    }

    private UserMappings peopleThere() {
        return there.getBean(UserMappings.class);
    }

    private static <T> List<T> each(IntFunction<T> one) {
        return IntStream.range(0, PEOPLE).mapToObj(one).toList();
    }
}
