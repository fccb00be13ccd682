package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.backup.judge.EmailCheck;
import io.ferry.users.PeopleFilter;
import io.ferry.users.PersonDecision;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserMappingCounts;
import io.ferry.users.UserMappings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the API tells of people, their accounts and the decisions about them. */
final class PeopleViews {
    private PeopleViews() {}

    /**
     * A page of people.
     *
     * @param filters how many people each filter shows
     * @param revision number of the last change that the page shows; later ones are told under people/changes
     */
    record PeoplePage(
            List<Person> items,
            long total,
            int page,
            int size,
            Counts counts,
            Map<String, Long> filters,
            long revision) {
        static PeoplePage of(UserMappings.Page found, int page, int size) {
            return new PeoplePage(
                    found.people().stream()
                            .map(person -> Person.of(
                                    person,
                                    found.conflicts().get(person.person().userKey())))
                            .toList(),
                    found.total(),
                    page,
                    size,
                    Counts.of(found.counts()),
                    PeopleViews.filters(found.counts()),
                    found.revision());
        }
    }

    /** People who were changed lately. */
    record ChangedPeople(List<Person> items, boolean more, Counts counts, Map<String, Long> filters, long revision) {
        static ChangedPeople of(UserMappings.Changes changes) {
            return new ChangedPeople(
                    changes.people().stream().map(Person::of).toList(),
                    changes.more(),
                    Counts.of(changes.counts()),
                    PeopleViews.filters(changes.counts()),
                    changes.revision());
        }
    }

    /** An account to pick, and who has it already: the user key, and the name. */
    record Pick(
            Account account,
            @Nullable String holder,
            @Nullable String holderName) {
        static Pick of(UserMappings.Pick pick) {
            var holder = pick.holder();
            return holder == null
                    ? new Pick(Account.of(pick.account()), null, null)
                    : new Pick(
                            Account.of(pick.account()),
                            holder.userKey(),
                            Other.of(holder).name());
        }
    }

    /**
     * With whom a person conflicts.
     *
     * @param id the same for all who conflict with each other
     * @param people how many they are, this person included
     */
    record ConflictGroup(String id, List<Other> others, int people) {
        static ConflictGroup of(UserMappings.ConflictWith conflict) {
            return new ConflictGroup(
                    conflict.group(), conflict.others().stream().map(Other::of).toList(), conflict.inAll());
        }
    }

    /** Another person, by name. */
    record Other(String userKey, String userName, String name) {
        static Other of(SourcePerson person) {
            return new Other(
                    person.userKey(),
                    person.userName(),
                    Objects.requireNonNullElse(person.displayName(), person.userName()));
        }
    }

    /** How many people stand where. */
    record Counts(
            long people,
            long matched,
            long unmatched,
            long conflicts,
            long leftUnmapped,
            long undecided,
            long missing,
            long accounts,
            long hiddenAddresses) {
        static Counts of(UserMappingCounts counts) {
            return new Counts(
                    counts.people(),
                    counts.mapped(),
                    counts.unmatched(),
                    counts.conflicts(),
                    counts.leftUnmapped(),
                    counts.undecided(),
                    counts.missing(),
                    counts.accounts(),
                    counts.hiddenAddresses());
        }
    }

    /** A person of the source and where this person stands. */
    record Person(
            String userKey,
            String userName,
            @Nullable String displayName,
            @Nullable String email,
            boolean active,
            boolean removed,
            @Nullable String inactiveDirectory,
            PersonState state,
            @Nullable Account account,
            @Nullable String policy,
            @Nullable String conflict,
            @Nullable String conflictText,
            boolean creatable,
            @Nullable Made decision,
            List<Suggested> suggestions,
            long revision,
            @Nullable String changedBy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ConflictGroup conflictGroup) {
        static Person of(PersonMapping mapping) {
            return of(mapping, null);
        }

        static Person of(PersonMapping mapping, UserMappings.@Nullable ConflictWith conflict) {
            var person = mapping.person();
            return new Person(
                    person.userKey(),
                    person.userName(),
                    person.displayName(),
                    person.email() == null ? null : EmailCheck.showingBlanks(person.email()),
                    person.active(),
                    person.removed(),
                    person.inactiveDirectory(),
                    mapping.state(),
                    mapping.account() == null ? null : Account.of(mapping.account()),
                    mapping.policy(),
                    mapping.conflict() == null ? null : mapping.conflict().name(),
                    mapping.conflict() == null ? null : mapping.conflict().text(),
                    mapping.creatable(),
                    mapping.decision() == null ? null : Made.of(mapping.decision()),
                    mapping.suggestions().stream().map(Suggested::of).toList(),
                    mapping.revision(),
                    mapping.changedBy(),
                    conflict == null ? null : ConflictGroup.of(conflict));
        }
    }

    /** An account of the target; the address is missing where its owner hides it. */
    record Account(
            String accountId,
            @Nullable String displayName,
            @Nullable String email,
            boolean active,
            TargetAccount.Source source) {
        static Account of(TargetAccount account) {
            return new Account(
                    account.accountId(), account.displayName(), account.email(), account.active(), account.source());
        }
    }

    /** A decision that was made. */
    record Made(PersonDecision.Kind kind, @Nullable String reason, String by, Instant at) {
        static Made of(PersonDecision decision) {
            return new Made(decision.kind(), decision.reason(), decision.by(), decision.at());
        }
    }

    /** An account that may be the person's, with a score from 0 to 100. */
    record Suggested(Account account, int score, String policy, String reason) {
        static Suggested of(PersonMapping.SuggestedAccount suggestion) {
            return new Suggested(
                    Account.of(suggestion.account()), suggestion.score(), suggestion.policy(), suggestion.reason());
        }
    }

    /** How many people each filter shows, by the filter's key. */
    static Map<String, Long> filters(UserMappingCounts counts) {
        var filters = new LinkedHashMap<String, Long>();
        for (var filter : PeopleFilter.values()) {
            filters.put(filter.key(), filter.of(counts));
        }
        return filters;
    }
}
