package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.named;
import static io.ferry.users.Samples.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.migration.MigrationId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccountListTest {

    private final MigrationId id = MigrationId.random();
    private final UserMappings people = PeopleDatabase.H2.people();
    private final UserMatching matching = PeopleDatabase.H2.matching();

    @Test
    void shouldListMissingPeopleByAddressesThatCanBeInvited() {
        // given blanks that nobody sees, and the dot of the root
        matching.putPeople(id, List.of(named("ann", "Ann Archer", "\u200BAnn@site.test.\u00A0")));
        matching.match(id);

        // when
        var out = new StringBuilder();
        new AccountList(people, matching, new UsersProperties(Map.of(), Set.of("jira-software"), null))
                .writeMissing(id, out);

        // then
        assertThat(out.toString().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("ann@site.test,Ann Archer,ann,");
    }

    @Test
    void shouldTellWhoseAnAddressIsWhateverItsSpelling() {
        // given
        matching.putPeople(id, List.of(person("ann", "\u00A0Ann@b\u00FCcher.test"), person("bob", "bob@site.test")));
        matching.putAccounts(id, List.of(account("1", "ann@xn--bcher-kva.test."), account("2", null)));
        var ann = EmailAddress.of("ann@b\u00FCcher.test").orElseThrow();
        var cy = EmailAddress.of("cy@site.test").orElseThrow();

        // when
        var owners = PeopleDatabase.H2.get(AddressBook.class).owners(id, Set.of(ann, cy));

        // then
        assertThat(owners.accounts()).containsExactly(ann);
        assertThat(owners.people().getOrDefault(ann, List.of()).stream()
                        .map(SourcePerson::userKey)
                        .collect(Collectors.toSet()))
                .containsExactly("ann");
        assertThat(owners.people()).containsOnlyKeys(ann);
    }
}
