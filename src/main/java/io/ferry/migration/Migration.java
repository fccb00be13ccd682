package io.ferry.migration;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A migration on record.
 *
 * @param processInstanceKey the instance of the main process, once it is known
 * @param outcome how it ended, once it has
 * @param endedAt when it ended
 * @param team the team that it belongs to; null if to none
 */
public record Migration(
        MigrationId id,
        String name,
        App app,
        MigrationSettings settings,
        Instant createdAt,
        @Nullable Long processInstanceKey,
        @Nullable Outcome outcome,
        @Nullable Instant endedAt,
        @Nullable String team) {
    public Migration {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
