package io.ferry.process.verify;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.migration.MigrationId;
import io.ferry.remote.Masking;
import io.ferry.users.AddressBook;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserMappings;
import io.ferry.verification.IssueSamples.Assignee;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * To whom issues are expected to be assigned after the import, which knows addresses only: nothing of what people decided, nor of
 * accounts that were made after it. People are named by their user keys.
 */
@Component
class ExpectedAssignees {
    private static final AddressBook.Owners NOBODY = new AddressBook.Owners(Map.of(), Set.of());

    private final UserMappings people;
    private final AddressBook addressBook;

    ExpectedAssignees(UserMappings people, AddressBook addressBook) {
        this.people = people;
        this.addressBook = addressBook;
    }

    /**
     * What is to be expected of people, by user key.
     *
     * @param found ids of the accounts that issues are assigned to now
     */
    Map<String, Assignee> of(MigrationId id, Set<String> userKeys, Set<String> found) {
        var mappings = people.withKeys(id, userKeys);
        var others = mappings.stream()
                .filter(mapping -> !isByAddress(mapping))
                .flatMap(mapping -> mapping.person().address().stream())
                .collect(Collectors.toSet());
        var owners = others.isEmpty() ? NOBODY : addressBook.owners(id, others);
        var accounts =
                mappings.stream().allMatch(ExpectedAssignees::isByAddress) ? Map.<String, Known>of() : known(id, found);
        return mappings.stream()
                .collect(Collectors.toMap(
                        mapping -> mapping.person().userKey(),
                        mapping -> isByAddress(mapping)
                                ? Assignee.byAddress(accountId(mapping))
                                : expected(mapping, accounts, owners)));
    }

    /** Who else has the person's address: in the cloud one address is one account, which bears one of their names. */
    private static List<SourcePerson> sharing(SourcePerson person, AddressBook.Owners owners) {
        return person.address().stream()
                .flatMap(address -> owners.people().getOrDefault(address, List.of()).stream())
                .filter(other -> !other.userKey().equals(person.userKey()))
                .toList();
    }

    private static Assignee expected(PersonMapping mapping, Map<String, Known> accounts, AddressBook.Owners owners) {
        var follows = new HashMap<String, String>();
        var sharing = sharing(mapping.person(), owners);
        if (mapping.person().address().filter(owners.accounts()::contains).isEmpty()) {
            follows.put("", "nobody: there is no account with the person’s address, by which Jira’s import goes");
        }
        accounts.forEach(
                (foundId, known) -> known.whyOf(mapping.person(), sharing).ifPresent(why -> follows.put(foundId, why)));
        return new Assignee(accountId(mapping), decided(mapping), follows);
    }

    private static String accountId(PersonMapping mapping) {
        return Optional.ofNullable(mapping.account())
                .map(TargetAccount::accountId)
                .orElse("");
    }

    /** Matched by exactly the address that the import knows too. */
    private static boolean isByAddress(PersonMapping mapping) {
        var account = mapping.account();
        return mapping.state() == PersonState.MATCHED
                && account != null
                && (account.email() == null
                        || isSame(account.address(), mapping.person().address()));
    }

    private static String decided(PersonMapping mapping) {
        // Keys and names, too, may be addresses.
        var key = Masking.mask(mapping.person().userKey());
        var decision = mapping.decision();
        var by = decision == null
                ? ""
                : " by " + Masking.mask(decision.by()) + " on "
                        + decision.at().atOffset(ZoneOffset.UTC).toLocalDate();
        return switch (mapping.state()) {
            case MATCHED -> key + ": matched by another address (" + mapping.policy() + ")";
            case MAPPED_MANUALLY -> key + ": given an account" + by;
            case CREATED -> key + ": an account created by Ferry after the import";
            case LEFT_UNMAPPED -> key + ": left without an account" + by;
            case CONFLICT, SUGGESTED, UNMATCHED -> key + ": without an account, as nobody decided";
        };
    }

    private Map<String, Known> known(MigrationId id, Set<String> found) {
        return found.stream()
                .flatMap(accountId -> people.searchAccounts(id, accountId, 1).stream()
                        .filter(pick -> pick.account().accountId().equals(accountId)))
                .collect(Collectors.toMap(
                        pick -> pick.account().accountId(), pick -> new Known(pick.account(), pick.holder())));
    }

    /** An account of the target, and the person of the source for whom it stands, if it does. */
    private record Known(TargetAccount account, @Nullable SourcePerson holder) {

        /** Why an issue of this person is assigned to the account; empty where nothing explains it. */
        Optional<String> whyOf(SourcePerson person, List<SourcePerson> sharing) {
            if (isSame(account.address(), person.address())) {
                return Optional.of("the account with the person’s address, by which Jira’s import goes");
            }
            if (holder != null && isSame(holder.address(), person.address())) {
                return Optional.of("the account of " + Masking.mask(holder.userKey()) + ", who has the same address");
            }
            if (account.email() != null || holder != null) {
                return Optional.empty();
            }
            if (isSameName(account.displayName(), person.displayName())) {
                return Optional.of("an account of the same name that hides its address");
            }
            return sharing.stream()
                    .filter(other -> isSameName(account.displayName(), other.displayName()))
                    .findFirst()
                    .map(other -> "an account that hides its address, of the name of " + Masking.mask(other.userKey())
                            + ", who has the same address");
        }
    }

    private static boolean isSame(Optional<EmailAddress> one, Optional<EmailAddress> other) {
        return one.isPresent() && one.equals(other);
    }

    private static boolean isSameName(@Nullable String one, @Nullable String other) {
        return one != null && other != null && one.strip().equalsIgnoreCase(other.strip());
    }
}
