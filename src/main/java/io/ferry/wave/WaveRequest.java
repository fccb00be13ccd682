package io.ferry.wave;

import io.ferry.migration.MigrationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wave that somebody asks for, unchecked.
 *
 * @param name what people call it
 * @param team the team that it and its migrations belong to, where teams are set up
 * @param sideBySide how many of its migrations may be under way at the same time; 1 if it is left out
 * @param stopAfterFailures after how many failures no further migration starts; 1 if it is left out
 * @param zone the time zone of planned starts that have no offset, such as Europe/Berlin; UTC if it is left out
 * @param lines the migrations, in the order in which they are to start
 */
public record WaveRequest(
        @Nullable String name,
        @Nullable String team,
        @Nullable Integer sideBySide,
        @Nullable Integer stopAfterFailures,
        @Nullable String zone,
        @Nullable List<WantedLine> lines) {

    /**
     * One migration.
     *
     * @param plannedStart date and time before which it does not start, such as 2026-11-07T18:00,
     *     2026-11-07 18:00 or 2026-11-07T18:00+01:00; left out: as soon as there is room
     * @param migration the migration as {@code POST /api/migrations} takes it
     */
    public record WantedLine(
            @Nullable String plannedStart, @Nullable MigrationRequest migration) {}
}
