package io.ferry.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Which people a page shows. */
public enum PeopleFilter {
    ALL(PersonState.values()),
    UNDECIDED(PersonState.CONFLICT, PersonState.SUGGESTED, PersonState.UNMATCHED),
    /** Nobody was found by address; there may be suggestions. */
    UNMATCHED(PersonState.SUGGESTED, PersonState.UNMATCHED),
    /** Nobody was found, and there is no suggestion either. */
    NO_SUGGESTION(PersonState.UNMATCHED),
    SUGGESTED(PersonState.SUGGESTED),
    CONFLICTS(PersonState.CONFLICT),
    MATCHED(PersonState.MATCHED),
    MAPPED_MANUALLY(PersonState.MAPPED_MANUALLY),
    MANUAL(PersonState.MAPPED_MANUALLY, PersonState.LEFT_UNMAPPED),
    CREATED(PersonState.CREATED),
    LEFT_UNMAPPED(PersonState.LEFT_UNMAPPED),
    /** Could not sign in any more, the removed included. */
    INACTIVE(Directory.Entry::gone, UserMappingCounts::inactive),
    /** Proposed to be left unmapped together: {@link InactiveDirectories}. */
    INACTIVE_DIRECTORY(Directory.Entry::proposed, UserMappingCounts::proposed),
    /** Ferry could create an account. */
    MISSING(Directory.Entry::creatable, UserMappingCounts::missing);

    private final Set<PersonState> states;
    private final Predicate<Directory.Entry> shown;
    private final ToLongFunction<UserMappingCounts> count;

    PeopleFilter(PersonState... states) {
        this.states = Set.of(states);
        this.shown = entry -> this.states.contains(entry.state());
        this.count = counts -> this.states.stream().mapToLong(counts::in).sum();
    }

    PeopleFilter(Predicate<Directory.Entry> shown, ToLongFunction<UserMappingCounts> count) {
        this.states = Set.of();
        this.shown = shown;
        this.count = count;
    }

    /** The states that the filter lets through; none if it does not go by them. */
    Set<PersonState> states() {
        return states;
    }

    boolean shows(Directory.Entry entry) {
        return shown.test(entry);
    }

    /** How many people of these counts the filter lets through. */
    public long of(UserMappingCounts counts) {
        return count.applyAsLong(counts);
    }

    /** The name in addresses: {@code left-unmapped}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The filter of this name. */
    public static Optional<PeopleFilter> withKey(String key) {
        return Arrays.stream(values())
                .filter(filter -> filter.key().equals(key))
                .findFirst();
    }
}
