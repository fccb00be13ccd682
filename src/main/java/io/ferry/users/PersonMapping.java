package io.ferry.users;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person of the source with everything that is known about the way into the cloud.
 *
 * @param account the account that stands for the person, if one does
 * @param policy the policy that matched, if one did
 * @param creatable whether Ferry could create an account: active, with a valid address that nobody shares
 * @param decision what a person decided
 * @param revision number of the last change to this person: whoever decides says which one they saw
 * @param changedBy who made that change; null for Ferry's matching
 */
public record PersonMapping(
        SourcePerson person,
        PersonState state,
        @Nullable TargetAccount account,
        @Nullable String policy,
        @Nullable Conflict conflict,
        boolean creatable,
        @Nullable PersonDecision decision,
        List<SuggestedAccount> suggestions,
        long revision,
        @Nullable String changedBy) {

    public PersonMapping {
        suggestions = List.copyOf(suggestions);
    }

    /** A suggestion together with its account. */
    public record SuggestedAccount(TargetAccount account, int score, String policy, String reason) {}
}
