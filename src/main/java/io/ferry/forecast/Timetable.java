package io.ferry.forecast;

import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.Phase;
import java.util.List;

/**
 * The estimates of a whole migration, in the order of the route.
 *
 * @param estimates at least one for each phase
 * @param remarks what else there is to say, such as earlier migrations that were left out
 */
public record Timetable(List<Estimate> estimates, List<String> remarks) {
    public Timetable {
        estimates = List.copyOf(estimates);
        remarks = List.copyOf(remarks);
    }

    /** All of what is known of a phase. */
    public Span of(Phase phase) {
        return sum(
                estimates.stream().filter(estimate -> estimate.phase() == phase).toList());
    }

    /**
     * How long the source is frozen, as far as it is known: from the freeze, with which the first phase ends, to the start of
     * work in the cloud.
     */
    public Span frozen() {
        return sum(estimates.stream().filter(Timetable::isWithinTheFreeze).toList());
    }

    /** The work within the freeze of which no time is known. */
    public List<Estimate> unknown() {
        return estimates.stream()
                .filter(estimate -> estimate.takes() == null && isWithinTheFreeze(estimate))
                .toList();
    }

    private static boolean isWithinTheFreeze(Estimate estimate) {
        return !estimate.ahead() && estimate.phase() != Phase.CHECK_READINESS && estimate.phase() != Phase.FINISH;
    }

    private static Span sum(List<Estimate> estimates) {
        Span sum = Span.NONE;
        for (Estimate estimate : estimates) {
            if (estimate.takes() != null) {
                sum = sum.plus(estimate.takes());
            }
        }
        return sum;
    }
}
