package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.wave.Wave;
import io.ferry.wave.WaveEvent;
import io.ferry.wave.WaveForecast;
import io.ferry.wave.WaveLine.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one wave.
 *
 * @param forecast when it will be over; null if nothing is left to wait for
 * @param notes what a reader should know about this answer
 */
record WaveDetails(
        Summary wave, @Nullable WaveForecast forecast, List<Line> lines, List<WaveEvent> events, List<String> notes) {

    /**
     * A wave as the list shows it.
     *
     * @param sideBySide how many of its migrations may be under way at the same time
     * @param stopAfterFailures after how many failures that nobody has acknowledged no further migration starts
     * @param reason why it does not go on; left out while it does
     */
    @Schema(name = "WaveSummary")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Summary(
            UUID id,
            String name,
            @Nullable String team,
            Wave.State state,
            @Nullable String reason,
            int sideBySide,
            int stopAfterFailures,
            Instant createdAt,
            String createdBy,
            @Nullable Instant endedAt,
            Counts counts) {}

    /**
     * How many of its migrations are where.
     *
     * @param completed ended as migrated or rehearsed
     * @param failed ended otherwise, or could not be started
     * @param leftOut not started: the wave was ended, or Camunda has a process that a restored record does not know
     * @param byPhase those under way by the phases in which they are; empty in the list of waves
     * @param byOutcome those that have ended
     */
    @Schema(name = "WaveCounts")
    record Counts(
            int waiting,
            int starting,
            int running,
            int completed,
            int failed,
            int leftOut,
            Map<Phase, Integer> byPhase,
            Map<Outcome, Integer> byOutcome) {}

    /**
     * One migration of it.
     *
     * @param number its place in the list, counted from 1
     * @param migration its id; null as long as it has not been started, and for whoever may not see it
     * @param phases those under way
     * @param progressPercent how much of the route is done; null unless it has been started
     * @param waitsFor what it waits for now, and for whom
     * @param note what there is to say of its start
     * @param acknowledged whether somebody let the wave go on after it had failed
     */
    @Schema(name = "LineOfWave")
    record Line(
            int number,
            String name,
            String source,
            String target,
            boolean rehearsal,
            @Nullable Instant plannedStart,
            Standing state,
            @Nullable MigrationId migration,
            List<Phase> phases,
            @Nullable Integer progressPercent,
            @Nullable Outcome outcome,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<WaitsFor> waitsFor,
            @Nullable String note,
            boolean acknowledged) {}

    /** Why something does not go on. */
    enum Kind {
        /** A person has something to do. */
        TASK,
        /** Something is stuck. */
        INCIDENT,
        /** Ferry tries again by itself. */
        RETRY,
        /** Its planned start has not come. */
        PLANNED_START,
        /** Others of the wave come first. */
        OTHERS,
        /** The wave does not go on. */
        WAVE
    }

    /**
     * What something waits for.
     *
     * @param what in words: a task's name, an incident's message, a time
     * @param whom for whom, in words; null if for nobody
     * @param groups who may take the task
     * @param since since when it waits; null if that is not known
     * @param link where somebody does something about it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WaitsFor(
            Kind kind,
            String what,
            @Nullable String whom,
            List<String> groups,
            @Nullable Instant since,
            @Nullable String link) {
        static WaitsFor of(Kind kind, String what) {
            return new WaitsFor(kind, what, null, List.of(), null, null);
        }
    }
}
