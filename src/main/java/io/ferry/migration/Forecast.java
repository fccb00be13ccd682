package io.ferry.migration;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a phase is expected to take, the waiting for people included.
 *
 * @param duration null where nothing is known
 * @param runs on how many runs this rests
 */
public record Forecast(
        Phase phase, String title, Basis basis, @Nullable Duration duration, int runs) {

    /** Where the duration comes from. */
    public enum Basis {
        /** The phase ran in this migration. */
        MEASURED,
        /** The phase ran in other migrations on this Ferry's record; their sites may be larger or smaller. */
        OTHER_MIGRATIONS,
        /** The phase has never run here. */
        UNKNOWN
    }

    static Forecast of(Phase phase, List<PhaseRun> own, List<PhaseRun> others) {
        List<Duration> measured = durations(phase, own);
        if (!measured.isEmpty()) {
            return new Forecast(phase, phase.title(), Basis.MEASURED, measured.getLast(), measured.size());
        }
        List<Duration> elsewhere = durations(phase, others).stream().sorted().toList();
        return elsewhere.isEmpty()
                ? new Forecast(phase, phase.title(), Basis.UNKNOWN, null, 0)
                : new Forecast(
                        phase,
                        phase.title(),
                        Basis.OTHER_MIGRATIONS,
                        elsewhere.get(elsewhere.size() / 2),
                        elsewhere.size());
    }

    private static List<Duration> durations(Phase phase, List<PhaseRun> runs) {
        return runs.stream()
                .filter(run -> run.phase() == phase && run.state() == PhaseRun.State.ENDED && run.endedAt() != null)
                .map(run -> Duration.between(run.startedAt(), Objects.requireNonNull(run.endedAt())))
                .toList();
    }
}
