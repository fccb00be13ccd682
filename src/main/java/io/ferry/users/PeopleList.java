package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.migration.PagedHash;
import io.ferry.users.Revisions.Change;
import io.ferry.users.UserMappingStore.Listed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The list of everybody as the report gives it, and what the report needs of it, kept by pages so that it can be sealed
 * without reading everybody. A change of people has a number; pages count only while they are noted to stand up to the last
 * number, and whoever changes people notes that only after making anew what they changed, in the same transaction. So a
 * change that forgets to do so costs time and is never overlooked.
 */
@Component
class PeopleList {

    private static final int AT_ONCE = 4 * PagedHash.PAGE;

    private final UserMappingStore store;
    private final PeoplePageStore kept;
    private final Revisions revisions;

    PeopleList(UserMappingStore store, PeoplePageStore kept, Revisions revisions) {
        this.store = store;
        this.kept = kept;
        this.revisions = revisions;
    }

    /**
     * What the report needs of the people on one page.
     *
     * @param others keys by state of those who were not matched by address
     * @param list hash of the page of the list
     * @param mapping hash of the page of the mapping
     */
    record Page(
            int number,
            String firstKey,
            int people,
            int missing,
            int inactive,
            int proposed,
            Map<PersonState, List<String>> others,
            String list,
            String mapping) {

        static Page of(int number, List<Listed> people) {
            var others = new EnumMap<PersonState, List<String>>(PersonState.class);
            for (var one : people) {
                if (one.person().state() != PersonState.MATCHED) {
                    others.computeIfAbsent(one.person().state(), state -> new ArrayList<>())
                            .add(one.mapping().userKey());
                }
            }
            return new Page(
                    number,
                    people.getFirst().mapping().userKey(),
                    people.size(),
                    (int) people.stream().filter(Listed::creatable).count(),
                    (int) people.stream().filter(Listed::gone).count(),
                    (int) people.stream().filter(Listed::proposed).count(),
                    others,
                    PagedHash.ofPage(
                            people.stream().map(one -> one.person().line()).toList()),
                    PagedHash.ofPage(
                            people.stream().map(one -> one.mapping().line()).toList()));
        }

        private long in(PersonState state) {
            return state == PersonState.MATCHED
                    ? people - others.values().stream().mapToLong(List::size).sum()
                    : others.getOrDefault(state, List.of()).size();
        }
    }

    /**
     * Everybody after one change.
     *
     * @param keys everybody's keys in their order, where the pages have just been made; null where they were kept
     */
    record Pages(
            long revision,
            AccountCounts accounts,
            List<Page> pages,
            @Nullable List<String> keys) {
        Pages {
            pages = List.copyOf(pages);
        }

        /** The {@link PagedHash} of the list. */
        String list() {
            return PagedHash.ofPages(pages.stream().map(Page::list).toList());
        }

        /** {@link Mapping#version()} of the mapping. */
        String mappingVersion() {
            return Mapping.version(
                    PagedHash.ofPages(pages.stream().map(Page::mapping).toList()));
        }

        UserMappingCounts counts() {
            var byState = new EnumMap<PersonState, Long>(PersonState.class);
            for (var state : PersonState.values()) {
                byState.put(
                        state, pages.stream().mapToLong(page -> page.in(state)).sum());
            }
            return new UserMappingCounts(
                    byState,
                    pages.stream().mapToLong(Page::missing).sum(),
                    pages.stream().mapToLong(Page::inactive).sum(),
                    pages.stream().mapToLong(Page::proposed).sum(),
                    accounts.people(),
                    accounts.hidden());
        }

        /** Keys of the first of those, in their order. */
        List<String> first(Collection<PersonState> states, int atMost) {
            return pages.stream()
                    .flatMap(page -> states.stream()
                            .flatMap(state -> page.others().getOrDefault(state, List.of()).stream())
                            .sorted())
                    .limit(atMost)
                    .toList();
        }
    }

    /** Notes whom a change concerned and makes their pages anew; the last thing that the change does. */
    void renew(Change change, Collection<String> userKeys) {
        revisions.concerned(change, userKeys);
        var migration = change.migration();
        if (userKeys.size() > AT_ONCE) {
            renewAll(change);
        } else if (revisions.listed(migration) == change.revision() - 1) {
            var firstKeys = kept.firstKeys(migration);
            userKeys.stream()
                    .map(userKey -> Collections.binarySearch(firstKeys, userKey))
                    .map(found -> found < 0 ? -found - 2 : found)
                    .distinct()
                    .forEach(page -> kept.put(
                            migration, Page.of(page, store.listed(migration, kept.keysOnPage(migration, page)))));
            revisions.listed(migration, change.revision());
        }
    }

    /** Makes all pages anew; the last thing that a change does. */
    void renewAll(Change change) {
        put(change.migration(), made(change.migration(), change.revision()));
    }

    /** Everybody as they stand now; made if nothing is kept. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Pages pages(MigrationId migration) {
        long revision = revisions.state(migration).revision();
        return revisions.listed(migration) == revision
                ? new Pages(revision, revisions.accounts(migration), kept.all(migration), null)
                : made(migration, revision);
    }

    /** Keeps pages that were made, if nobody has changed anything since or is about to. */
    @Transactional
    public void keep(MigrationId migration, Pages made) {
        if (revisions.hold(migration, made.revision())) {
            put(migration, made);
        }
    }

    private void put(MigrationId migration, Pages made) {
        kept.replace(migration, made);
        revisions.listed(migration, made.revision());
    }

    private Pages made(MigrationId migration, long revision) {
        var keys = store.keys(migration);
        var pages = new ArrayList<Page>();
        inParts(migration, keys, part -> {
            for (int from = 0; from < part.size(); from += PagedHash.PAGE) {
                pages.add(Page.of(pages.size(), part.subList(from, Math.min(part.size(), from + PagedHash.PAGE))));
            }
        });
        return new Pages(revision, revisions.accounts(migration), pages, keys);
    }

    /** Hands over everybody in the order of their keys, without holding them all. */
    void forEach(MigrationId migration, Consumer<ListedPerson> consumer) {
        inParts(migration, store.keys(migration), part -> part.forEach(one -> consumer.accept(one.person())));
    }

    private void inParts(MigrationId migration, List<String> keys, Consumer<List<Listed>> consumer) {
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            consumer.accept(store.listed(migration, keys.subList(from, Math.min(keys.size(), from + AT_ONCE))));
        }
    }
}
