package io.ferry.migration;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person confirmed or decided.
 *
 * @param question what was asked
 * @param decision the answer
 * @param reason why, where a reason was asked for
 * @param by who answered, as the record names them
 * @param basis what the person saw when answering: counts, fingerprints, hashes
 * @param used whether an intent has used it; a confirmation is good for one
 * @param shownSha256 the hash of the basis as it was recorded, for which the chain of events vouches; null for answers that an
 *     earlier Ferry recorded
 */
public record Confirmation(
        UUID id,
        MigrationId migrationId,
        Question question,
        Decision decision,
        @Nullable String reason,
        Actor by,
        Instant at,
        Map<String, Object> basis,
        boolean used,
        @Nullable String shownSha256) {
    public Confirmation {
        basis = Collections.unmodifiableMap(new LinkedHashMap<>(basis));
    }

    /** An answer for whose basis the chain of events does not vouch. */
    public Confirmation(
            UUID id,
            MigrationId migrationId,
            Question question,
            Decision decision,
            @Nullable String reason,
            Actor by,
            Instant at,
            Map<String, Object> basis,
            boolean used) {
        this(id, migrationId, question, decision, reason, by, at, basis, used, null);
    }

    /**
     * Whether this person answered.
     *
     * @param person as Tasklist knows them; of an e-mail address the record keeps only the part before the @
     */
    public boolean isBy(String person) {
        return by.name().equals(Addresses.person(person));
    }

    /** Whether the person decided against Ferry's findings. */
    public boolean isOverride() {
        return decision == Decision.GO_ON;
    }

    /** Whether this was the answer to this question. */
    public boolean is(Question question, Decision decision) {
        return this.question == question && this.decision == decision;
    }

    /** Whether the answer is the question's confirmation. */
    public boolean isConfirmation() {
        return question.isConfirmedBy(decision);
    }
}
