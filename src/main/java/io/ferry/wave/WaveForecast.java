package io.ferry.wave;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.base.Plural;
import io.ferry.forecast.EarlierMigrations.Whole;
import io.ferry.forecast.RoundTimes;
import io.ferry.wave.WaveLine.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a wave will be over, if each of its migrations takes as long as earlier ones took, people included.
 *
 * @param likely if each takes the median of them; null if it is not known
 * @param earliest if each takes as long as the shortest
 * @param latest if each takes as long as the longest
 * @param basis what it rests on, or why it is not known, in sentences
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WaveForecast(
        @Nullable Instant likely,
        @Nullable Instant earliest,
        @Nullable Instant latest,
        String basis) {
    /** Fewer show no spread. */
    static final int ENOUGH = 3;

    /** How long migrations of one kind take. */
    private record Takes(Duration shortest, Duration likely, Duration longest) {}

    /**
     * The forecast.
     *
     * @param lines of the wave
     * @param earlier migrations on record, those of the wave among them
     * @return empty if nothing is left to wait for
     */
    public static Optional<WaveForecast> of(Wave wave, List<WaveLine> lines, List<Whole> earlier, Instant now) {
        List<WaveLine> open = lines.stream()
                .filter(line -> line.isUnderWay() || line.standing() == Standing.WAITING)
                .toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        List<String> basis = new ArrayList<>();
        List<Boolean> kinds =
                open.stream().map(WaveLine::rehearsal).distinct().sorted().toList();
        Takes ofMigration = kinds.contains(false) ? takes(false, lines, earlier, basis) : null;
        Takes ofRehearsal = kinds.contains(true) ? takes(true, lines, earlier, basis) : null;
        if ((kinds.contains(false) && ofMigration == null) || (kinds.contains(true) && ofRehearsal == null)) {
            return Optional.of(new WaveForecast(null, null, null, String.join(" ", basis)));
        }
        if (wave.state() == Wave.State.PAUSED || wave.state() == Wave.State.STOPPED) {
            basis.add("As if the wave went on now.");
        }
        Run run = new Run(wave.sideBySide(), open, ofMigration, ofRehearsal, now);
        long longer =
                open.stream().filter(line -> run.isLongerThanAnyBefore(line)).count();
        if (longer > 0) {
            basis.add(Plural.of(
                    longer,
                    "migration under way takes longer than any before: it counts as if it ended now.",
                    "migrations under way take longer than any before: they count as if they ended now."));
        }
        return Optional.of(new WaveForecast(
                run.end(Takes::likely), run.end(Takes::shortest), run.end(Takes::longest), String.join(" ", basis)));
    }

    /** From this wave's own migrations if there are enough, else from all on record. */
    private static @Nullable Takes takes(
            boolean rehearsal, List<WaveLine> lines, List<Whole> earlier, List<String> basis) {
        List<Duration> own = lines.stream()
                .filter(line -> line.standing() == Standing.COMPLETED && line.rehearsal() == rehearsal)
                .flatMap(line -> took(line).stream())
                .sorted()
                .toList();
        List<Duration> all = earlier.stream()
                .filter(whole -> whole.rehearsal() == rehearsal)
                .map(Whole::took)
                .sorted()
                .toList();
        String one = rehearsal ? "rehearsal" : "migration";
        if (own.size() < ENOUGH && all.size() < ENOUGH) {
            basis.add("Not known: it rests on " + ENOUGH + " completed " + one + "s or more, and "
                    + (all.isEmpty()
                            ? "there is none yet."
                            : "there " + (all.size() == 1 ? "is" : "are") + " only " + all.size() + "."));
            return null;
        }
        List<Duration> took = own.size() >= ENOUGH ? own : all;
        Takes takes = new Takes(took.getFirst(), took.get(took.size() / 2), took.getLast());
        basis.add("As " + Plural.of(took.size(), one) + (own.size() >= ENOUGH ? " of this wave" : " before") + " took: "
                + words(takes) + ", the waiting for people included.");
        return takes;
    }

    private static String words(Takes takes) {
        String likely = RoundTimes.about(takes.likely());
        String range = Stream.of(takes.shortest(), takes.longest())
                .map(RoundTimes::about)
                .distinct()
                .collect(Collectors.joining(" to "));
        return range.equals(likely) ? likely : likely + ", from " + range;
    }

    /** How long it took; empty if it has not both begun and ended. */
    static Optional<Duration> took(WaveLine line) {
        return line.startedAt() == null || line.endedAt() == null
                ? Optional.empty()
                : Optional.of(Duration.between(line.startedAt(), Objects.requireNonNull(line.endedAt())));
    }

    /** The rest of the wave, played through. */
    private record Run(
            int sideBySide,
            List<WaveLine> open,
            @Nullable Takes ofMigration,
            @Nullable Takes ofRehearsal,
            Instant now) {
        private interface Pick {
            Duration of(Takes takes);
        }

        private Takes takes(WaveLine line) {
            return Objects.requireNonNull(line.rehearsal() ? ofRehearsal : ofMigration);
        }

        private boolean isLongerThanAnyBefore(WaveLine line) {
            return line.isUnderWay() && begun(line).plus(takes(line).longest()).isBefore(now);
        }

        private Instant begun(WaveLine line) {
            return line.startedAt() == null ? now : line.startedAt();
        }

        /** When the last one ends. */
        private Instant end(Pick pick) {
            PriorityQueue<Instant> places = new PriorityQueue<>();
            Instant last = now;
            for (WaveLine line : open.stream().filter(WaveLine::isUnderWay).toList()) {
                Instant end = later(now, begun(line).plus(pick.of(takes(line))));
                places.add(end);
                last = later(last, end);
            }
            while (places.size() < sideBySide) {
                places.add(now);
            }
            List<WaveLine> waiting = new ArrayList<>(
                    open.stream().filter(line -> !line.isUnderWay()).toList());
            while (!waiting.isEmpty()) {
                Instant free = places.remove();
                // The first whose time has come; if none has, the one whose time comes first.
                WaveLine next = waiting.stream()
                        .filter(line -> !due(line).isAfter(free))
                        .findFirst()
                        .orElseGet(() -> waiting.stream()
                                .min(Comparator.comparing(this::due))
                                .orElseThrow());
                waiting.remove(next);
                Instant end = later(free, due(next)).plus(pick.of(takes(next)));
                places.add(end);
                last = later(last, end);
            }
            return last;
        }

        private Instant due(WaveLine line) {
            return line.plannedStart() == null ? now : line.plannedStart();
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }
}
