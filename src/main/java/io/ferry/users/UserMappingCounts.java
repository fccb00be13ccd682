package io.ferry.users;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many people stand where; all that Camunda gets to know about them.
 *
 * @param byState people of each state; every state has a count
 * @param missing people without an account for whom Ferry can create one
 * @param inactive people who could not sign in any more, the removed included
 * @param proposed people of inactive directories who are proposed to be left unmapped together
 * @param accounts people's accounts in the target
 * @param hiddenAddresses accounts whose owner hides the address, so that no address can match them
 */
public record UserMappingCounts(
        Map<PersonState, Long> byState,
        long missing,
        long inactive,
        long proposed,
        long accounts,
        long hiddenAddresses) {

    public UserMappingCounts {
        var complete = new EnumMap<PersonState, Long>(PersonState.class);
        for (var state : PersonState.values()) {
            complete.put(state, byState.getOrDefault(state, 0L));
        }
        byState = Map.copyOf(complete);
    }

    /** People in this state. */
    public long in(PersonState state) {
        return byState.getOrDefault(state, 0L);
    }

    /** Everybody of the source. */
    public long people() {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }

    /** People for whom an account stands. */
    public long mapped() {
        return in(PersonState.MATCHED) + in(PersonState.MAPPED_MANUALLY) + in(PersonState.CREATED);
    }

    /** People for whom no account was found and nobody has decided, suggestions or not; conflicts are not among them. */
    public long unmatched() {
        return in(PersonState.SUGGESTED) + in(PersonState.UNMATCHED);
    }

    /** People about whom somebody must still decide. */
    public long undecided() {
        return unmatched() + conflicts();
    }

    /** People whose address does not decide. */
    public long conflicts() {
        return in(PersonState.CONFLICT);
    }

    /** People who shall have no account, by decision. */
    public long leftUnmapped() {
        return in(PersonState.LEFT_UNMAPPED);
    }
}
