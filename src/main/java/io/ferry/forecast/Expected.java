package io.ferry.forecast;

import io.ferry.forecast.Estimate.Basis;
import io.ferry.forecast.Estimate.Doer;
import io.ferry.forecast.Estimate.Span;
import io.ferry.forecast.Estimate.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a phase, work and people apart.
 *
 * @param work what Ferry and the sites do, as far as it is known
 * @param people what people do and decide, as far as it is known
 * @param basis where the time of the work comes from; the worst where there are several
 * @param unknown why nothing is known of some of the work; empty if all of it is known
 */
record Expected(Span work, Span people, Basis basis, List<String> unknown) {
    /** A usual site takes so long for a call; where Ferry asks 20 times a second at most, it is at least half of that. */
    private static final Duration ASSUMED_CALL = Duration.ofMillis(100);

    Expected {
        unknown = List.copyOf(unknown);
    }

    /**
     * How long a phase took in an earlier migration.
     *
     * @param weight how much it counts
     * @param work scaled to this source
     */
    record Experience(double weight, Duration work, Duration people) {}

    /** From earlier migrations, at least one. */
    static Expected of(List<Experience> earlier) {
        return new Expected(
                span(earlier, Experience::work),
                span(earlier, Experience::people),
                Basis.EARLIER_MIGRATIONS,
                List.of());
    }

    /** From the estimates of a phase. */
    static Expected of(List<Estimate> parts, boolean byHand) {
        Span work = Span.NONE;
        Span people = Span.NONE;
        Basis basis = Basis.EARLIER_MIGRATIONS;
        List<String> unknown = new ArrayList<>();
        for (Estimate part : parts) {
            boolean isWork = part.doer() == Doer.FERRY || part.doer() == Doer.SITE && !byHand;
            Span takes = takes(part);
            if (takes == null) {
                if (isWork) {
                    unknown.add(part.because());
                }
            } else if (isWork) {
                work = work.plus(takes);
                basis = part.basis().compareTo(basis) > 0 ? part.basis() : basis;
            } else if (!part.ahead()) {
                people = people.plus(takes);
            }
        }
        return new Expected(work, people, basis, unknown);
    }

    private static @Nullable Span takes(Estimate part) {
        boolean onlyPaceUnknown =
                part.takes() == null && part.size() != null && part.size().unit() == Unit.CALLS;
        if (!onlyPaceUnknown) {
            return part.takes();
        }
        Duration likely =
                ASSUMED_CALL.multipliedBy(Objects.requireNonNull(part.size()).amount());
        return new Span(likely.dividedBy(2), likely, likely.multipliedBy(4));
    }

    private static Span span(List<Experience> earlier, Function<Experience, Duration> part) {
        double logs = 0;
        double weights = 0;
        for (Experience one : earlier) {
            logs += one.weight() * Math.log(1 + Math.max(0, part.apply(one).toMillis()));
            weights += one.weight();
        }
        Duration likely = Duration.ofMillis(Math.round(Math.exp(logs / weights)) - 1);
        if (earlier.size() < 3) {
            return new Span(likely.dividedBy(2), likely, likely.multipliedBy(2));
        }
        List<Duration> sorted =
                earlier.stream().map(part).sorted(Comparator.naturalOrder()).toList();
        return new Span(
                min(sorted.getFirst(), likely),
                likely,
                sorted.getLast().compareTo(likely) > 0 ? sorted.getLast() : likely);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** How wide the range of the work is: the standard deviation of its logarithm, if nine of ten lie within the range. */
    double spread() {
        if (work.likely().isZero()) {
            return 0;
        }
        double shortest = Math.max(work.shortest().toMillis(), work.likely().toMillis() / 10.0);
        return Math.clamp(Math.log(Math.max(work.longest().toMillis(), 1) / Math.max(shortest, 1)) / 3.3, 0.15, 1.5);
    }
}
