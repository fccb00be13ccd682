package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Outcome;
import io.ferry.wave.WaveEvent;
import io.ferry.wave.WaveLine.Standing;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wave.
 *
 * @param writtenAt when this was put together
 * @param startedAt when its first migration started; null if none has
 * @param endedAt when its last migration ended; null while one is under way or waits
 * @param took from the one to the other
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record WaveReport(
        WaveDetails.Summary wave,
        Instant writtenAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Duration took,
        List<Line> migrations,
        List<WaveEvent> events) {

    /**
     * One migration.
     *
     * @param migration its id; null if it was not started, or belongs to another team by now
     * @param took from its start to its end
     * @param why of one that failed: what happened last that somebody decided, or why it could not be started
     * @param by who decided it, as the record names people
     * @param report where its own report is
     */
    @Schema(name = "LineOfWaveReport")
    record Line(
            int number,
            String name,
            String source,
            String target,
            boolean rehearsal,
            Standing state,
            @Nullable MigrationId migration,
            @Nullable Outcome outcome,
            @Nullable Instant plannedStart,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Duration took,
            @Nullable String why,
            @Nullable String by,
            @Nullable String report) {}
}
