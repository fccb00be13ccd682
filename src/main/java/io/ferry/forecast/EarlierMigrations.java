package io.ferry.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the record knows of migrations that arrived: how large their sites were, and how long each phase took. */
@Component
public class EarlierMigrations {
    private static final int MOST = 50;

    private final Migrations migrations;
    private final Timeline timeline;
    private final FactsOfMigration facts;

    EarlierMigrations(Migrations migrations, Timeline timeline, FactsOfMigration facts) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.facts = facts;
    }

    /**
     * A migration that arrived.
     *
     * @param issues of its source; null if they were not counted
     * @param people of its source; null if they were not counted
     * @param took how long each phase took, the waiting for people included; of a phase that ran again all its runs together
     * @param waited how much of that was waiting for people; a phase that is missing waited for nobody
     * @param byHand the operations that people did
     */
    public record Earlier(
            @Nullable Long issues,
            @Nullable Long people,
            Map<Phase, Duration> took,
            Map<Phase, Duration> waited,
            Set<Operation> byHand) {
        public Earlier {
            took = Map.copyOf(took);
            waited = Map.copyOf(waited);
            byHand = Set.copyOf(byHand);
        }

        /**
         * Whether it did a phase as a migration with these settings does: its operations in the same modes, and nothing that a
         * rehearsal leaves out.
         */
        boolean didAlike(Phase phase, MigrationSettings settings) {
            return took.containsKey(phase)
                    && settings.isDoneAlike(phase, byHand)
                    && switch (phase) {
                        case BACK_UP_BIGPICTURE, BACK_UP_JIRA -> true;
                        case CHECK_READINESS -> settings.freezesSource();
                        default -> !settings.rehearsal();
                    };
        }

        /** How long Ferry and the sites worked in a phase; null if it did not run. */
        @Nullable
        Duration worked(Phase phase) {
            Duration whole = took.get(phase);
            return whole == null ? null : whole.minus(waited.getOrDefault(phase, Duration.ZERO));
        }
    }

    /** {@return the newest that ended as migrated} */
    public List<Earlier> all() {
        return migrations.ended(0, MOST).stream()
                .filter(migration -> migration.outcome() == Outcome.MIGRATED
                        && !migration.settings().rehearsal())
                .map(this::read)
                .toList();
    }

    /**
     * How long a migration took from its start to its end, the waiting for people included.
     *
     * @param rehearsal whether it was a rehearsal
     */
    public record Whole(boolean rehearsal, Duration took) {}

    /** {@return how long the newest took that ended as migrated or rehearsed} */
    public List<Whole> wholes() {
        return migrations.ended(0, MOST).stream()
                .filter(migration ->
                        migration.outcome() != null && migration.outcome().isArrived() && migration.endedAt() != null)
                .map(migration -> new Whole(
                        migration.settings().rehearsal(),
                        Duration.between(migration.createdAt(), Objects.requireNonNull(migration.endedAt()))))
                .toList();
    }

    private Earlier read(Migration migration) {
        var took = new EnumMap<Phase, Duration>(Phase.class);
        var waited = new EnumMap<Phase, Duration>(Phase.class);
        Course course = Course.of(
                timeline.phases(migration.id()), timeline.progress(migration.id()), timeline.read(migration.id()));
        for (PhaseRun run : course.runs()) {
            if (run.state() == PhaseRun.State.ENDED && run.endedAt() != null) {
                Instant ended = Objects.requireNonNull(run.endedAt());
                took.merge(run.phase(), Duration.between(run.startedAt(), ended), Duration::plus);
                waited.merge(run.phase(), course.waited(run.startedAt(), ended), Duration::plus);
            }
        }
        JsonNode baseline =
                facts.find(migration.id(), FactName.BASELINE).map(Fact::value).orElse(null);
        return new Earlier(
                count(baseline, "issues"),
                count(baseline, "people"),
                took,
                waited,
                migration.settings().byHand());
    }

    private static @Nullable Long count(@Nullable JsonNode baseline, String name) {
        return baseline != null && baseline.path(name).isNumber()
                ? (Long) baseline.path(name).asLong()
                : null;
    }
}
