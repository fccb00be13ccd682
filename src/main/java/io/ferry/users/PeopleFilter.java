package io.ferry.users;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Which people a page shows. */
public enum PeopleFilter {
    ALL(PeopleCounts::people),
    UNDECIDED(PersonState.CONFLICT, PersonState.SUGGESTED, PersonState.UNMATCHED),
    /** Nobody was found by address; there may be suggestions. */
    UNMATCHED(PersonState.SUGGESTED, PersonState.UNMATCHED),
    /** Nobody was found, and there is no suggestion either. */
    NO_SUGGESTION(PersonState.UNMATCHED),
    SUGGESTED(PersonState.SUGGESTED),
    CONFLICTS(PersonState.CONFLICT),
    MATCHED(PersonState.MATCHED),
    MAPPED_BY_HAND(PersonState.MAPPED_BY_HAND),
    BY_HAND(PersonState.MAPPED_BY_HAND, PersonState.LEFT_UNMAPPED),
    CREATED(PersonState.CREATED),
    LEFT_UNMAPPED(PersonState.LEFT_UNMAPPED),
    INACTIVE("and inactive = true", PeopleCounts::inactive),
    /** Ferry could create an account. */
    MISSING("and creatable = true", PeopleCounts::missing);

    private final Set<PersonState> states;
    private final String condition;
    private final ToLongFunction<PeopleCounts> count;

    PeopleFilter(PersonState... states) {
        this.states = Set.of(states);
        this.condition = states.length == 1 ? "and state = :states" : "and state in (:states)";
        this.count = counts -> this.states.stream().mapToLong(counts::in).sum();
    }

    PeopleFilter(ToLongFunction<PeopleCounts> count) {
        this("", count);
    }

    PeopleFilter(String condition, ToLongFunction<PeopleCounts> count) {
        this.states = Set.of();
        this.condition = condition;
        this.count = count;
    }

    /** How many people of these counts the filter lets through. */
    public long of(PeopleCounts counts) {
        return count.applyAsLong(counts);
    }

    /** What stands in a query after the migration's id; {@link #states} are its parameter. */
    String condition() {
        return condition;
    }

    /** Columns that the condition fixes: named first in the order, the database walks along its index. */
    String order() {
        return switch (this) {
            case INACTIVE -> "migration_id, inactive, user_key";
            case MISSING -> "migration_id, creatable, user_key";
            case ALL -> "migration_id, user_key";
            default -> states.size() == 1 ? "migration_id, state, user_key" : "user_key";
        };
    }

    List<String> states() {
        return states.stream().map(Enum::name).toList();
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
