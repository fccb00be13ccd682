package io.ferry.forecast;

import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.ProgressSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left at a moment, as nothing but the record of that moment tells it. What was expected is corrected by what this
 * migration has taken so far: all phases are as much slower or faster than expected as those that ended were, as far as their
 * number and size bear it out; the phase under way besides by what its long work tells of its progress.
 *
 * @param work what is left to Ferry and the sites, of all phases; null if it is not known
 * @param phaseWork the same of the phase under way; null if it is not known, or none is under way
 * @param people what people are expected to take yet; for phases of which it is known
 * @param spread how wide the range is: the standard deviation of the logarithm of {@code work}
 * @param phaseSpread the same of {@code phaseWork}
 * @param phase the phase under way; null if none is
 * @param unknown why it is not known
 */
record Outlook(
        @Nullable Duration work,
        @Nullable Duration phaseWork,
        Duration people,
        double spread,
        double phaseSpread,
        @Nullable Phase phase,
        List<String> unknown) {
    /** How far all phases together may be off: about half to twice where earlier migrations tell, more where it is assumed. */
    private static final double COMMON_FROM_EARLIER = 0.5;

    private static final double COMMON_ASSUMED = 1.2;

    /** A phase that is this part of the whole says half as much of the sites' pace as a large one. */
    private static final double SMALL = 0.05;

    /** What takes longer than expected takes at least this part of what it has taken. */
    private static final double OVERDUE = 0.15;

    /** After its long work a phase has about this part of its time before it. */
    private static final double AFTER_LONG_WORK = 0.1;

    private static final double CALM = 0.002;
    private static final int TELLS_SOMETHING = 10;
    private static final int ALL = 100;
    private static final String NO_FORECAST = "This phase is not part of the usual route.";

    static Outlook of(Course course, Set<Phase> route, Map<Phase, Expected> expected, Instant now) {
        Look look = new Look(course, route, expected, now);
        return look.outlook();
    }

    /** One look, with what is needed on the way. */
    private static final class Look {
        private final Course course;
        private final Map<Phase, Expected> expected;
        private final Instant now;
        private final @Nullable PhaseRun running;
        private final List<Phase> toCome;
        private final List<Phase> over;
        private final double whole;

        private Look(Course course, Set<Phase> route, Map<Phase, Expected> expected, Instant now) {
            this.course = course;
            this.expected = expected;
            this.now = now;
            this.running = course.runs().stream()
                    .filter(run -> run.state() == PhaseRun.State.RUNNING)
                    .reduce((earlier, later) -> later)
                    .orElse(null);
            int reached = course.runs().stream()
                    .mapToInt(run -> run.phase().ordinal())
                    .max()
                    .orElse(-1);
            this.toCome = route.stream()
                    .filter(phase -> phase.ordinal() > reached)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            this.over = route.stream()
                    .filter(phase -> course.runs().stream().anyMatch(run -> run.phase() == phase)
                            && (running == null || running.phase() != phase))
                    .toList();
            this.whole = route.stream()
                    .mapToDouble(phase -> seconds(expected(phase)))
                    .sum();
        }

        private @Nullable Expected known(Phase phase) {
            Expected one = expected.get(phase);
            return one == null || !one.unknown().isEmpty() ? null : one;
        }

        private Duration expected(Phase phase) {
            Expected one = expected.get(phase);
            return one == null ? Duration.ZERO : one.work().likely();
        }

        private Outlook outlook() {
            List<String> unknown = new ArrayList<>();
            if (running != null && expected.get(running.phase()) == null) {
                unknown.add(NO_FORECAST);
            }
            toCome.forEach(phase -> unknown.addAll(Optional.ofNullable(expected.get(phase))
                    .map(Expected::unknown)
                    .orElse(List.of())));
            Pace pace = pace();
            Duration phaseLeft = null;
            double squares = 0;
            double left = 0;
            if (running != null) {
                Expected one = expected.get(running.phase());
                if (one != null) {
                    unknown.addAll(one.unknown());
                }
                Progress progress = progress(running);
                if (known(running.phase()) != null || progress != null) {
                    phaseLeft = left(running, pace, progress);
                    left += seconds(phaseLeft);
                    squares += square(seconds(phaseLeft) * spread(running.phase(), progress));
                }
            }
            for (Phase phase : toCome) {
                double more = seconds(expected(phase)) * pace.factor();
                left += more;
                squares += square(more * spread(phase, null));
            }
            double spread = left == 0 ? 0 : Math.sqrt(squares / square(left) + square(pace.deviation()));
            return new Outlook(
                    unknown.isEmpty() ? duration(left) : null,
                    phaseLeft,
                    people(),
                    spread,
                    running == null ? 0 : Math.hypot(spread(running.phase(), progress(running)), phaseDeviation(pace)),
                    running == null ? null : running.phase(),
                    unknown.stream().distinct().toList());
        }

        private double phaseDeviation(Pace pace) {
            Progress progress = running == null ? null : progress(running);
            return progress == null ? pace.deviation() : pace.deviation() * (1 - progress.weight());
        }

        private double spread(Phase phase, @Nullable Progress progress) {
            Expected one = expected.get(phase);
            double own = one == null ? 1 : one.spread();
            return progress == null ? own : own * (1 - progress.weight()) + 0.1;
        }

        /** How much longer than expected everything takes, and how sure that is. */
        private record Pace(double factor, double deviation) {}

        private Pace pace() {
            double weights = 0;
            double sum = 0;
            for (Phase phase : over) {
                Expected one = known(phase);
                if (one != null && !one.work().likely().isZero()) {
                    weights += weight(one);
                    sum += weight(one) * ratio(worked(phase), one);
                }
            }
            Progress progress = running == null ? null : progress(running);
            Expected one = running == null ? null : known(running.phase());
            if (progress != null && one != null && !one.work().likely().isZero()) {
                double weight = weight(one) * progress.weight();
                weights += weight;
                sum += weight * ratio(progress.whole(), one);
            }
            boolean assumed =
                    expected.values().stream().anyMatch(each -> each.basis() != Estimate.Basis.EARLIER_MIGRATIONS);
            double usual = assumed ? COMMON_ASSUMED : COMMON_FROM_EARLIER;
            // Where everything differs by more than that, what was expected was another kind of site, and counts for
            // less.
            double common = assumed && weights > 0 ? Math.max(usual, Math.abs(sum / weights)) : usual;
            double all = weights + 1 / square(common);
            return new Pace(Math.exp(sum / all), Math.min(usual, Math.sqrt(1 / all)));
        }

        private double weight(Expected one) {
            double share = seconds(one.work().likely()) / whole;
            return share / (share + SMALL) / square(one.spread());
        }

        private double ratio(Duration took, Expected one) {
            // So that a phase of seconds does not count as ten times as slow for a moment's wait.
            double calm = whole * CALM;
            return Math.log((seconds(took) + calm) / (seconds(one.work().likely()) + calm));
        }

        private Duration worked(Phase phase) {
            return course.runs().stream()
                    .filter(run -> run.phase() == phase)
                    .map(run -> course.worked(run.startedAt(), Objects.requireNonNullElse(run.endedAt(), now)))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        private Duration left(PhaseRun run, Pace pace, @Nullable Progress progress) {
            double usual = seconds(expected(run.phase())) * pace.factor();
            double weight = progress == null ? 0 : progress.weight();
            double all = progress == null ? usual : (1 - weight) * usual + weight * seconds(progress.whole());
            double done = seconds(course.worked(run.startedAt(), now));
            return duration(Math.max(all - done, OVERDUE * done));
        }

        /**
         * What long work tells of its phase.
         *
         * @param whole how long the phase takes, from its beginning to its end
         * @param weight how much that counts beside what was expected
         */
        private record Progress(Duration whole, double weight) {}

        /** Of a phase that does several long works it is the last one that tells, for nobody knows what comes after another. */
        private @Nullable Progress progress(PhaseRun run) {
            List<ProgressSample> told = course.progress().stream()
                    .filter(sample -> sample.phase() == run.phase()
                            && !sample.at().isBefore(run.startedAt())
                            && !sample.at().isAfter(now))
                    .toList();
            int works = told.isEmpty() ? 0 : 1;
            int first = 0;
            for (int i = 1; i < told.size(); i++) {
                if (told.get(i).percent() < told.get(i - 1).percent()) {
                    works++;
                    first = i;
                }
            }
            if (works < works(run.phase())) {
                return null;
            }
            ProgressSample begin = told.get(first);
            ProgressSample last = told.getLast();
            int came = last.percent() - begin.percent();
            if (came < TELLS_SOMETHING) {
                return null;
            }
            double sofar = seconds(course.worked(run.startedAt(), last.at()));
            double rate = seconds(course.worked(begin.at(), last.at())) / came;
            double before = sofar + rate * (ALL - last.percent());
            return new Progress(duration(before * (1 + AFTER_LONG_WORK)), last.percent() / (double) ALL);
        }

        private static int works(Phase phase) {
            return phase == Phase.RESTORE_BIGPICTURE ? 2 : 1;
        }

        private Duration people() {
            Duration sum = Duration.ZERO;
            for (Phase phase : toCome) {
                Expected one = expected.get(phase);
                sum = one == null ? sum : sum.plus(one.people().likely());
            }
            if (running != null && expected.get(running.phase()) != null) {
                Duration left = Objects.requireNonNull(expected.get(running.phase()))
                        .people()
                        .likely()
                        .minus(course.waited(running.startedAt(), now));
                sum = left.isNegative() ? sum : sum.plus(left);
            }
            return sum;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static double square(double value) {
        return value * value;
    }
}
