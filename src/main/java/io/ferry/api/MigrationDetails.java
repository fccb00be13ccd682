package io.ferry.api;

import io.ferry.forecast.TimeLeft;
import io.ferry.migration.Actor;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Phase;
import io.ferry.process.common.RetriedSteps.RetriedStep;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one migration.
 *
 * @param progressPercent how much of the route is done, 0 to 100
 * @param timeLeft how long it still takes; null if it has ended or its process has not reported
 * @param events what belongs to no phase
 * @param waitingTasks what waits for people; null while Camunda does not answer
 * @param incidents what is stuck; null while Camunda does not answer
 * @param retriedSteps what Ferry tries again by itself: since when, when next, and what to look at
 * @param notes what a reader should know about this answer
 */
record MigrationDetails(
        MigrationSummary migration,
        MigrationSettings settings,
        int progressPercent,
        @Nullable TimeLeft timeLeft,
        List<PhaseDetails> phases,
        List<Step> events,
        @Nullable List<WaitingTask> waitingTasks,
        @Nullable List<Incident> incidents,
        List<RetriedStep> retriedSteps,
        List<String> notes,
        Map<String, String> links) {

    /**
     * A phase as it last ran.
     *
     * @param runs how often it has begun
     * @param percent progress of its long work, if it has told any
     */
    record PhaseDetails(
            Phase id,
            String title,
            String state,
            int runs,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Integer percent,
            List<Step> steps) {}

    /**
     * Something that happened.
     *
     * @param by who did it, if a person or a script did
     * @param byChannel how Ferry knows who it was
     */
    record Step(
            Instant at,
            String step,
            Event.Kind kind,
            String message,
            @Nullable String by,
            Actor.@Nullable Channel byChannel) {
        static Step of(Event event) {
            return new Step(event.at(), event.step(), event.kind(), event.message(), event.by(), event.byChannel());
        }
    }
}
