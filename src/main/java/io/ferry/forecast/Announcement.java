package io.ferry.forecast;

import io.ferry.migration.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the time left, so that it does not jump back and forth. Between two pieces of news, which are the beginning
 * or end of a phase, the count of the source, an answer, or another tenth of long work, time passes and nothing else: the announced end stays where it
 * is, and moves later only when what runs takes longer than was announced. With news it moves only if what is left now differs
 * by more than a tenth from what had been announced.
 *
 * <p>All of it follows from the record alone: whoever asks, and how often, the answer at a moment is the same.
 */
final class Announcement {
    private static final double KEPT = 0.1;
    private static final Duration ALWAYS_KEPT = Duration.ofSeconds(1);

    private Announcement() {}

    /**
     * A time that was announced.
     *
     * @param left what was left; null if it is not known
     * @param spread how wide its range is
     */
    private record Told(@Nullable Duration left, double spread) {
        private Told later(Duration worked) {
            if (left == null) {
                return this;
            }
            Duration rest = left.minus(worked);
            return new Told(rest.isNegative() ? Duration.ZERO : rest, spread);
        }

        /** With news: as before, unless it differs by much. */
        private Told corrected(@Nullable Duration now, double nowSpread) {
            if (left == null || now == null) {
                return new Told(now, nowSpread);
            }
            return now.minus(left).abs().compareTo(tolerance()) > 0
                    ? new Told(now, nowSpread)
                    : new Told(left, Math.min(spread, nowSpread));
        }

        /** Without news: as before, unless more is left. */
        private Told overdue(@Nullable Duration now) {
            return left != null && now != null && now.minus(left).compareTo(tolerance()) > 0
                    ? new Told(now, spread)
                    : this;
        }

        private Duration tolerance() {
            Duration tenth = Duration.ofMillis(Math.round(left == null ? 0 : left.toMillis() * KEPT));
            return tenth.compareTo(ALWAYS_KEPT) > 0 ? tenth : ALWAYS_KEPT;
        }
    }

    /**
     * What was expected of each phase.
     *
     * @param before while nobody knew how large the source is
     * @param after since it has been counted
     * @param counted when that was; null if it has not been
     */
    record Forecast(
            Map<Phase, Expected> before,
            Map<Phase, Expected> after,
            @Nullable Instant counted) {
        private Map<Phase, Expected> asOf(Instant at) {
            return counted == null || at.isBefore(counted) ? before : after;
        }
    }

    private static List<Instant> news(Course course, @Nullable Instant counted, Instant now) {
        List<Instant> news = course.newsUntil(now);
        return counted == null || counted.isAfter(now)
                ? news
                : Stream.concat(news.stream(), Stream.of(counted))
                        .sorted()
                        .distinct()
                        .toList();
    }

    /**
     * What is told at a moment.
     *
     * @param forecasts what was expected of each phase
     */
    static Outlook at(Course course, Set<Phase> route, Forecast forecasts, Instant now) {
        Function<Instant, Map<Phase, Expected>> expected = forecasts::asOf;
        Told whole = new Told(null, 0);
        Told ofPhase = new Told(null, 0);
        @Nullable Phase phase = null;
        Course known = course.asOf(Instant.MIN);
        Instant before = null;
        for (Instant news : news(course, forecasts.counted(), now)) {
            if (before != null) {
                Outlook old = Outlook.of(known, route, expected.apply(before), news);
                Duration worked = course.worked(before, news);
                whole = whole.later(worked).overdue(old.work());
                ofPhase = ofPhase.later(worked).overdue(old.phaseWork());
            }
            known = course.asOf(news);
            Outlook next = Outlook.of(known, route, expected.apply(news), news);
            whole = whole.corrected(next.work(), next.spread());
            ofPhase = next.phase() == phase
                    ? ofPhase.corrected(next.phaseWork(), next.phaseSpread())
                    : new Told(next.phaseWork(), next.phaseSpread());
            phase = next.phase();
            before = news;
        }
        Instant last = before == null ? now : before;
        Outlook current = Outlook.of(known, route, expected.apply(last), now);
        Duration worked = course.worked(last, now);
        whole = before == null
                ? new Told(current.work(), current.spread())
                : whole.later(worked).overdue(current.work());
        ofPhase = ofPhase.later(worked).overdue(current.phaseWork());
        return new Outlook(
                whole.left(),
                ofPhase.left(),
                current.people(),
                whole.spread(),
                ofPhase.spread(),
                current.phase(),
                current.unknown());
    }
}
