package io.ferry.users;

import java.util.Objects;

/**
 * An account that may be the person's, for a person to judge.
 *
 * @param score 0 to 100
 * @param policy name of the policy that found it
 * @param reason why, as a person reads it
 */
public record Suggestion(String accountId, int score, String policy, String reason) {

    public Suggestion {
        Objects.requireNonNull(accountId);
        Objects.requireNonNull(policy);
        Objects.requireNonNull(reason);
        if (score < 0 || score > 100) {
            throw new IllegalArgumentException("A score is between 0 and 100, not " + score);
        }
    }
}
