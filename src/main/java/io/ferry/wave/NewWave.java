package io.ferry.wave;

import io.ferry.migration.MigrationRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked wave that is not on record yet.
 *
 * @param lines in the order in which they start
 */
record NewWave(String name, @Nullable String team, int sideBySide, int stopAfter, List<Line> lines) {
    NewWave {
        lines = List.copyOf(lines);
    }

    /**
     * One migration.
     *
     * @param request with the wave's team
     * @param place by what Ferry knows that two addresses are the same target
     */
    record Line(
            String name,
            String source,
            String target,
            String place,
            boolean rehearsal,
            MigrationRequest request,
            @Nullable Instant plannedStart) {}
}
