package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.TargetAccount.Source;
import io.ferry.users.UserMappingStore.Found;
import io.ferry.users.UserMappingStore.StoredMapping;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what the sites tell of people and accounts, and finds out who is whom; decides nothing that a person must decide. */
@Service
public class UserMatching {

    private final UserMappingStore store;
    private final TargetAccountStore accounts;
    private final DecisionStore decisions;
    private final Revisions revisions;
    private final PeopleList list;
    private final Matching matching;
    private final Clock clock;

    UserMatching(
            UserMappingStore store,
            TargetAccountStore accounts,
            DecisionStore decisions,
            Revisions revisions,
            PeopleList list,
            UsersProperties properties,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.decisions = decisions;
        this.revisions = revisions;
        this.list = list;
        this.matching =
                new Matching(MatchingPolicies.allCurrentPolicies(new RenamedDomains(properties.renamedDomains())));
        this.clock = clock;
    }

    /** Takes the people of the source in place of those known so far; decisions stay. */
    @Transactional
    public void putPeople(MigrationId migration, Collection<SourcePerson> people) {
        var change = revisions.begin(migration, null);
        store.replacePeople(change, people);
        // Until they are matched, which may be days later, each account that somebody chose is held by its person.
        var decided = decisions.all(migration);
        var chosen = decided.values().stream()
                .map(PersonDecision::accountId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var there = accounts.withIds(migration, List.copyOf(chosen)).keySet();
        store.updateSettled(
                change,
                store.storedMappings(migration).stream()
                        .map(StoredMapping::found)
                        .filter(found -> decided.containsKey(found.userKey()))
                        .map(found -> MappingRules.settle(found, decided.get(found.userKey()), there, chosen))
                        .toList());
        revisions.concernedEverybody(change);
        revisions.matchedAt(migration, null);
    }

    /**
     * Takes the accounts of the target in place of those known so far. What Ferry learnt when it created an account stays:
     * the site may hide that address, or not list the account yet. Hidden addresses are filled in from what the
     * organisation told.
     */
    @Transactional
    public void putAccounts(MigrationId migration, Collection<TargetAccount> told) {
        var change = revisions.begin(migration, null);
        var merged = new HashMap<String, TargetAccount>();
        told.forEach(account -> merged.put(account.accountId(), account));
        accounts.all(migration).stream()
                .filter(known -> known.source().tellsOfAnAccount())
                .forEach(known -> merged.merge(known.accountId(), known, UserMatching::withKnownAddress));
        for (var source : List.of(Source.ORGANISATION, Source.ADMIN_EXPORT)) {
            accounts.addresses(migration, source)
                    .forEach((accountId, email) -> merged.computeIfPresent(
                            accountId, (id, seen) -> seen.email() == null ? seen.withAddress(email, source) : seen));
        }
        accounts.replace(migration, merged.values());
        revisions.concernedAccounts(change, AccountCounts.of(merged.values()));
    }

    private static TargetAccount withKnownAddress(TargetAccount seen, TargetAccount known) {
        return seen.withAddress(seen.email() == null ? known.email() : seen.email(), known.source());
    }

    /**
     * Takes the addresses that the organisation tells in place of those it told before. They count only for accounts that
     * the site lists: who has no access to the site cannot stand for anybody.
     *
     * @param addresses e-mail addresses by account id
     * @return how many accounts of the site got an address that the site hides
     */
    @Transactional
    public int putAddresses(MigrationId migration, Source source, Map<String, String> addresses) {
        var change = revisions.begin(migration, null);
        accounts.replaceAddresses(migration, source, addresses);
        var known = accounts.all(migration).stream()
                .map(account -> account.source() == source
                        ? account.withAddress(addresses.get(account.accountId()), Source.JIRA_CLOUD)
                        : account)
                .map(account -> account.email() == null && addresses.containsKey(account.accountId())
                        ? account.withAddress(addresses.get(account.accountId()), source)
                        : account)
                .toList();
        accounts.replace(migration, known);
        revisions.concernedAccounts(change, AccountCounts.of(known));
        return (int)
                known.stream().filter(account -> account.source() == source).count();
    }

    /** Matches everybody anew; what people decided stays. */
    @Transactional
    public void match(MigrationId migration) {
        var change = revisions.begin(migration, null);
        var people = store.people(migration);
        var known = new Accounts(accounts.all(migration));
        var decided = decisions.all(migration);
        var taken = new HashMap<String, String>();
        decided.values().forEach(decision -> {
            if (decision.accountId() != null) {
                taken.put(decision.accountId(), decision.userKey());
            }
        });
        var matches = matching.match(people, known, taken);
        var there = taken.keySet().stream()
                .filter(accountId -> known.withId(accountId).isPresent())
                .collect(Collectors.toSet());
        var before = new HashSet<>(store.storedMappings(migration));
        var mappings = new ArrayList<StoredMapping>(people.size());
        var suggestions = new HashMap<String, List<Suggestion>>();
        for (var person : people) {
            var userKey = person.userKey();
            var match = Objects.requireNonNull(matches.get(userKey), "Matching forgets nobody");
            var found = MappingRules.found(person, match, known);
            var mapping =
                    new StoredMapping(found, MappingRules.settle(found, decided.get(userKey), there, taken.keySet()));
            if (!before.contains(mapping)) {
                mappings.add(mapping);
            }
            var suggested = MappingRules.suggestions(match);
            if (!suggested.isEmpty()) {
                suggestions.put(userKey, suggested);
            }
        }
        store.updateMappings(change, mappings);
        store.replaceSuggestions(migration, suggestions);
        revisions.concernedEverybody(change);
        revisions.matchedAt(migration, clock.instant());
        list.renewAll(change);
    }

    /**
     * Takes down the account that the site gave to a person when Ferry asked for it.
     *
     * @param created whether it was made for this; otherwise it was there already
     */
    @Transactional
    public void recordAccount(MigrationId migration, String userKey, String accountId, boolean created) {
        var change = revisions.begin(migration, null);
        var person = store.find(migration, userKey)
                .orElseThrow(DecisionRefused::noSuchPerson)
                .person();
        var source = created ? Source.CREATED_BY_FERRY : Source.CONFIRMED_BY_SITE;
        var account = new TargetAccount(
                accountId, person.displayName(), person.email(), true, TargetAccount.Kind.PERSON, source);
        revisions.concernedAccounts(
                change, revisions.accounts(migration).with(accounts.find(migration, accountId), account));
        accounts.put(migration, account);
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
        // Somebody may have decided about the person while the site was asked: that stands.
        var decision = decisions.withKeys(migration, List.of(userKey)).get(userKey);
        var chosen = Optional.ofNullable(decision)
                .map(PersonDecision::accountId)
                .map(Set::of)
                .orElse(Set.of());
        var there = accounts.withIds(migration, List.copyOf(chosen)).keySet();
        store.updateMappings(
                change, List.of(new StoredMapping(found, MappingRules.settle(found, decision, there, Set.of()))));
        list.renew(change, List.of(userKey));
    }
}
