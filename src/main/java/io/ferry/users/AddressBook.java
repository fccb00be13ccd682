package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.migration.MigrationId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whose an address is, at the source and in the target. */
@Service
public class AddressBook {

    /**
     * Who has which address.
     *
     * @param people of the source, by address
     * @param accounts addresses that an account of the target has
     */
    public record Owners(Map<EmailAddress, List<SourcePerson>> people, Set<EmailAddress> accounts) {
        public Owners {
            people = Map.copyOf(people);
            accounts = Set.copyOf(accounts);
        }
    }

    private final UserMappingStore store;
    private final TargetAccountStore accounts;

    AddressBook(UserMappingStore store, TargetAccountStore accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    /** {@return who has these addresses; reads everybody} */
    @Transactional(readOnly = true)
    public Owners owners(MigrationId migration, Set<EmailAddress> addresses) {
        return new Owners(
                store.people(migration).stream()
                        .filter(person ->
                                person.address().filter(addresses::contains).isPresent())
                        .collect(
                                Collectors.groupingBy(person -> person.address().orElseThrow())),
                accounts.all(migration).stream()
                        .flatMap(account -> account.address().stream())
                        .filter(addresses::contains)
                        .collect(Collectors.toSet()));
    }
}
