package io.ferry.users;

import io.ferry.migration.MigrationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The people of a migration: who was there, who is there, who is whom. Changes nothing. */
@Service
public class UserMappings {

    /**
     * One page of people, and how many there are with this filter.
     *
     * @param revision number of the last change that the page shows
     * @param conflicts with whom people of the page conflict, by their keys
     */
    public record Page(
            List<PersonMapping> people,
            long total,
            UserMappingCounts counts,
            long revision,
            Map<String, ConflictWith> conflicts) {
        public Page {
            people = List.copyOf(people);
            conflicts = Map.copyOf(conflicts);
        }
    }

    /**
     * With whom somebody conflicts.
     *
     * @param group the same for all of them
     * @param others the others, at most {@value #OTHERS_NAMED} of them
     * @param inAll how many people the group has, this one included
     */
    public record ConflictWith(String group, List<SourcePerson> others, int inAll) {
        public ConflictWith {
            others = List.copyOf(others);
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
     * @param holder the person who has it already, if anybody
     */
    public record Pick(TargetAccount account, @Nullable SourcePerson holder) {}

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

    private static final int OTHERS_NAMED = 10;

    private final UserMappingStore store;
    private final TargetAccountStore accounts;
    private final Revisions revisions;
    private final Directory directory;
    private final PeopleList list;

    UserMappings(
            UserMappingStore store,
            TargetAccountStore accounts,
            Revisions revisions,
            Directory directory,
            PeopleList list) {
        this.store = store;
        this.accounts = accounts;
        this.revisions = revisions;
        this.directory = directory;
        this.list = list;
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
        var keys = now.find(filter, wanted, size, offset, after);
        return new Page(
                store.withKeys(migration, keys),
                wanted.isEmpty() ? filter.of(now.counts()) : now.count(filter, wanted),
                now.counts(),
                now.revision(),
                conflicts(migration, keys, now));
    }

    private Map<String, ConflictWith> conflicts(MigrationId migration, List<String> keys, Directory.Snapshot now) {
        var groups = now.conflictsOf(keys);
        if (groups.isEmpty()) {
            return Map.of();
        }
        var holders = store.holders(
                migration,
                groups.keySet().stream()
                        .filter(group -> group.startsWith(UserMappingStore.OF_ACCOUNT))
                        .map(group -> group.substring(UserMappingStore.OF_ACCOUNT.length()))
                        .toList());
        var all = new HashMap<String, Set<String>>();
        groups.forEach((group, members) -> {
            var everybody = new LinkedHashSet<>(members);
            Optional.ofNullable(holders.get(group.substring(group.indexOf(':') + 1)))
                    .ifPresent(everybody::add);
            all.put(group, everybody);
        });
        var known = store.people(
                migration,
                all.values().stream()
                        .flatMap(members -> members.stream().limit(OTHERS_NAMED + 1L))
                        .toList());
        var page = Set.copyOf(keys);
        var conflicts = new HashMap<String, ConflictWith>();
        all.forEach((group, members) -> members.stream()
                .filter(page::contains)
                .forEach(member -> conflicts.put(
                        member,
                        new ConflictWith(
                                group,
                                members.stream()
                                        .filter(other -> !other.equals(member))
                                        .flatMap(other -> Optional.ofNullable(known.get(other)).stream())
                                        .limit(OTHERS_NAMED)
                                        .toList(),
                                members.size()))));
        return conflicts;
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
        var known = accounts.withIds(migration, ids);
        var holders = store.holders(migration, ids);
        var people = store.people(migration, holders.values());
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(known.get(id)).stream())
                .map(account -> new Pick(
                        account,
                        Optional.ofNullable(holders.get(account.accountId()))
                                .map(people::get)
                                .orElse(null)))
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

    /** The person, if Ferry can create an account for them still. */
    @Transactional(readOnly = true)
    public Optional<PersonMapping> creatable(MigrationId migration, String userKey) {
        return store.find(migration, userKey).filter(PersonMapping::creatable);
    }

    /** Whether this account was there when the target's accounts were read, or was taken down since. */
    public boolean knowsAccount(MigrationId migration, String accountId) {
        return accounts.find(migration, accountId).isPresent();
    }

    /** Who stands for whom now. */
    @Transactional(readOnly = true)
    public Mapping mapping(MigrationId migration) {
        return store.mapping(migration);
    }

    Map<String, TargetAccount> accountsById(MigrationId migration) {
        return accounts.all(migration).stream()
                .collect(Collectors.toMap(TargetAccount::accountId, Function.identity()));
    }
}
