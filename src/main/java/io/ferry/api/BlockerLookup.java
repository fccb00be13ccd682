package io.ferry.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.process.common.RetriedSteps;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.engine.StartedInCamunda.Unregistered;
import io.ferry.process.engine.WaitingTask;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks Camunda what holds a migration up. Pages that refresh themselves ask for {@link #recent} answers: however many people
 * look, Camunda is asked every few seconds at most, and left alone for a while when it is silent.
 */
@Component
class BlockerLookup {
    static final Duration FRESH = Duration.ofSeconds(5);
    static final Duration LEFT_ALONE = Duration.ofSeconds(20);

    private final Migrations migrations;
    private final WaitingTasks waitingTasks;
    private final Incidents incidents;
    private final Cluster cluster;
    private final RetriedSteps retriedSteps;
    private final StartedInCamunda startedInCamunda;
    private final Cache<MigrationId, Blockers> recent;
    private final Cache<String, Found> recentlyFound;
    private final Question aboutTasks;
    private final Question aboutIncidents;
    private final Question aboutStarts;

    BlockerLookup(
            Migrations migrations,
            WaitingTasks waitingTasks,
            Incidents incidents,
            RetriedSteps retriedSteps,
            StartedInCamunda startedInCamunda,
            Cluster cluster,
            Clock clock) {
        this.retriedSteps = retriedSteps;
        this.cluster = cluster;
        this.migrations = migrations;
        this.waitingTasks = waitingTasks;
        this.incidents = incidents;
        this.startedInCamunda = startedInCamunda;
        this.recent = fresh(clock);
        this.recentlyFound = fresh(clock);
        CircuitBreakerConfig oneFailureOpens = CircuitBreakerConfig.custom()
                .slidingWindowSize(1)
                .minimumNumberOfCalls(1)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(LEFT_ALONE)
                .recordExceptions(RemoteFailure.class)
                .clock(clock)
                .build();
        this.aboutTasks = new Question("Waiting tasks", CircuitBreaker.of("waiting tasks", oneFailureOpens));
        this.aboutIncidents = new Question("Incidents", CircuitBreaker.of("incidents", oneFailureOpens));
        this.aboutStarts =
                new Question("Migrations started in Camunda", CircuitBreaker.of("starts in Camunda", oneFailureOpens));
    }

    private static <K, V> Cache<K, V> fresh(Clock clock) {
        return Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .build();
    }

    /** A kind of question to Camunda, left alone for a while after a failure. */
    private static final class Question {
        private final String what;
        private final CircuitBreaker breaker;
        private volatile String lastFailure = "Camunda does not answer.";

        Question(String what, CircuitBreaker breaker) {
            this.what = what;
            this.breaker = breaker;
        }

        /** The answer; if there is none, null, and the reason is added to {@code unknown}. */
        private <T> @Nullable List<T> ask(Map<String, String> unknown, Supplier<List<T>> question) {
            try {
                return breaker.executeSupplier(question);
            } catch (RemoteFailure failure) {
                lastFailure = String.valueOf(failure.getMessage());
            } catch (CallNotPermittedException leftAlone) {
                // The reason is the last failure's.
            }
            unknown.put(what, lastFailure);
            return null;
        }
    }

    /** What holds the migration up, asked now. */
    Blockers now(Migration migration) {
        return unknown(migration).orElseGet(() -> {
            aboutTasks.breaker.reset();
            aboutIncidents.breaker.reset();
            return ask(migration);
        });
    }

    /** What holds the migration up, asked a few seconds ago at most. */
    Blockers recent(Migration migration) {
        return unknown(migration).orElseGet(() -> recent.get(migration.id(), id -> ask(migration)));
    }

    /**
     * What was started in Camunda and is not on record.
     *
     * @param notes what a reader should know about this answer
     */
    record Found(List<Unregistered> unregistered, List<String> notes) {
        static final Found NOTHING = new Found(List.of(), List.of());
    }

    /** What was started in Camunda and is not on record, asked a few seconds ago at most. */
    Found startedInCamunda() {
        if (cluster.trouble().isPresent()) {
            return Found.NOTHING;
        }
        return recentlyFound.get("", any -> {
            Map<String, String> unknown = new LinkedHashMap<>();
            List<Unregistered> found = aboutStarts.ask(unknown, startedInCamunda::unregistered);
            return new Found(found == null ? List.of() : found, notes(unknown));
        });
    }

    /** While Camunda is known not to answer, nobody waits for it. */
    private Optional<Blockers> unknown(Migration migration) {
        return cluster.trouble().map(why -> new Blockers(null, null, retriedSteps.of(migration.id()), List.of(why)));
    }

    private Blockers ask(Migration migration) {
        Map<String, String> unknown = new LinkedHashMap<>();
        List<WaitingTask> tasks = aboutTasks.ask(unknown, () -> waitingTasks.of(migration.id()));
        List<Incident> stuck = aboutIncidents.ask(unknown, () -> incidents.of(migrations.instances(migration)));
        return new Blockers(tasks, stuck, retriedSteps.of(migration.id()), notes(unknown));
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
}
