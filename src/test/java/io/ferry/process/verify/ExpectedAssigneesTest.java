package io.ferry.process.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.process.common.WorkerBench;
import io.ferry.users.PersonDecision;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserMappings;
import io.ferry.verification.IssueSamples.Assignee;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectedAssigneesTest {
    private final UserMappings people = mock();
    private final Map<String, PersonMapping> standings = new HashMap<>();
    private final Map<String, UserMappings.Pick> accounts = new HashMap<>();
    private final ExpectedAssignees expected = new ExpectedAssignees(people);

    ExpectedAssigneesTest() {
        when(people.withKeys(any(), any()))
                .thenAnswer(call -> call.<Collection<String>>getArgument(1).stream()
                        .flatMap(key -> Optional.ofNullable(standings.get(key)).stream())
                        .toList());
        when(people.page(any(), any(), any(), anyInt(), anyInt())).thenAnswer(call -> {
            var found = standings.values().stream()
                    .filter(standing -> String.valueOf(standing.person().email())
                            .toLowerCase(Locale.ROOT)
                            .contains(call.<String>getArgument(2).toLowerCase(Locale.ROOT)))
                    .toList();
            return new UserMappings.Page(found, found.size(), mock(), 1);
        });
        when(people.searchAccounts(any(), any(), anyInt()))
                .thenAnswer(call -> accounts.values().stream()
                        .filter(pick -> (pick.account().accountId() + " "
                                        + pick.account().email())
                                .contains(call.<String>getArgument(1).toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Test
    void shouldExpectTheAccountOfTheAddressAndNothingElse() {
        person("ann", "ann@example.com", PersonState.MATCHED, account("1", "Ann@Example.com"), null);

        assertThat(of("ann", "2")).isEqualTo(Assignee.byAddress("1"));
    }

    @Test
    void shouldExplainWhomAPersonLeftUnmapped() {
        // given: two share an address; the one who has the account is bob
        person("bob", "team@example.com", PersonState.MATCHED, account("1", "team@example.com"), null);
        person("ann", "Team@example.com", PersonState.LEFT_UNMAPPED, null, decision("ann", null));
        held("1", "team@example.com", "bob");
        held("2", "cy@example.com", "cy");

        // when
        var ann = of("ann", "1", "2", "unknown");

        // then
        assertThat(ann.accountId()).isEmpty();
        assertThat(ann.decided()).isEqualTo("ann: left without an account by bo on 2026-01-05");
        assertThat(ann.follows()).containsOnlyKeys("1");
    }

    @Test
    void shouldExplainThatTheImportKnowsNothingOfAnAccountPickedByHand() {
        // given
        person(
                "ann",
                "old@example.com",
                PersonState.MAPPED_MANUALLY,
                account("1", "new@example.com"),
                decision("ann", "1"));
        held("1", "new@example.com", "ann");
        held("2", "cy@example.com", "cy");

        // when
        var ann = of("ann", "2");

        // then
        assertThat(ann.accountId()).isEqualTo("1");
        assertThat(ann.decided()).isEqualTo("ann: given an account by bo on 2026-01-05");
        assertThat(ann.follows()).containsOnlyKeys("");
    }

    @Test
    void shouldTakeAHiddenAccountOfTheSameNameForThePersons() {
        person("ann", "ann@example.com", PersonState.UNMATCHED, null, null);
        held("1", null, null);

        assertThat(of("ann", "1").follows()).containsOnlyKeys("", "1");
        assertThat(of("ann", "1").decided()).isEqualTo("ann: without an account, as nobody decided");
    }

    @Test
    void shouldTakeAHiddenAccountOfTheNameOfSomebodyWithTheSameAddressForBoth() {
        // given: in the cloud one address is one account, and it bears the name of one of the two
        person("ann", "team@example.com", PersonState.LEFT_UNMAPPED, null, decision("ann", null));
        person("bob", "Team@example.com", PersonState.LEFT_UNMAPPED, null, decision("bob", null));
        person("cy", "cy@example.com", PersonState.LEFT_UNMAPPED, null, decision("cy", null));
        named("bob", "Bob Barker");
        named("cy", "Cy Young");
        accounts.put("1", new UserMappings.Pick(accountOf("1", "Bob Barker"), null));
        accounts.put("2", new UserMappings.Pick(accountOf("2", "Cy Young"), null));

        // when, then
        assertThat(of("ann", "1", "2").follows()).containsOnlyKeys("", "1");
        assertThat(of("ann", "1", "2").follows().get("1")).contains("bob");
    }

    private void named(String key, String displayName) {
        standings.computeIfPresent(
                key,
                (same, standing) -> new PersonMapping(
                        new SourcePerson(
                                key, key, displayName, standing.person().email(), true, false),
                        standing.state(),
                        standing.account(),
                        standing.policy(),
                        null,
                        false,
                        standing.decision(),
                        List.of(),
                        1,
                        null));
    }

    private static TargetAccount accountOf(String id, String displayName) {
        return new TargetAccount(
                id, displayName, null, true, TargetAccount.Kind.PERSON, TargetAccount.Source.JIRA_CLOUD);
    }

    private Assignee of(String userKey, String... found) {
        return Objects.requireNonNull(expected.of(WorkerBench.ID, Set.of(userKey), Set.copyOf(List.of(found)))
                .get(userKey));
    }

    private void held(String accountId, @Nullable String email, @Nullable String holder) {
        accounts.put(accountId, new UserMappings.Pick(account(accountId, email), holder));
    }

    private void person(
            String key,
            String email,
            PersonState state,
            @Nullable TargetAccount account,
            @Nullable PersonDecision decision) {
        standings.put(
                key,
                new PersonMapping(
                        new SourcePerson(key, key, "Same Name", email, true, false),
                        state,
                        account,
                        account == null ? null : "same-address",
                        null,
                        false,
                        decision,
                        List.of(),
                        1,
                        null));
        Stream.ofNullable(account).forEach(has -> held(has.accountId(), has.email(), key));
    }

    private static PersonDecision decision(String key, @Nullable String accountId) {
        var kind = accountId == null ? PersonDecision.Kind.LEAVE_UNMAPPED : PersonDecision.Kind.MAP;
        return new PersonDecision(key, kind, accountId, "because", "bo", WorkerBench.NOW);
    }

    private static TargetAccount account(String id, @Nullable String email) {
        return new TargetAccount(
                id, "Same Name", email, true, TargetAccount.Kind.PERSON, TargetAccount.Source.JIRA_CLOUD);
    }
}
