package io.ferry.migration;

import java.time.Instant;
import java.util.UUID;

/**
 * What Ferry is about to do to a remote site.
 *
 * @param id names the intent
 * @param action what is to be done
 */
public record Intent(UUID id, MigrationId migrationId, Action action, Instant startedAt) {

    /** Ferry's mark, for descriptions at the remote site: by it the result is found again. */
    public String mark() {
        return "ferry-" + id.toString().replace("-", "").substring(0, 12);
    }
}
