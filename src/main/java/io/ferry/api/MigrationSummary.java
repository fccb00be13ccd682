package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.forecast.TimeLeft;
import io.ferry.migration.App;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Outcome;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A migration as the list shows it.
 *
 * @param timeLeft how long it still takes; left out if it has ended or its process has not reported, and where it is
 *     not asked for
 * @param note what whoever asked is to do now; left out mostly
 */
record MigrationSummary(
        MigrationId id,
        String name,
        App app,
        State state,
        @Nullable Outcome outcome,
        boolean rehearsal,
        boolean dressRehearsal,
        URI source,
        URI target,
        Instant createdAt,
        @Nullable Instant endedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String team,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TimeLeft timeLeft,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {

    /** Where a migration stands as a whole. */
    enum State {
        /** On record, but its process has not reported yet. */
        STARTING,
        RUNNING,
        ENDED;

        static State of(Migration migration) {
            if (migration.outcome() != null) {
                return ENDED;
            }
            return migration.processInstanceKey() == null ? STARTING : RUNNING;
        }
    }

    static MigrationSummary of(Migration migration) {
        return new MigrationSummary(
                migration.id(),
                migration.name(),
                migration.app(),
                State.of(migration),
                migration.outcome(),
                migration.settings().rehearsal(),
                migration.settings().dressRehearsal(),
                migration.settings().source().url(),
                migration.settings().target().url(),
                migration.createdAt(),
                migration.endedAt(),
                migration.team(),
                null,
                null);
    }

    MigrationSummary with(@Nullable TimeLeft left) {
        return with(left, note);
    }

    MigrationSummary withNote(String words) {
        return with(timeLeft, words);
    }

    private MigrationSummary with(@Nullable TimeLeft left, @Nullable String words) {
        return new MigrationSummary(
                id,
                name,
                app,
                state,
                outcome,
                rehearsal,
                dressRehearsal,
                source,
                target,
                createdAt,
                endedAt,
                team,
                left,
                words);
    }
}
