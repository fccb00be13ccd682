package io.ferry.api;

import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks Camunda what holds a migration up. Pages that refresh themselves ask for {@link #recent} answers: however many people
 * look, Camunda is asked every few seconds at most, and left alone for a while when it is silent.
 */
@Component
class Standings {
    static final Duration FRESH = Duration.ofSeconds(5);
    static final Duration LEFT_ALONE = Duration.ofSeconds(20);

    private final Migrations migrations;
    private final WaitingTasks waitingTasks;
    private final Incidents incidents;
    private final Cluster cluster;
    private final Clock clock;
    private final Map<MigrationId, Seen> seen = new ConcurrentHashMap<>();
    private final Silence aboutTasks = new Silence();
    private final Silence aboutIncidents = new Silence();

    Standings(Migrations migrations, WaitingTasks waitingTasks, Incidents incidents, Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.migrations = migrations;
        this.waitingTasks = waitingTasks;
        this.incidents = incidents;
        this.clock = clock;
    }

    private record Seen(Instant at, Standing standing) {}

    /** The last failure of one kind of question. */
    private static final class Silence {
        private volatile @Nullable Failed last;

        private record Failed(Instant at, RemoteFailure failure) {}
    }

    /** What holds the migration up, asked now. */
    Standing now(Migration migration) {
        return unknown().orElseGet(() -> ask(migration, Duration.ZERO));
    }

    /** What holds the migration up, asked a few seconds ago at most. */
    Standing recent(Migration migration) {
        return unknown().orElseGet(() -> asked(migration));
    }

    /** While Camunda is known not to answer, nobody waits for it. */
    private Optional<Standing> unknown() {
        return cluster.trouble().map(why -> new Standing(null, null, List.of(why)));
    }

    private Standing asked(Migration migration) {
        Instant now = clock.instant();
        seen.values().removeIf(old -> !old.at().plus(FRESH).isAfter(now));
        Seen known = seen.get(migration.id());
        if (known == null) {
            known = new Seen(now, ask(migration, LEFT_ALONE));
            seen.put(migration.id(), known);
        }
        return known.standing();
    }

    private Standing ask(Migration migration, Duration leftAlone) {
        Map<String, String> unknown = new LinkedHashMap<>();
        List<WaitingTask> tasks =
                known("Waiting tasks", unknown, aboutTasks, leftAlone, () -> waitingTasks.of(migration.id()));
        List<Incident> stuck = known(
                "Incidents", unknown, aboutIncidents, leftAlone, () -> incidents.of(migrations.instances(migration)));
        return new Standing(tasks, stuck, notes(unknown));
    }

    /** A sentence for each reason. */
    private static List<String> notes(Map<String, String> unknown) {
        return Set.copyOf(unknown.values()).size() < unknown.size()
                ? List.of("Waiting tasks and incidents are unknown right now: "
                        + unknown.values().iterator().next())
                : unknown.entrySet().stream()
                        .map(what -> what.getKey() + " are unknown right now: " + what.getValue())
                        .toList();
    }

    private <T> @Nullable List<T> known(
            String what, Map<String, String> unknown, Silence silence, Duration leftAlone, Supplier<List<T>> question) {
        Silence.Failed last = silence.last;
        if (last != null && last.at().plus(leftAlone).isAfter(clock.instant())) {
            unknown.put(what, String.valueOf(last.failure().getMessage()));
            return null;
        }
        try {
            return question.get();
        } catch (RemoteFailure failure) {
            silence.last = new Silence.Failed(clock.instant(), failure);
            unknown.put(what, String.valueOf(failure.getMessage()));
            return null;
        }
    }
}
