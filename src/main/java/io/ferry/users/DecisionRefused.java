package io.ferry.users;

import io.ferry.base.Plural;
import java.io.Serial;

/** A decision that cannot be taken: it would break the rule that one account serves one person, or names nobody. */
public final class DecisionRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String field;

    private DecisionRefused(String field, String message) {
        super(message);
        this.field = field;
    }

    static DecisionRefused noSuchPerson() {
        return new DecisionRefused(
                "userKey", "Nobody of the source has this user key. Take it from the list of people.");
    }

    static DecisionRefused noSuchAccount() {
        return new DecisionRefused(
                "accountId", "No account of the target has this id. Match the people again if the account is new.");
    }

    static DecisionRefused notAPerson() {
        return new DecisionRefused(
                "accountId", "This account belongs to an app or a customer. Pick a person's account.");
    }

    static DecisionRefused taken(String userKey) {
        return new DecisionRefused(
                "accountId",
                "This account is already mapped to the user key '%s'. An account can be used only once: decide about that person first."
                        .formatted(userKey));
    }

    static DecisionRefused reasonMissing() {
        return new DecisionRefused("reason", "Leaving somebody unmapped is permanent in the app: say why.");
    }

    static DecisionRefused notMatchedYet() {
        return new DecisionRefused(
                "people",
                "The people come from a new backup, and Ferry has not matched them yet. Decide about many together when it has.");
    }

    static DecisionRefused otherNumber(long now) {
        return new DecisionRefused(
                "people",
                "The proposal covers %s now, another number than you saw. Look at it and decide again."
                        .formatted(Plural.of(now, "person", "people")));
    }

    /** The field of the request that must change. */
    public String field() {
        return field;
    }
}
