package io.ferry.users;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.EmailMasking;
import io.ferry.migration.Canonical;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one person was matched, as the report lists everybody of the source: by keys and account ids. Names and addresses stay
 * in Ferry's database, where they can be erased, and after that nobody is listed any more.
 *
 * <p>The hashes that {@link PeopleList} keeps are made of this. Whoever changes what stands here, or how it is written or
 * masked, adds a migration of the database that sets {@code mapping_state.listed} to -1.
 *
 * @param accountId null for whoever has none
 * @param policy the policy that matched, where one did
 * @param by who decided; {@code Ferry} for what an address decided
 * @param at when; null before the first matching
 * @param reason why, where a reason was given
 */
public record ListedPerson(
        String userKey,
        PersonState state,
        @Nullable String accountId,
        @Nullable String policy,
        String by,
        @Nullable Instant at,
        @Nullable String reason) {

    /** Keys are often addresses, and so may be the rest. */
    public ListedPerson {
        userKey = EmailMasking.mask(userKey);
        by = EmailMasking.mask(by);
        reason = reason == null ? null : EmailMasking.mask(reason);
    }

    /** The same as the report has it. */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("accountId", accountId)
                .put("at", at == null ? null : at.toString())
                .put("by", by)
                .put("policy", policy)
                .put("reason", reason)
                .put("state", state.name())
                .put("userKey", userKey);
    }

    /** The one line that is hashed. */
    String line() {
        return Canonical.text(json());
    }
}
