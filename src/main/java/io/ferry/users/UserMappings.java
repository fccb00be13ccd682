package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.Revisions.Change;
import io.ferry.users.TargetAccount.Source;
import io.ferry.users.UserMappingStore.Found;
import io.ferry.users.UserMappingStore.Settled;
import io.ferry.users.UserMappingStore.Standing;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The people of a migration: who was there, who is there, who is whom, and what people decided about it. */
@Service
public class UserMappings {

    /**
     * One page of people, and how many there are with this filter.
     *
     * @param revision number of the last change that the page shows
     */
    public record Page(List<PersonMapping> people, long total, UserMappingCounts counts, long revision) {
        public Page {
            people = List.copyOf(people);
        }
    }

    /**
     * What has changed.
     *
     * @param people those who were changed, the latest first; not all of them if there are many
     * @param more whether more people were changed than are told
     */
    public record Changes(List<PersonMapping> people, boolean more, UserMappingCounts counts, long revision) {
        public Changes {
            people = List.copyOf(people);
        }
    }

    /**
     * An account that somebody may pick.
     *
     * @param holder key of the person who has it already, if anybody
     */
    public record Pick(TargetAccount account, @Nullable String holder) {}

    /**
     * What became of suggestions that were accepted together.
     *
     * @param leftOut people whose suggestion is not clear: two that are equally good, two people with the same account, or
     *     an account that is deactivated or taken
     * @param revision number of this change, by which it can be taken back
     */
    public record Accepted(int accepted, int leftOut, long revision) {}

    /**
     * What the report needs.
     *
     * @param mappingVersion {@link Mapping#version()}
     * @param listSha256 the {@link io.ferry.migration.PagedHash} of what {@link #list} hands over
     * @param named those who are to be named
     */
    public record Overview(
            UserMappingCounts counts, String mappingVersion, String listSha256, List<PersonMapping> named) {
        public Overview {
            named = List.copyOf(named);
        }
    }

    private static final int CHANGES_TOLD = 100;

    private final UserMappingStore store;
    private final Revisions revisions;
    private final Directory directory;
    private final PeopleList list;
    private final Matching matching;
    private final Clock clock;

    UserMappings(
            UserMappingStore store,
            Revisions revisions,
            Directory directory,
            PeopleList list,
            UsersProperties properties,
            Clock clock) {
        this.store = store;
        this.revisions = revisions;
        this.directory = directory;
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
        revisions.concernedEverybody(change);
    }

    /**
     * Takes the accounts of the target in place of those known so far. What Ferry learnt when it created an account stays:
     * the site may hide that address, or not list the account yet. Hidden addresses are filled in from what the
     * organisation told.
     */
    @Transactional
    public void putAccounts(MigrationId migration, Collection<TargetAccount> accounts) {
        var change = revisions.begin(migration, null);
        var merged = new HashMap<String, TargetAccount>();
        accounts.forEach(account -> merged.put(account.accountId(), account));
        store.accounts(migration).stream()
                .filter(known -> known.source().tellsOfAnAccount())
                .forEach(known -> merged.merge(known.accountId(), known, UserMappings::withKnownAddress));
        for (var source : List.of(Source.ORGANISATION, Source.ADMIN_EXPORT)) {
            store.addresses(migration, source)
                    .forEach((accountId, email) -> merged.computeIfPresent(
                            accountId, (id, seen) -> seen.email() == null ? seen.withAddress(email, source) : seen));
        }
        store.replaceAccounts(migration, merged.values());
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
        store.replaceAddresses(migration, source, addresses);
        var accounts = store.accounts(migration).stream()
                .map(account -> account.source() == source
                        ? account.withAddress(addresses.get(account.accountId()), Source.JIRA_CLOUD)
                        : account)
                .map(account -> account.email() == null && addresses.containsKey(account.accountId())
                        ? account.withAddress(addresses.get(account.accountId()), source)
                        : account)
                .toList();
        store.replaceAccounts(migration, accounts);
        revisions.concernedAccounts(change, AccountCounts.of(accounts));
        return (int)
                accounts.stream().filter(account -> account.source() == source).count();
    }

    /** Matches everybody anew; what people decided stays. */
    @Transactional
    public void match(MigrationId migration) {
        var change = revisions.begin(migration, null);
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
        var there = taken.keySet().stream()
                .filter(accountId -> accounts.withId(accountId).isPresent())
                .collect(Collectors.toSet());
        var before = new HashSet<>(store.standings(migration));
        var standings = new ArrayList<Standing>(people.size());
        var suggestions = new HashMap<String, List<Suggestion>>();
        for (var person : people) {
            var userKey = person.userKey();
            var match = Objects.requireNonNull(matches.get(userKey), "Matching forgets nobody");
            var found = StandingRules.found(person, match, accounts);
            var standing =
                    new Standing(found, StandingRules.settle(found, decisions.get(userKey), there, taken.keySet()));
            if (!before.contains(standing)) {
                standings.add(standing);
            }
            var suggested = StandingRules.suggestions(match);
            if (!suggested.isEmpty()) {
                suggestions.put(userKey, suggested);
            }
        }
        store.updateStandings(change, standings);
        store.replaceSuggestions(migration, suggestions);
        revisions.concernedEverybody(change);
        revisions.matchedAt(migration, clock.instant());
        list.renewAll(change);
    }

    /** How many people stand where. */
    public UserMappingCounts counts(MigrationId migration) {
        return directory.of(migration).counts();
    }

    /**
     * What the report needs, as it stands now. However many people there are, this reads next to nothing, except once after
     * people were read anew and not yet matched.
     *
     * @param named whom to name: of the first filter first, each in the order of the keys
     * @param atMost how many to name
     */
    public Overview overview(MigrationId migration, List<PeopleFilter> named, int atMost) {
        while (true) {
            var pages = list.pages(migration);
            if (pages.keys() != null) {
                list.keep(migration, pages);
            }
            var keys = named.stream()
                    .flatMap(filter -> pages.first(filter.states(), atMost).stream())
                    .limit(atMost)
                    .toList();
            var overview =
                    new Overview(pages.counts(), pages.mappingVersion(), pages.list(), store.withKeys(migration, keys));
            // Else somebody has changed something meanwhile.
            if (revisions.state(migration).revision() == pages.revision()) {
                return overview;
            }
        }
    }

    /**
     * A page of people, in the order of their keys.
     *
     * @param search what key, name or address must contain; blank for everybody
     */
    @Transactional(readOnly = true)
    public Page page(MigrationId migration, PeopleFilter filter, String search, int page, int size) {
        return page(migration, filter, search, "", (long) page * size, size);
    }

    /**
     * The people after one of them: whoever goes on finds nobody left out, although decisions take people from the filter.
     *
     * @param after the key after which the page begins
     */
    @Transactional(readOnly = true)
    public Page pageAfter(MigrationId migration, PeopleFilter filter, String search, String after, int size) {
        return page(migration, filter, search, after, 0, size);
    }

    private Page page(MigrationId migration, PeopleFilter filter, String search, String after, long offset, int size) {
        var now = directory.of(migration);
        var wanted = search.strip();
        return new Page(
                store.withKeys(migration, now.find(filter, wanted, size, offset, after)),
                wanted.isEmpty() ? filter.of(now.counts()) : now.count(filter, wanted),
                now.counts(),
                now.revision());
    }

    /** What has changed after the change of this number. */
    @Transactional(readOnly = true)
    public Changes changesSince(MigrationId migration, long revision) {
        boolean everybody = revisions.state(migration).bulk() > revision;
        var now = directory.of(migration);
        var changed = everybody || now.revision() == revision
                ? List.<String>of()
                : revisions.concernedSince(migration, revision);
        return new Changes(
                store.withKeys(migration, changed.subList(0, Math.min(CHANGES_TOLD, changed.size()))),
                everybody || changed.size() > CHANGES_TOLD,
                now.counts(),
                now.revision());
    }

    /** People's accounts whose id, name or address contains the search, active ones first, and who has them. */
    @Transactional(readOnly = true)
    public List<Pick> searchAccounts(MigrationId migration, String search, int atMost) {
        var ids = directory.accountNames(migration).find(search, atMost);
        var accounts = store.accountsWithIds(migration, ids);
        var holders = store.holders(migration, ids);
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(accounts.get(id)).stream())
                .map(account -> new Pick(account, holders.get(account.accountId())))
                .toList();
    }

    /** Everybody, in the order of their keys. */
    @Transactional(readOnly = true)
    public List<PersonMapping> all(MigrationId migration) {
        return store.all(migration);
    }

    /** Hands over everybody in the order of their keys, without holding them all. */
    public void list(MigrationId migration, Consumer<ListedPerson> consumer) {
        list.forEach(migration, consumer);
    }

    /** Those of these people whom the migration knows. */
    @Transactional(readOnly = true)
    public List<PersonMapping> withKeys(MigrationId migration, Collection<String> userKeys) {
        return store.withKeys(migration, List.copyOf(userKeys));
    }

    /** People for whom Ferry can create an account: active, undecided, with a valid address that nobody shares. */
    @Transactional(readOnly = true)
    public List<PersonMapping> creatable(MigrationId migration) {
        return store.withKeys(
                migration, directory.of(migration).find(PeopleFilter.MISSING, "", Integer.MAX_VALUE, 0, ""));
    }

    /** Gives a person this account, whatever was decided before. */
    @Transactional
    public PersonMapping map(
            MigrationId migration, String userKey, String accountId, @Nullable String reason, String by) {
        return map(migration, userKey, accountId, reason, by, null);
    }

    /**
     * Gives a person this account.
     *
     * @param seen the revision of this person that the decision rests on; null for whatever it is
     * @throws ChangedMeanwhile if the person was changed since
     * @throws DecisionRefused if the decision cannot stand
     */
    @Transactional
    public PersonMapping map(
            MigrationId migration,
            String userKey,
            String accountId,
            @Nullable String reason,
            String by,
            @Nullable Long seen) {
        return decide(
                migration,
                new PersonDecision(userKey, PersonDecision.Kind.MAP, accountId, reason, by, clock.instant()),
                seen);
    }

    /** Decides that a person shall have no account, whatever was decided before. */
    @Transactional
    public PersonMapping leaveUnmapped(MigrationId migration, String userKey, @Nullable String reason, String by) {
        return leaveUnmapped(migration, userKey, reason, by, null);
    }

    /**
     * Decides that a person shall have no account; permanent in the app, so a reason is needed.
     *
     * @param seen the revision of this person that the decision rests on; null for whatever it is
     * @throws ChangedMeanwhile if the person was changed since
     * @throws DecisionRefused if the decision cannot stand
     */
    @Transactional
    public PersonMapping leaveUnmapped(
            MigrationId migration, String userKey, @Nullable String reason, String by, @Nullable Long seen) {
        return decide(
                migration,
                new PersonDecision(userKey, PersonDecision.Kind.LEAVE_UNMAPPED, null, reason, by, clock.instant()),
                seen);
    }

    /**
     * Takes the decision about a person back; what matching found stands again.
     *
     * @param seen the revision of this person that the wish rests on; null for whatever it is
     * @throws ChangedMeanwhile if the person was changed since
     */
    @Transactional
    public PersonMapping undo(MigrationId migration, String userKey, String by, @Nullable Long seen) {
        var change = revisions.begin(migration, by);
        var found = standing(migration, userKey).found();
        checkThatNothingChanged(migration, userKey, seen);
        store.removeDecisions(migration, List.of(userKey));
        return settled(change, StandingRules.settle(found, null, Set.of(), takenByOthers(migration, found)));
    }

    private Set<String> takenByOthers(MigrationId migration, Found found) {
        return Optional.ofNullable(found.accountId())
                .filter(account -> store.holder(migration, account)
                        .filter(holder -> !holder.equals(found.userKey()))
                        .isPresent())
                .map(Set::of)
                .orElse(Set.of());
    }

    private PersonMapping decide(MigrationId migration, PersonDecision decision, @Nullable Long seen) {
        var change = revisions.begin(migration, decision.by());
        var found = standing(migration, decision.userKey()).found();
        checkThatNothingChanged(migration, decision.userKey(), seen);
        StandingRules.check(decision, id -> store.account(migration, id), id -> store.holder(migration, id));
        store.putDecisions(migration, List.of(decision));
        var accountIds = decision.accountId() == null ? Set.<String>of() : Set.of(decision.accountId());
        return settled(change, StandingRules.settle(found, decision, accountIds, Set.of()));
    }

    private void checkThatNothingChanged(MigrationId migration, String userKey, @Nullable Long seen) {
        if (seen != null) {
            var now = store.find(migration, userKey).orElseThrow(DecisionRefused::noSuchPerson);
            if (now.revision() != seen) {
                throw new ChangedMeanwhile(now);
            }
        }
    }

    private Standing standing(MigrationId migration, String userKey) {
        return store.standing(migration, userKey).orElseThrow(DecisionRefused::noSuchPerson);
    }

    private void concerned(Change change, List<String> userKeys) {
        revisions.concerned(change, userKeys);
        list.renew(change, userKeys);
    }

    private PersonMapping settled(Change change, Settled settled) {
        store.updateSettled(change, List.of(settled));
        concerned(change, List.of(settled.userKey()));
        return store.find(change.migration(), settled.userKey()).orElseThrow(DecisionRefused::noSuchPerson);
    }

    /**
     * Accepts the best suggestion of everybody without a match, where it is clear and has at least this score. People with
     * a conflict are never among them.
     *
     * @param score 0 to 100
     * @param dryRun whether only to tell what would happen
     */
    @Transactional
    public Accepted acceptSuggestions(MigrationId migration, int score, String by, boolean dryRun) {
        var change = dryRun ? new Change(migration, 0, by) : revisions.begin(migration, by);
        var suggestions = BestSuggestions.of(store.proposals(migration, score));
        var accountIds = suggestions.accountIds();
        var clear = suggestions.clear(
                store.holders(migration, accountIds).keySet(), store.accountsWithIds(migration, accountIds));
        if (!dryRun) {
            var decisions = clear.stream()
                    .map(proposal -> new PersonDecision(
                            proposal.userKey(),
                            PersonDecision.Kind.MAP,
                            proposal.suggestion().accountId(),
                            "Accepted with all suggestions from score %d: %s (%d)"
                                    .formatted(
                                            score,
                                            proposal.suggestion().reason(),
                                            proposal.suggestion().score()),
                            by,
                            clock.instant()))
                    .toList();
            store.putDecisions(migration, decisions);
            store.updateSettled(
                    change,
                    decisions.stream()
                            .map(decision -> new Settled(
                                    decision.userKey(), PersonState.MAPPED_MANUALLY, decision.accountId(), null, false))
                            .toList());
            concerned(change, decisions.stream().map(PersonDecision::userKey).toList());
        }
        return new Accepted(clear.size(), suggestions.people() - clear.size(), change.revision());
    }

    /**
     * Takes back what one change decided, except where somebody has decided anew since.
     *
     * @param revision number of the change
     * @return how many decisions were taken back
     */
    @Transactional
    public int undoChange(MigrationId migration, long revision, String by) {
        var change = revisions.begin(migration, by);
        var changed = store.withKeys(migration, revisions.concernedBy(migration, revision)).stream()
                .filter(standing -> standing.revision() == revision)
                .map(standing -> standing.person().userKey())
                .toList();
        store.removeDecisions(migration, changed);
        store.updateSettled(
                change,
                changed.stream()
                        .map(userKey -> standing(migration, userKey).found())
                        .map(found -> StandingRules.settle(found, null, Set.of(), takenByOthers(migration, found)))
                        .toList());
        concerned(change, changed);
        return changed.size();
    }

    /**
     * Takes over decisions that were checked together, and takes others back.
     *
     * @return the number of this change
     */
    @Transactional
    long putDecisions(
            MigrationId migration, Collection<PersonDecision> decisions, Collection<String> undone, String by) {
        var change = revisions.begin(migration, by);
        store.removeDecisions(migration, undone);
        store.putDecisions(migration, decisions);
        var standing = store.decisions(migration);
        var asked = new HashSet<>(undone);
        decisions.forEach(decision -> asked.add(decision.userKey()));
        var decided = standing.values().stream()
                .flatMap(decision -> Optional.ofNullable(decision.accountId()).stream())
                .collect(Collectors.toSet());
        var there = store.accountsWithIds(migration, List.copyOf(decided)).keySet();
        var changed = store.standings(migration).stream()
                .map(before -> {
                    var found = before.found();
                    var now = StandingRules.settle(found, standing.get(found.userKey()), there, decided);
                    return before.settled().equals(now) && !asked.contains(found.userKey())
                            ? Optional.<Settled>empty()
                            : Optional.of(now);
                })
                .flatMap(Optional::stream)
                .toList();
        store.updateSettled(change, changed);
        concerned(change, changed.stream().map(Settled::userKey).toList());
        return change.revision();
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
                change, revisions.accounts(migration).with(store.account(migration, accountId), account));
        store.putAccount(migration, account);
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
        store.updateStandings(
                change, List.of(new Standing(found, StandingRules.settle(found, null, Set.of(), Set.of()))));
        concerned(change, List.of(userKey));
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
        var change = revisions.begin(migration, null);
        revisions.concernedEverybody(change);
        revisions.concernedAccounts(change, AccountCounts.NONE);
        directory.forget(migration);
        long erased = store.erase(migration);
        list.renewAll(change);
        return erased;
    }

    Map<String, TargetAccount> accountsById(MigrationId migration) {
        return store.accounts(migration).stream()
                .collect(Collectors.toMap(TargetAccount::accountId, Function.identity()));
    }
}
