package io.ferry.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which people a page shows. */
public enum PeopleFilter {
    ALL(PersonState.values()),
    UNDECIDED(PersonState.CONFLICT, PersonState.SUGGESTED, PersonState.UNMATCHED),
    UNMATCHED(PersonState.SUGGESTED, PersonState.UNMATCHED),
    SUGGESTED(PersonState.SUGGESTED),
    CONFLICTS(PersonState.CONFLICT),
    MATCHED(PersonState.MATCHED),
    BY_HAND(PersonState.MAPPED_BY_HAND, PersonState.LEFT_UNMAPPED),
    CREATED(PersonState.CREATED),
    LEFT_UNMAPPED(PersonState.LEFT_UNMAPPED);

    private final Set<PersonState> states;

    PeopleFilter(PersonState... states) {
        this.states = Set.of(states);
    }

    Set<PersonState> states() {
        return states;
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
