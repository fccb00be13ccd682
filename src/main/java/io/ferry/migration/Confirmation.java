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
 * @param subject the question in kebab-case, such as {@code restore} or {@code failed-checks}
 * @param decision the answer, such as CONFIRM or GO_ON
 * @param reason why, where a reason was asked for
 * @param by who answered
 * @param basis what the person saw when answering: counts, fingerprints, hashes
 * @param used whether an intent has used it; a confirmation is good for one
 */
public record Confirmation(
        UUID id,
        MigrationId migrationId,
        String subject,
        String decision,
        @Nullable String reason,
        String by,
        Instant at,
        Map<String, Object> basis,
        boolean used) {
    public Confirmation {
        basis = Collections.unmodifiableMap(new LinkedHashMap<>(basis));
    }

    /**
     * Whether this person answered.
     *
     * @param person as Tasklist knows them; of an e-mail address the record keeps only the part before the @
     */
    public boolean isBy(String person) {
        return by.equals(Addresses.person(person));
    }

    /** Whether the person decided against Ferry's findings. */
    public boolean isOverride() {
        return decision.equals("GO_ON");
    }
}
