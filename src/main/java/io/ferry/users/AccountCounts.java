package io.ferry.users;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How many accounts people have on the target.
 *
 * @param hidden those whose owner hides the address
 */
record AccountCounts(long people, long hidden) {
    static final AccountCounts NONE = new AccountCounts(0, 0);

    static AccountCounts of(Collection<TargetAccount> accounts) {
        var people = accounts.stream()
                .filter(account -> account.kind() == TargetAccount.Kind.PERSON)
                .toList();
        return new AccountCounts(
                people.size(),
                people.stream().filter(account -> account.email() == null).count());
    }

    /** The counts when one of the accounts, if it was there, has become another. */
    AccountCounts with(Optional<TargetAccount> before, TargetAccount after) {
        var less = of(before.stream().toList());
        var more = of(List.of(after));
        return new AccountCounts(people - less.people + more.people, hidden - less.hidden + more.hidden);
    }
}
