package io.ferry.forecast;

import io.ferry.migration.Phase;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a piece of work in a phase is expected to take.
 *
 * @param phase in which phase
 * @param work what is done, in words
 * @param doer who does it
 * @param size of how much; null where the time depends on nothing that is counted
 * @param basis where the time comes from
 * @param because the rate and its source in a sentence; where nothing is known, why not and how to find out
 * @param takes null where nothing is known
 * @param ahead whether it can be done before the freeze, and then costs no time in which people cannot work
 */
public record Estimate(
        Phase phase,
        String work,
        Doer doer,
        @Nullable Size size,
        Basis basis,
        String because,
        @Nullable Span takes,
        boolean ahead) {

    /** Work that can only be done in its phase. */
    Estimate(
            Phase phase,
            String work,
            Doer doer,
            @Nullable Size size,
            Basis basis,
            String because,
            @Nullable Span takes) {
        this(phase, work, doer, size, basis, because, takes, false);
    }

    /** The same, where it can be done before the freeze. */
    Estimate doneAhead() {
        return new Estimate(phase, work, doer, size, basis, because, takes, true);
    }

    public Estimate {
        Objects.requireNonNull(phase);
        if ((basis == Basis.UNKNOWN) != (takes == null)) {
            throw new IllegalArgumentException("Only what is unknown takes no time that can be named");
        }
    }

    /** Who does the work. */
    public enum Doer {
        FERRY("Ferry"),
        SITE("the site"),
        PEOPLE("people"),
        EVERYBODY("everybody");

        private final String words;

        Doer(String words) {
            this.words = words;
        }

        /** Who it is, as it stands within a sentence. */
        public String words() {
            return words;
        }
    }

    /** Where a time comes from; the best comes first. */
    public enum Basis {
        /** Earlier migrations of this Ferry, with sites of about this size. */
        EARLIER_MIGRATIONS("earlier migrations"),
        /** Measured at these sites just now. */
        MEASURED("measured here"),
        /** Measured by Ferry's benchmarks, on another computer. */
        BENCHMARK("Ferry's benchmarks"),
        /** Assumed: nobody has measured it at this site, and nobody publishes a figure. */
        ASSUMED("assumed"),
        /** Nothing is known. */
        UNKNOWN("not known");

        private final String title;

        Basis(String title) {
            this.title = title;
        }

        /** What people read. */
        public String title() {
            return title;
        }
    }

    /** What is counted. */
    public enum Unit {
        ISSUES("issues"),
        PEOPLE("people"),
        ACCOUNTS("accounts"),
        CONNECTIONS("integrations"),
        CALLS("calls");

        private final String title;

        Unit(String title) {
            this.title = title;
        }

        /** What people read. */
        public String title() {
            return title;
        }
    }

    /** An amount of something. */
    public record Size(long amount, Unit unit) {}

    /**
     * A range of time.
     *
     * @param shortest if all goes well
     * @param likely what to plan with
     * @param longest what to be prepared for
     */
    public record Span(Duration shortest, Duration likely, Duration longest) {
        public Span {
            if (shortest.isNegative() || shortest.compareTo(likely) > 0 || likely.compareTo(longest) > 0) {
                throw new IllegalArgumentException("A range grows from its shortest to its longest time");
            }
        }

        /** No time at all, to begin a sum with. */
        public static final Span NONE = new Span(Duration.ZERO, Duration.ZERO, Duration.ZERO);

        /** So many minutes. */
        static Span minutes(long shortest, long likely, long longest) {
            return new Span(Duration.ofMinutes(shortest), Duration.ofMinutes(likely), Duration.ofMinutes(longest));
        }

        /** The time for an amount at rates of so many a minute, the best of them first. */
        static Span at(long amount, double best, double usual, double worst) {
            return new Span(took(amount, best), took(amount, usual), took(amount, worst));
        }

        private static Duration took(long amount, double aMinute) {
            return Duration.ofSeconds((long) Math.ceil(amount * 60 / aMinute));
        }

        /** Both, one after the other. */
        public Span plus(Span next) {
            return new Span(shortest.plus(next.shortest), likely.plus(next.likely), longest.plus(next.longest));
        }

        /** So many times as long. */
        Span times(long factor) {
            return new Span(shortest.multipliedBy(factor), likely.multipliedBy(factor), longest.multipliedBy(factor));
        }
    }
}
