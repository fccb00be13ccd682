package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.Revisions.Change;
import io.ferry.users.UserMappingStore.Found;
import io.ferry.users.UserMappingStore.Settled;
import io.ferry.users.UserMappingStore.StoredMapping;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about people: whose account somebody gets, or that there shall be none. */
@Service
public class UserDecisions {

    /**
     * What became of suggestions that were accepted together.
     *
     * @param leftOut people whose suggestion is not clear: two that are equally good, two people with the same account, or
     *     an account that is deactivated or taken
     * @param revision number of this change, by which it can be taken back
     */
    public record Accepted(int accepted, int leftOut, long revision) {}

    /**
     * What became of people who were left unmapped together.
     *
     * @param leftUnmapped how many they are
     * @param revision number of this change, by which it can be taken back
     */
    public record LeftUnmapped(int leftUnmapped, long revision) {}

    private final UserMappingStore store;
    private final TargetAccountStore accounts;
    private final DecisionStore decisions;
    private final Revisions revisions;
    private final PeopleList list;
    private final Clock clock;

    UserDecisions(
            UserMappingStore store,
            TargetAccountStore accounts,
            DecisionStore decisions,
            Revisions revisions,
            PeopleList list,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.decisions = decisions;
        this.revisions = revisions;
        this.list = list;
        this.clock = clock;
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
        var found = storedMapping(migration, userKey).found();
        checkThatNothingChanged(migration, userKey, seen);
        decisions.remove(migration, List.of(userKey));
        return settled(
                change, MappingRules.settle(found, null, Set.of(), takenByOthers(migration, found, Set.of(userKey))));
    }

    /** @param giveBack those who hold their accounts no more, so that they keep nobody else from one */
    private Set<String> takenByOthers(MigrationId migration, Found found, Collection<String> giveBack) {
        return Optional.ofNullable(found.accountId())
                .filter(account -> store.holder(migration, account)
                        .filter(holder -> !giveBack.contains(holder))
                        .isPresent())
                .map(Set::of)
                .orElse(Set.of());
    }

    private PersonMapping decide(MigrationId migration, PersonDecision decision, @Nullable Long seen) {
        var change = revisions.begin(migration, decision.by());
        var found = storedMapping(migration, decision.userKey()).found();
        checkThatNothingChanged(migration, decision.userKey(), seen);
        MappingRules.check(decision, id -> accounts.find(migration, id), id -> store.holder(migration, id));
        decisions.put(migration, List.of(decision));
        var accountIds = decision.accountId() == null ? Set.<String>of() : Set.of(decision.accountId());
        return settled(change, MappingRules.settle(found, decision, accountIds, Set.of()));
    }

    private void checkThatNothingChanged(MigrationId migration, String userKey, @Nullable Long seen) {
        if (seen != null) {
            var now = store.find(migration, userKey).orElseThrow(DecisionRefused::noSuchPerson);
            if (now.revision() != seen) {
                throw new ChangedMeanwhile(now);
            }
        }
    }

    private StoredMapping storedMapping(MigrationId migration, String userKey) {
        return store.storedMapping(migration, userKey).orElseThrow(DecisionRefused::noSuchPerson);
    }

    private PersonMapping settled(Change change, Settled settled) {
        store.updateSettled(change, List.of(settled));
        list.renew(change, List.of(settled.userKey()));
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
                store.holders(migration, accountIds).keySet(), accounts.withIds(migration, accountIds));
        if (!dryRun) {
            decideTogether(
                    change,
                    clear.stream()
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
                            .toList());
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
                .filter(mapping -> mapping.revision() == revision)
                .map(mapping -> mapping.person().userKey())
                .toList();
        takeBack(change, changed);
        return changed.size();
    }

    private void takeBack(Change change, List<String> userKeys) {
        var migration = change.migration();
        decisions.remove(migration, userKeys);
        var giveBack = Set.copyOf(userKeys);
        store.updateSettled(
                change,
                userKeys.stream()
                        .map(userKey -> storedMapping(migration, userKey).found())
                        .map(found ->
                                MappingRules.settle(found, null, Set.of(), takenByOthers(migration, found, giveBack)))
                        .toList());
        list.renew(change, userKeys);
    }

    /** What is decided about many people at once. */
    public enum Together {
        /** Whoever has no account, and about whom nobody has decided, stays without one. */
        LEAVE_UNMAPPED,
        /** The best suggestion is accepted, where it is clear. */
        ACCEPT,
        /** Decisions are taken back: what matching found stands again, and Ferry creates accounts where it can. */
        UNDO
    }

    /**
     * About whom is decided.
     *
     * @param userKeys these people; empty for everybody whom filter and search let through
     */
    public record Chosen(Set<String> userKeys, PeopleFilter filter, String search) {
        public Chosen {
            userKeys = Set.copyOf(userKeys);
        }
    }

    /**
     * What became of a decision about many.
     *
     * @param people about how many it was, or would be, made
     * @param leftOut how many were chosen whom it does not concern
     * @param revision number of this change, by which it can be taken back
     */
    public record Decided(int people, int leftOut, long revision) {}

    /**
     * Decides about many people, as one change.
     *
     * @param seen about how many people, as a dry run told; null to be told only
     * @param reason why; needed to leave people unmapped
     * @throws DecisionRefused if there is no reason, or it would concern another number of people now
     */
    @Transactional
    public Decided decideTogether(
            MigrationId migration,
            Together what,
            Chosen chosen,
            @Nullable Long seen,
            @Nullable String reason,
            String by) {
        if (seen != null && what == Together.LEAVE_UNMAPPED && (reason == null || reason.isBlank())) {
            throw DecisionRefused.reasonMissing();
        }
        var change = seen == null ? new Change(migration, 0, by) : revisions.begin(migration, by);
        if (what == Together.LEAVE_UNMAPPED && !revisions.areMatched(migration)) {
            throw DecisionRefused.notMatchedYet();
        }
        var wanted = chosen.search().strip().toLowerCase(Locale.ROOT);
        var entries = chosen.userKeys().isEmpty()
                ? store.entries(migration).stream()
                        .filter(entry ->
                                chosen.filter().shows(entry) && entry.text().contains(wanted))
                        .toList()
                : store.entries(migration, List.copyOf(chosen.userKeys()));
        var keys = entries.stream().map(Directory.Entry::userKey).collect(Collectors.toSet());
        if (what == Together.UNDO) {
            var decided =
                    List.copyOf(decisions.withKeys(migration, List.copyOf(keys)).keySet());
            checkNumber(decided.size(), seen);
            if (seen != null) {
                takeBack(change, decided);
            }
            return new Decided(decided.size(), keys.size() - decided.size(), change.revision());
        }
        var made = what == Together.ACCEPT
                ? accepted(migration, keys, by)
                : entries.stream()
                        .filter(entry -> !entry.state().isSettled())
                        .map(entry -> new PersonDecision(
                                entry.userKey(), PersonDecision.Kind.LEAVE_UNMAPPED, null, reason, by, clock.instant()))
                        .toList();
        checkNumber(made.size(), seen);
        if (seen != null) {
            decideTogether(change, made);
        }
        return new Decided(made.size(), keys.size() - made.size(), change.revision());
    }

    private static void checkNumber(int now, @Nullable Long seen) {
        if (seen != null && seen != now) {
            throw DecisionRefused.otherNumber(now);
        }
    }

    private List<PersonDecision> accepted(MigrationId migration, Set<String> keys, String by) {
        var suggestions = BestSuggestions.of(store.proposals(migration, 0));
        var accountIds = suggestions.accountIds();
        return suggestions
                .clear(store.holders(migration, accountIds).keySet(), accounts.withIds(migration, accountIds))
                .stream()
                .filter(proposal -> keys.contains(proposal.userKey()))
                .map(proposal -> new PersonDecision(
                        proposal.userKey(),
                        PersonDecision.Kind.MAP,
                        proposal.suggestion().accountId(),
                        "Accepted together with others: %s (%d)"
                                .formatted(
                                        proposal.suggestion().reason(),
                                        proposal.suggestion().score()),
                        by,
                        clock.instant()))
                .toList();
    }

    /** Takes over decisions that were checked together, and takes others back. */
    @Transactional
    void putDecisions(MigrationId migration, Collection<PersonDecision> made, Collection<String> undone, String by) {
        var change = revisions.begin(migration, by);
        decisions.remove(migration, undone);
        decisions.put(migration, made);
        var mapping = decisions.all(migration);
        var asked = new HashSet<>(undone);
        made.forEach(decision -> asked.add(decision.userKey()));
        var decided = mapping.values().stream()
                .flatMap(decision -> Optional.ofNullable(decision.accountId()).stream())
                .collect(Collectors.toSet());
        var there = accounts.withIds(migration, List.copyOf(decided)).keySet();
        var changed = store.storedMappings(migration).stream()
                .map(before -> {
                    var found = before.found();
                    var now = MappingRules.settle(found, mapping.get(found.userKey()), there, decided);
                    return before.settled().equals(now) && !asked.contains(found.userKey())
                            ? Optional.<Settled>empty()
                            : Optional.of(now);
                })
                .flatMap(Optional::stream)
                .toList();
        store.updateSettled(change, changed);
        list.renew(change, changed.stream().map(Settled::userKey).toList());
    }

    /**
     * Leaves people unmapped about whom nobody has decided, as one change.
     *
     * @param proposed who they are; asked once nobody else can decide any more
     * @param seen how many there were when somebody decided about them
     * @throws DecisionRefused if there is no reason, or there is another number of them now
     */
    @Transactional
    LeftUnmapped leaveTogether(
            MigrationId migration, Supplier<List<String>> proposed, long seen, @Nullable String reason, String by) {
        if (reason == null || reason.isBlank()) {
            throw DecisionRefused.reasonMissing();
        }
        var change = revisions.begin(migration, by);
        if (!revisions.areMatched(migration)) {
            throw DecisionRefused.notMatchedYet();
        }
        var userKeys = proposed.get();
        if (userKeys.size() != seen) {
            throw DecisionRefused.otherNumber(userKeys.size());
        }
        decideTogether(
                change,
                userKeys.stream()
                        .map(userKey -> new PersonDecision(
                                userKey, PersonDecision.Kind.LEAVE_UNMAPPED, null, reason, by, clock.instant()))
                        .toList());
        return new LeftUnmapped(userKeys.size(), change.revision());
    }

    private void decideTogether(Change change, List<PersonDecision> made) {
        decisions.put(change.migration(), made);
        store.updateSettled(
                change,
                made.stream()
                        .map(decision -> new Settled(
                                decision.userKey(), decision.kind().state(), decision.accountId(), null, false))
                        .toList());
        list.renew(change, made.stream().map(PersonDecision::userKey).toList());
    }
}
