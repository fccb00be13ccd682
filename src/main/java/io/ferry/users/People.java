package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.PeopleStore.Found;
import io.ferry.users.PeopleStore.Settled;
import io.ferry.users.TargetAccount.Source;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The people of a migration: who was there, who is there, who is whom, and what people decided about it. */
@Service
public class People {

    /** One page of people, and how many there are with this filter. */
    public record Page(List<PersonStanding> people, long total, PeopleCounts counts) {
        public Page {
            people = List.copyOf(people);
        }
    }

    private final PeopleStore store;
    private final Matching matching;
    private final Clock clock;

    People(PeopleStore store, UsersProperties properties, Clock clock) {
        this.store = store;
        this.matching =
                new Matching(MatchingPolicies.allCurrentPolicies(new RenamedDomains(properties.renamedDomains())));
        this.clock = clock;
    }

    /** Takes the people of the source in place of those known so far; decisions stay. */
    @Transactional
    public void putPeople(MigrationId migration, Collection<SourcePerson> people) {
        store.replacePeople(migration, people);
    }

    /**
     * Takes the accounts of the target in place of those known so far. What Ferry learnt when it created an account stays:
     * the site may hide that address, or not list the account yet.
     */
    @Transactional
    public void putAccounts(MigrationId migration, Collection<TargetAccount> accounts) {
        var merged = new HashMap<String, TargetAccount>();
        accounts.forEach(account -> merged.put(account.accountId(), account));
        store.accounts(migration).stream()
                .filter(known -> known.source() != Source.JIRA_CLOUD)
                .forEach(known -> merged.merge(known.accountId(), known, People::withKnownAddress));
        store.replaceAccounts(migration, merged.values());
    }

    private static TargetAccount withKnownAddress(TargetAccount seen, TargetAccount known) {
        return new TargetAccount(
                seen.accountId(),
                seen.displayName(),
                seen.email() == null ? known.email() : seen.email(),
                seen.active(),
                seen.kind(),
                known.source());
    }

    /** Matches everybody anew; what people decided stays. */
    @Transactional
    public PeopleCounts match(MigrationId migration) {
        var people = store.people(migration);
        var accounts = new Accounts(store.accounts(migration));
        var decisions = store.decisions(migration);
        var taken = new HashMap<String, String>();
        decisions.values().forEach(decision -> {
            if (decision.accountId() != null) {
                taken.put(decision.accountId(), decision.userKey());
            }
        });
        var matches = matching.match(people, accounts, taken);
        var byKey = people.stream().collect(Collectors.toMap(SourcePerson::userKey, Function.identity()));
        var found = new ArrayList<Found>(people.size());
        var suggestions = new HashMap<String, List<Suggestion>>();
        matches.forEach((userKey, match) -> {
            found.add(found(byKey.get(userKey), match, accounts));
            suggestions.put(userKey, suggestions(match));
        });
        store.updateFound(migration, found);
        store.replaceSuggestions(migration, suggestions);
        settleAll(migration, found);
        return store.counts(migration);
    }

    private static Found found(@Nullable SourcePerson person, Match match, Accounts accounts) {
        if (person == null) {
            throw new IllegalStateException("Matching found somebody who was not asked for");
        }
        return switch (match) {
            case Match.Matched(var accountId, var policy) ->
                new Found(
                        person.userKey(),
                        accounts.withId(accountId)
                                        .filter(account -> account.source() == Source.CREATED_BY_FERRY)
                                        .isPresent()
                                ? PersonState.CREATED
                                : PersonState.MATCHED,
                        accountId,
                        policy,
                        null,
                        false);
            case Match.Conflicting(var conflict, var suggestions) ->
                new Found(person.userKey(), PersonState.CONFLICT, null, null, conflict, false);
            case Match.Unmatched(var suggestions) ->
                new Found(
                        person.userKey(),
                        suggestions.isEmpty() ? PersonState.UNMATCHED : PersonState.SUGGESTED,
                        null,
                        null,
                        null,
                        isCreatable(person));
        };
    }

    /** Nobody shares the address of an unmatched person, for a shared one is a conflict. */
    private static boolean isCreatable(SourcePerson person) {
        return person.active()
                && !person.removed()
                && person.address().filter(EmailAddress::canReceiveMail).isPresent();
    }

    private static List<Suggestion> suggestions(Match match) {
        return switch (match) {
            case Match.Matched matched -> List.of();
            case Match.Conflicting(var conflict, var suggestions) -> suggestions;
            case Match.Unmatched(var suggestions) -> suggestions;
        };
    }

    private void settleAll(MigrationId migration, Collection<Found> found) {
        var decisions = store.decisions(migration);
        var accountIds =
                store.accounts(migration).stream().map(TargetAccount::accountId).collect(Collectors.toSet());
        var decided = decisions.values().stream()
                .flatMap(decision -> Optional.ofNullable(decision.accountId()).stream())
                .collect(Collectors.toSet());
        store.replaceSettled(
                migration,
                found.stream()
                        .map(one -> settle(one, decisions.get(one.userKey()), accountIds, decided))
                        .toList());
    }

    private static Settled settle(
            Found found, @Nullable Decision decision, Set<String> accountIds, Set<String> takenByOthers) {
        if (decision != null && decision.kind() == Decision.Kind.LEAVE_UNMAPPED) {
            return new Settled(found.userKey(), PersonState.LEFT_UNMAPPED, null, null, false);
        }
        if (decision != null && decision.accountId() != null) {
            return accountIds.contains(decision.accountId())
                    ? new Settled(found.userKey(), PersonState.MAPPED_BY_HAND, decision.accountId(), null, false)
                    : new Settled(found.userKey(), PersonState.CONFLICT, null, Conflict.TARGET_GONE, false);
        }
        if (found.accountId() != null && takenByOthers.contains(found.accountId())) {
            return new Settled(found.userKey(), PersonState.CONFLICT, null, Conflict.TARGET_TAKEN, false);
        }
        return new Settled(found.userKey(), found.state(), found.accountId(), found.conflict(), found.creatable());
    }

    /** How many people stand where. */
    public PeopleCounts counts(MigrationId migration) {
        return store.counts(migration);
    }

    /** A page of people, in the order of their keys. */
    @Transactional(readOnly = true)
    public Page page(MigrationId migration, PeopleFilter filter, int page, int size) {
        return new Page(
                store.page(migration, filter, page, size), store.count(migration, filter), store.counts(migration));
    }

    /** Everybody, in the order of their keys. */
    @Transactional(readOnly = true)
    public List<PersonStanding> all(MigrationId migration) {
        return store.all(migration);
    }

    /** People for whom Ferry can create an account: active, undecided, with a valid address that nobody shares. */
    @Transactional(readOnly = true)
    public List<PersonStanding> creatable(MigrationId migration) {
        return store.creatable(migration);
    }

    /** Gives a person this account. */
    @Transactional
    public PersonStanding map(
            MigrationId migration, String userKey, String accountId, @Nullable String reason, String by) {
        return decide(migration, new Decision(userKey, Decision.Kind.MAP, accountId, reason, by, clock.instant()));
    }

    /** Decides that a person shall have no account; permanent in the app, so a reason is needed. */
    @Transactional
    public PersonStanding leaveUnmapped(MigrationId migration, String userKey, @Nullable String reason, String by) {
        return decide(
                migration, new Decision(userKey, Decision.Kind.LEAVE_UNMAPPED, null, reason, by, clock.instant()));
    }

    /** Takes the decision about a person back; what matching found stands again. */
    @Transactional
    public PersonStanding undo(MigrationId migration, String userKey) {
        var found = store.found(migration, userKey).orElseThrow(DecisionRefused::noSuchPerson);
        store.removeDecisions(migration, List.of(userKey));
        var taken = Optional.ofNullable(found.accountId())
                .filter(account -> store.holder(migration, account)
                        .filter(holder -> !holder.equals(userKey))
                        .isPresent())
                .map(Set::of)
                .orElse(Set.of());
        return settled(migration, settle(found, null, Set.of(), taken));
    }

    private PersonStanding decide(MigrationId migration, Decision decision) {
        var found = store.found(migration, decision.userKey()).orElseThrow(DecisionRefused::noSuchPerson);
        check(decision, id -> store.account(migration, id), id -> store.holder(migration, id));
        store.putDecisions(migration, List.of(decision));
        var accountIds = decision.accountId() == null ? Set.<String>of() : Set.of(decision.accountId());
        return settled(migration, settle(found, decision, accountIds, Set.of()));
    }

    private PersonStanding settled(MigrationId migration, Settled settled) {
        try {
            store.updateSettled(migration, List.of(settled));
        } catch (DuplicateKeyException someoneWasFaster) {
            throw DecisionRefused.taken("of somebody who was given it just now");
        }
        return store.find(migration, settled.userKey()).orElseThrow(DecisionRefused::noSuchPerson);
    }

    /** Refuses a decision that cannot stand. */
    static void check(
            Decision decision,
            Function<String, Optional<TargetAccount>> accounts,
            Function<String, Optional<String>> holders) {
        if (decision.kind() == Decision.Kind.LEAVE_UNMAPPED && decision.reason() == null) {
            throw DecisionRefused.reasonMissing();
        }
        var accountId = decision.accountId();
        if (accountId != null) {
            var account = accounts.apply(accountId).orElseThrow(DecisionRefused::noSuchAccount);
            if (account.kind() != TargetAccount.Kind.PERSON) {
                throw DecisionRefused.notAPerson();
            }
            holders.apply(accountId)
                    .filter(holder -> !holder.equals(decision.userKey()))
                    .ifPresent(holder -> {
                        throw DecisionRefused.taken(holder);
                    });
        }
    }

    /** Takes over decisions that were checked together, and takes others back. */
    @Transactional
    void putDecisions(MigrationId migration, Collection<Decision> decisions, Collection<String> undone) {
        store.removeDecisions(migration, undone);
        store.putDecisions(migration, decisions);
        settleAll(migration, store.found(migration));
    }

    /**
     * Takes down the account that the site gave to a person when Ferry asked for it.
     *
     * @param created whether it was made for this; otherwise it was there already
     */
    @Transactional
    public void recordAccount(MigrationId migration, String userKey, String accountId, boolean created) {
        var person = store.find(migration, userKey)
                .orElseThrow(DecisionRefused::noSuchPerson)
                .person();
        var source = created ? Source.CREATED_BY_FERRY : Source.CONFIRMED_BY_SITE;
        store.putAccount(
                migration,
                new TargetAccount(
                        accountId, person.displayName(), person.email(), true, TargetAccount.Kind.PERSON, source));
        var taken = store.holder(migration, accountId)
                .filter(holder -> !holder.equals(userKey))
                .isPresent();
        var found = taken
                ? new Found(userKey, PersonState.CONFLICT, null, null, Conflict.TARGET_TAKEN, false)
                : new Found(
                        userKey,
                        created ? PersonState.CREATED : PersonState.MATCHED,
                        accountId,
                        "same-address",
                        null,
                        false);
        store.updateFound(migration, List.of(found));
        store.updateSettled(migration, List.of(settle(found, null, Set.of(), Set.of())));
    }

    /** Whether this account was there when the target's accounts were read, or was taken down since. */
    public boolean knowsAccount(MigrationId migration, String accountId) {
        return store.account(migration, accountId).isPresent();
    }

    /** Who stands for whom now. */
    @Transactional(readOnly = true)
    public Mapping mapping(MigrationId migration) {
        return store.mapping(migration);
    }

    /** Erases all that is known of this migration's people; returns how many records that were. */
    @Transactional
    public long erase(MigrationId migration) {
        return store.erase(migration);
    }

    Map<String, TargetAccount> accountsById(MigrationId migration) {
        return store.accounts(migration).stream()
                .collect(Collectors.toMap(TargetAccount::accountId, Function.identity()));
    }
}
