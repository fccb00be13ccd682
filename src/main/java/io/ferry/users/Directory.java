package io.ferry.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.ferry.migration.MigrationId;
import io.ferry.users.Revisions.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where everybody stands and what a search looks through, kept in memory for the migrations that people work at: databases
 * take too long to count, filter and search 200,000 people for every page. Who changes people gives them a new revision;
 * what is kept follows from the database as soon as somebody asks. Never asked within a change that is not committed.
 */
@Component
class Directory {

    private static final int MIGRATIONS = 3;

    /** Another Ferry may have erased these people: what nobody asks for is not kept. */
    private static final Duration UNASKED = Duration.ofMinutes(30);

    private final UserMappingStore store;
    private final TargetAccountStore targetAccounts;
    private final Revisions revisions;
    private final Cache<MigrationId, Snapshot> mappings = kept();
    private final Cache<MigrationId, AccountNames> accounts = kept();

    Directory(UserMappingStore store, TargetAccountStore targetAccounts, Revisions revisions) {
        this.store = store;
        this.targetAccounts = targetAccounts;
        this.revisions = revisions;
    }

    private static <T> Cache<MigrationId, T> kept() {
        return Caffeine.newBuilder()
                .maximumSize(MIGRATIONS)
                .expireAfterAccess(UNASKED)
                .scheduler(Scheduler.systemScheduler())
                .build();
    }

    /**
     * A person, as far as filters and searches ask.
     *
     * @param proposed whether the person is proposed to be left unmapped together with others of inactive directories
     * @param conflictGroup the same for all who conflict with each other, decided or not; empty for whoever has no conflict
     */
    record Entry(
            String userKey,
            String text,
            PersonState state,
            boolean gone,
            boolean creatable,
            @Nullable String inactiveDirectory,
            boolean proposed,
            String conflictGroup) {
        Entry inGroup(String group) {
            return new Entry(userKey, text, state, gone, creatable, inactiveDirectory, proposed, group);
        }
    }

    /**
     * Where everybody stood after one change.
     *
     * @param entries in the order of the keys
     */
    record Snapshot(long revision, List<Entry> entries, UserMappingCounts counts) {

        /** Keys that filter and search let through. */
        List<String> find(PeopleFilter filter, String search, int atMost, long offset, String after) {
            var wanted = search.toLowerCase(Locale.ROOT);
            var found = new ArrayList<String>(Math.min(atMost, 1000));
            long skip = offset;
            if (filter == PeopleFilter.CONFLICTS) {
                return conflicts(wanted, after)
                        .skip(offset)
                        .limit(atMost)
                        .map(Entry::userKey)
                        .toList();
            }
            for (int i = after.isEmpty() ? 0 : firstAfter(after); i < entries.size() && found.size() < atMost; i++) {
                var entry = entries.get(i);
                if (filter.shows(entry) && entry.text().contains(wanted) && --skip < 0) {
                    found.add(entry.userKey());
                }
            }
            return found;
        }

        /** Those in conflict after this key, each group together. Who was decided meanwhile still marks the place. */
        private Stream<Entry> conflicts(String wanted, String after) {
            var ordered = inConflict()
                    .sorted(Comparator.comparing(Entry::conflictGroup).thenComparing(Entry::userKey))
                    .toList();
            long passed = after.isEmpty()
                    ? 0
                    : ordered.stream()
                                    .takeWhile(entry -> !entry.userKey().equals(after))
                                    .count()
                            + 1;
            return ordered.stream()
                    .skip(passed > ordered.size() ? 0 : passed)
                    .filter(entry ->
                            PeopleFilter.CONFLICTS.shows(entry) && entry.text().contains(wanted));
        }

        private Stream<Entry> inConflict() {
            return entries.stream().filter(entry -> !entry.conflictGroup().isEmpty());
        }

        /** Everybody of the groups to which these people belong, by group. */
        Map<String, List<String>> conflictsOf(Collection<String> userKeys) {
            var asked = Set.copyOf(userKeys);
            var groups = inConflict()
                    .filter(entry -> asked.contains(entry.userKey()))
                    .map(Entry::conflictGroup)
                    .collect(Collectors.toSet());
            return groups.isEmpty()
                    ? Map.of()
                    : inConflict()
                            .filter(entry -> groups.contains(entry.conflictGroup()))
                            .collect(Collectors.groupingBy(
                                    Entry::conflictGroup, Collectors.mapping(Entry::userKey, Collectors.toList())));
        }

        long count(PeopleFilter filter, String search) {
            var wanted = search.toLowerCase(Locale.ROOT);
            return entries.stream()
                    .filter(entry -> filter.shows(entry) && entry.text().contains(wanted))
                    .count();
        }

        private int firstAfter(String userKey) {
            int at = position(entries, userKey);
            return at < 0 ? -at - 1 : at + 1;
        }
    }

    private static int position(List<Entry> entries, String userKey) {
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries.get(middle).userKey().compareTo(userKey);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** Where everybody stands now. */
    Snapshot of(MigrationId migration) {
        var now = revisions.state(migration);
        var known = mappings.getIfPresent(migration);
        if (known != null && known.revision() == now.revision()) {
            return known;
        }
        var entries = known != null && known.revision() >= now.bulk()
                ? followed(migration, known)
                : store.entries(migration).stream()
                        .sorted(Comparator.comparing(Entry::userKey))
                        .toList();
        var fresh = new Snapshot(now.revision(), entries, counts(entries, accountNames(migration, now)));
        mappings.put(migration, fresh);
        return fresh;
    }

    private List<Entry> followed(MigrationId migration, Snapshot known) {
        var entries = new ArrayList<>(known.entries());
        for (var entry : store.entries(migration, revisions.concernedSince(migration, known.revision()))) {
            int at = position(entries, entry.userKey());
            if (at >= 0) {
                entries.set(at, entry);
            }
        }
        return entries;
    }

    private static UserMappingCounts counts(List<Entry> entries, AccountNames accounts) {
        var byState = new EnumMap<PersonState, Long>(PersonState.class);
        long missing = 0;
        long gone = 0;
        long proposed = 0;
        for (var entry : entries) {
            byState.merge(entry.state(), 1L, Long::sum);
            missing += entry.creatable() ? 1 : 0;
            gone += entry.gone() ? 1 : 0;
            proposed += entry.proposed() ? 1 : 0;
        }
        return new UserMappingCounts(
                byState, missing, gone, proposed, accounts.entries().size(), accounts.hidden());
    }

    /** An account of a person, as far as a search asks. */
    record AccountName(String accountId, String text, boolean active, boolean hidden) {}

    /** All people's accounts after one change, active ones first. */
    record AccountNames(long revision, List<AccountName> entries, long hidden) {

        List<String> find(String search, int atMost) {
            var wanted = search.strip().toLowerCase(Locale.ROOT);
            return entries.stream()
                    .filter(entry -> entry.text().contains(wanted))
                    .limit(atMost)
                    .map(AccountName::accountId)
                    .toList();
        }
    }

    /** All people's accounts now. */
    AccountNames accountNames(MigrationId migration) {
        return accountNames(migration, revisions.state(migration));
    }

    private AccountNames accountNames(MigrationId migration, State now) {
        var known = accounts.getIfPresent(migration);
        if (known != null && known.revision() == now.accounts()) {
            return known;
        }
        var entries = targetAccounts.names(migration);
        var fresh = new AccountNames(
                now.accounts(),
                entries.stream()
                        .sorted(Comparator.comparing(AccountName::active)
                                .reversed()
                                .thenComparing(AccountName::text))
                        .toList(),
                entries.stream().filter(AccountName::hidden).count());
        accounts.put(migration, fresh);
        return fresh;
    }

    /** Forgets a migration's people. */
    void forget(MigrationId migration) {
        mappings.invalidate(migration);
        accounts.invalidate(migration);
    }
}
