package io.ferry.runbook;

import io.ferry.forecast.Estimate;
import io.ferry.forecast.Estimate.Basis;
import io.ferry.forecast.Estimate.Doer;
import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a phase as it is planned.
 *
 * @param work what is done, in words
 * @param takes in whole minutes; null where nothing is known
 * @param basis where the time comes from
 * @param because the same in a sentence
 * @param ahead whether it is done before the freeze, and then takes no time of the plan
 */
public record Part(
        Phase phase, String work, Doer doer, @Nullable Span takes, Basis basis, String because, boolean ahead) {

    static Part of(Estimate estimate) {
        Span takes = estimate.takes();
        return new Part(
                estimate.phase(),
                estimate.work(),
                estimate.doer(),
                takes == null
                        ? null
                        : new Span(minutes(takes.shortest()), minutes(takes.likely()), minutes(takes.longest())),
                estimate.basis(),
                estimate.because(),
                estimate.ahead());
    }

    private static Duration minutes(Duration duration) {
        return Duration.ofMinutes(Math.ceilDiv(duration.toMillis(), 60_000L));
    }

    /** The time that it takes of the plan. */
    Span planned() {
        return ahead || takes == null ? Span.NONE : takes;
    }

    /** Whether the plan would be longer if more were known. */
    boolean isUnknown() {
        return !ahead && takes == null;
    }
}
