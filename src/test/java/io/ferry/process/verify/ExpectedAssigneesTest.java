package io.ferry.process.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.process.common.WorkerBench;
import io.ferry.users.AddressBook;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectedAssigneesTest {
    private final UserMappings people = mock();
    private final Map<String, PersonMapping> mappings = new HashMap<>();
    private final Map<String, UserMappings.Pick> accounts = new HashMap<>();
    private final AddressBook addressBook = mock();
    private final ExpectedAssignees expected = new ExpectedAssignees(people, addressBook);

    ExpectedAssigneesTest() {
        when(people.withKeys(any(), any()))
                .thenAnswer(call -> call.<Collection<String>>getArgument(1).stream()
                        .flatMap(key -> Optional.ofNullable(mappings.get(key)).stream())
                        .toList());
        when(addressBook.owners(any(), any()))
                .thenAnswer(call -> new AddressBook.Owners(
                        mappings.values().stream()
                                .map(PersonMapping::person)
                                .filter(person -> person.address()
                                        .filter(call.<Set<EmailAddress>>getArgument(1)::contains)
                                        .isPresent())
                                .collect(Collectors.groupingBy(
                                        person -> person.address().orElseThrow())),
                        accounts.values().stream()
                                .flatMap(pick -> pick.account().address().stream())
                                .collect(Collectors.toSet())));
        when(people.searchAccounts(any(), any(), anyInt()))
                .thenAnswer(call -> accounts.values().stream()
                        .filter(pick -> (pick.account().accountId() + " "
                                        + pick.account().email())
                                .contains(call.<String>getArgument(1).toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Test
    void shouldExpectTheAccountOfTheAddressAndNothingElse() {
        person("ann", "ann@site.example", PersonState.MATCHED, account("1", "Ann@Site.Example"), null);

        assertThat(of("ann", "2")).isEqualTo(Assignee.byAddress("1"));
    }

    @Test
    void shouldExplainWhomAPersonLeftUnmapped() {
        // given: two share an address; the one who has the account is bob
        person("bob", "team@site.example", PersonState.MATCHED, account("1", "team@site.example"), null);
        person("ann", "Team@site.example", PersonState.LEFT_UNMAPPED, null, decision("ann", null));
        held("1", "team@site.example", "bob");
        held("2", "cy@site.example", "cy");

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
                "old@site.example",
                PersonState.MAPPED_MANUALLY,
                account("1", "new@site.example"),
                decision("ann", "1"));
        held("1", "new@site.example", "ann");
        held("2", "cy@site.example", "cy");

        // when
        var ann = of("ann", "2");

        // then
        assertThat(ann.accountId()).isEqualTo("1");
        assertThat(ann.decided()).isEqualTo("ann: given an account by bo on 2026-01-05");
        assertThat(ann.follows()).containsOnlyKeys("");
    }

    @Test
    void shouldCompareAddressesAsTheMappingDoes() {
        // given one address: with a blank that nobody sees, a domain in its other form, and a dot at the end
        person(
                "ann",
                "ann\u200B@b\u00FCcher.example",
                PersonState.MATCHED,
                account("1", "Ann@xn--bcher-kva.example."),
                null);
        person("bob", "Bob@xn--bcher-kva.example", PersonState.LEFT_UNMAPPED, null, decision("bob", null));
        person("cy", "bob@b\u00FCcher.example", PersonState.LEFT_UNMAPPED, null, decision("cy", null));
        held("2", "\u00A0bob@b\u00FCcher.example", null);
        named("cy", "Cy Young");
        accounts.put("3", new UserMappings.Pick(accountOf("3", "Cy Young"), null));

        // when, then
        assertThat(of("ann", "1")).isEqualTo(Assignee.byAddress("1"));
        assertThat(of("bob", "2", "3").follows()).containsOnlyKeys("2", "3");
    }

    @Test
    void shouldTakeAHiddenAccountOfTheSameNameForThePersons() {
        person("ann", "ann@site.example", PersonState.UNMATCHED, null, null);
        held("1", null, null);

        assertThat(of("ann", "1").follows()).containsOnlyKeys("", "1");
        assertThat(of("ann", "1").decided()).isEqualTo("ann: without an account, as nobody decided");
    }

    @Test
    void shouldTakeAHiddenAccountOfTheNameOfSomebodyWithTheSameAddressForBoth() {
        // given: in the cloud one address is one account, and it bears the name of one of the two
        person("ann", "team@site.example", PersonState.LEFT_UNMAPPED, null, decision("ann", null));
        person("bob", "Team@site.example", PersonState.LEFT_UNMAPPED, null, decision("bob", null));
        person("cy", "cy@site.example", PersonState.LEFT_UNMAPPED, null, decision("cy", null));
        named("bob", "Bob Barker");
        named("cy", "Cy Young");
        accounts.put("1", new UserMappings.Pick(accountOf("1", "Bob Barker"), null));
        accounts.put("2", new UserMappings.Pick(accountOf("2", "Cy Young"), null));

        // when, then
        assertThat(of("ann", "1", "2").follows()).containsOnlyKeys("", "1");
        assertThat(of("ann", "1", "2").follows().get("1")).contains("bob");
    }

    private void named(String key, String displayName) {
        mappings.computeIfPresent(
                key,
                (same, mapping) -> new PersonMapping(
                        new SourcePerson(key, key, displayName, mapping.person().email(), true, false),
                        mapping.state(),
                        mapping.account(),
                        mapping.policy(),
                        null,
                        false,
                        mapping.decision(),
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
        accounts.put(
                accountId,
                new UserMappings.Pick(
                        account(accountId, email),
                        Optional.ofNullable(holder)
                                .map(mappings::get)
                                .map(PersonMapping::person)
                                .orElse(null)));
    }

    private void person(
            String key,
            String email,
            PersonState state,
            @Nullable TargetAccount account,
            @Nullable PersonDecision decision) {
        mappings.put(
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
