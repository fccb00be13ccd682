package io.ferry.forecast;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.base.Plural;
import io.ferry.base.Words;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long a migration under way still takes. People are told apart from work: how long they take is up to them.
 *
 * @param work what Ferry and the sites still have to do, of all phases; null if it is not known
 * @param phase the phase under way; null if none is
 * @param phaseWork what Ferry and the sites still have to do in it; null if it is not known
 * @param people what to allow for what people still have to do, so far as that is known; null if that is nothing
 * @param byHand the operations that people still have to do, in the order of the route
 * @param waiting whether the work waits for a person now
 * @param notKnown why {@code work} is not known, in sentences; empty if it is known
 * @param words all of it as people read it
 * @param phaseWords what is left of the phase, as people read it; null if no phase is under way
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TimeLeft(
        @Nullable Range work,
        @Nullable Phase phase,
        @Nullable Range phaseWork,
        @Nullable Duration people,
        List<Operation> byHand,
        boolean waiting,
        List<String> notKnown,
        String words,
        @Nullable String phaseWords) {
    public TimeLeft {
        byHand = List.copyOf(byHand);
        notKnown = List.copyOf(notKnown);
    }

    /**
     * A time with its range, rounded as people would say it.
     *
     * @param likely what to plan with
     * @param atLeast if all goes well
     * @param atMost what to be prepared for
     * @param words as people read it
     */
    public record Range(Duration likely, Duration atLeast, Duration atMost, String words) {
        /** @param spread the standard deviation of the logarithm; nine of ten lie within the range */
        static Range of(Duration likely, double spread) {
            double factor = Math.exp(Math.min(spread, 1.5) * 1.64);
            Duration atLeast = RoundTimes.rounded(scaled(likely, 1 / factor));
            Duration atMost = RoundTimes.rounded(scaled(likely, factor));
            Duration rounded = RoundTimes.rounded(likely);
            return new Range(rounded, atLeast, atMost, RoundTimes.words(rounded, atLeast, atMost));
        }

        private static Duration scaled(Duration duration, double factor) {
            return Duration.ofMillis(Math.round(duration.toMillis() * factor));
        }
    }

    static TimeLeft of(Outlook outlook, List<Operation> byHand, boolean waiting) {
        Duration whole = outlook.work();
        Duration ofPhase = outlook.phaseWork();
        Range work = whole == null ? null : Range.of(whole, outlook.spread());
        Range phaseWork = ofPhase == null ? null : Range.of(ofPhase, outlook.phaseSpread());
        Duration people = outlook.people().isZero() ? null : RoundTimes.rounded(outlook.people());
        return new TimeLeft(
                work,
                outlook.phase(),
                phaseWork,
                people,
                byHand,
                waiting,
                outlook.unknown(),
                words(work, people, byHand, waiting, outlook.unknown()),
                outlook.phase() == null
                        ? null
                        : phaseWords(
                                phaseWork,
                                byHand.stream()
                                        .filter(operation -> operation.phase() == outlook.phase())
                                        .count(),
                                waiting));
    }

    private static String words(
            @Nullable Range work,
            @Nullable Duration people,
            List<Operation> byHand,
            boolean waiting,
            List<String> notKnown) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                work == null
                        ? "Time left: not known" + because(notKnown) + "."
                        : "Time left: " + work.words() + " of work for Ferry and the sites"
                                + (byHand.isEmpty() ? "" : ", and " + steps(byHand.size())) + ".");
        if (!byHand.isEmpty()) {
            sentences.add("By hand: " + byHand.stream().map(Operation::title).collect(Collectors.joining("; ")) + ".");
        }
        if (waiting) {
            sentences.add("It waits for a person now, and how long that takes is up to people.");
        } else if (people != null) {
            sentences.add("People's tasks come on top: " + RoundTimes.about(people) + ", but that is up to them.");
        } else if (!byHand.isEmpty()) {
            sentences.add("How long people take is up to them.");
        }
        return String.join(" ", sentences);
    }

    private static String steps(long byHand) {
        return Plural.of(byHand, "step by hand", "steps by hand");
    }

    /** The reasons in one sentence: each is a sentence of its own. */
    private static String because(List<String> reasons) {
        List<String> reasonsAlone = reasons.stream()
                .map(reason -> Words.small(reason).replaceFirst("\\.$", ""))
                .distinct()
                .toList();
        return reasonsAlone.isEmpty() ? "" : ", because " + String.join(", and ", reasonsAlone);
    }

    private static String phaseWords(@Nullable Range phaseWork, long byHand, boolean waiting) {
        if (byHand > 0) {
            return (phaseWork == null ? "time left not known" : phaseWork.words() + " of work left") + ", and "
                    + steps(byHand);
        }
        return phaseWork == null
                ? "time left not known"
                : phaseWork.words() + " left" + (waiting ? " once somebody has answered" : "");
    }
}
