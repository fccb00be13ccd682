package io.ferry.forecast;

import io.ferry.migration.Event;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.ProgressSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the record tells of a migration's time: when its phases ran, what long work told of its progress, and when people
 * answered. From the last thing before an answer to the answer, the migration waited for a person.
 *
 * @param runs the runs of phases, oldest first
 * @param progress what long work told, oldest first
 * @param waits for how long people were waited for, oldest first; none overlaps another
 * @param lastMoved when something was last put on record; null if nothing was
 */
record Course(
        List<PhaseRun> runs,
        List<ProgressSample> progress,
        List<Wait> waits,
        @Nullable Instant lastMoved) {
    Course {
        runs = List.copyOf(runs);
        progress = List.copyOf(progress);
        waits = List.copyOf(waits);
    }

    /** A time in which a person was waited for. */
    record Wait(Instant from, Instant to) {}

    /**
     * Something that happened.
     *
     * @param answer whether it is a person's answer to a task
     */
    record Moment(Instant at, boolean answer) {}

    static Course of(List<PhaseRun> runs, List<ProgressSample> progress, List<Event> events) {
        return read(
                runs,
                progress,
                events.stream()
                        .map(event -> new Moment(event.at(), isAnswer(event)))
                        .toList());
    }

    /** The same of moments, oldest first. */
    static Course read(List<PhaseRun> runs, List<ProgressSample> progress, List<Moment> moments) {
        List<Moment> all = Stream.of(
                        moments.stream(),
                        progress.stream().map(sample -> new Moment(sample.at(), false)),
                        runs.stream().map(run -> new Moment(run.startedAt(), false)),
                        runs.stream()
                                .filter(run -> run.endedAt() != null)
                                .map(run -> new Moment(Objects.requireNonNull(run.endedAt()), false)))
                .flatMap(each -> each)
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
        List<Wait> waits = new ArrayList<>();
        Instant before = null;
        for (Moment moment : all) {
            if (moment.answer() && before != null && moment.at().isAfter(before)) {
                waits.add(new Wait(before, moment.at()));
            }
            before = moment.at();
        }
        return new Course(runs, progress, waits, before);
    }

    private static boolean isAnswer(Event event) {
        return event.by() != null
                && event.phase() != null
                && (event.kind() == Event.Kind.DECIDED || event.kind() == Event.Kind.CONFIRMED);
    }

    /** The phases and their progress as the record told them at a moment; who waits, Camunda tells at once. */
    Course asOf(Instant at) {
        return new Course(
                runs.stream()
                        .filter(run -> !run.startedAt().isAfter(at))
                        .map(run -> run.endedAt() != null && run.endedAt().isAfter(at)
                                ? new PhaseRun(
                                        run.phase(), PhaseRun.State.RUNNING, run.startedAt(), null, run.percent())
                                : run)
                        .toList(),
                progress.stream().filter(sample -> !sample.at().isAfter(at)).toList(),
                waits,
                lastMoved);
    }

    /** The same while a person is waited for, since the last thing that happened. */
    Course waiting(Instant now) {
        return lastMoved == null || !now.isAfter(lastMoved)
                ? this
                : new Course(
                        runs,
                        progress,
                        Stream.concat(waits.stream(), Stream.of(new Wait(lastMoved, now)))
                                .toList(),
                        lastMoved);
    }

    /** For how long people were waited for between two moments. */
    Duration waited(Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        for (Wait wait : waits) {
            Instant begin = wait.from().isAfter(from) ? wait.from() : from;
            Instant end = wait.to().isBefore(to) ? wait.to() : to;
            if (begin.isBefore(end)) {
                sum = sum.plus(Duration.between(begin, end));
            }
        }
        return sum;
    }

    /** For how long Ferry and the sites worked between two moments. */
    Duration worked(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to).minus(waited(from, to)) : Duration.ZERO;
    }

    /** Every moment at which something became known, oldest first: a phase began or ended, a person answered, work came on by a tenth. */
    List<Instant> newsUntil(Instant now) {
        List<Instant> news = new ArrayList<>();
        for (PhaseRun run : runs) {
            news.add(run.startedAt());
            if (run.endedAt() != null) {
                news.add(run.endedAt());
            }
        }
        waits.forEach(wait -> news.add(wait.to()));
        ProgressSample before = null;
        for (ProgressSample sample : progress) {
            if (before == null || before.phase() != sample.phase() || before.percent() / 10 != sample.percent() / 10) {
                news.add(sample.at());
            }
            before = sample;
        }
        return news.stream().filter(at -> !at.isAfter(now)).sorted().distinct().toList();
    }
}
