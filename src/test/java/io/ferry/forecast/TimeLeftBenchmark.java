package io.ferry.forecast;

import io.ferry.forecast.EarlierMigrations.Earlier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How good the time left is: replays the recorded runs, each with the others as earlier migrations, and compares what Ferry told
 * with what came. {@code src/bench/time-left.sh} prints it.
 */
final class TimeLeftBenchmark {
    private static final double[] PARTS = {0.25, 0.5, 0.75};

    private TimeLeftBenchmark() {}

    /**
     * How far off it was at a moment.
     *
     * @param work of the time left to Ferry and the sites; null where it was not known
     * @param whole of the time left with what people usually take, of that until the end; null where it was not known
     * @param length the latter as a part of the whole migration's time
     */
    record Off(
            @Nullable Double work,
            @Nullable Double whole,
            @Nullable Double length) {}

    static Off off(RecordedRun run, double part, List<Earlier> earlier) {
        Instant now = run.after(part);
        Outlook told = run.lookAt(now, earlier);
        if (told.work() == null) {
            return new Off(null, null, null);
        }
        double work = seconds(run.workFrom(now));
        double whole = seconds(Duration.between(now, run.ended()));
        double toldWhole = seconds(told.work()) + seconds(told.people());
        return new Off(
                Math.abs(seconds(told.work()) - work) / work,
                Math.abs(toldWhole - whole) / whole,
                Math.abs(toldWhole - whole) / seconds(Duration.between(Instant.EPOCH, run.ended())));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    static double median(List<@Nullable Double> values) {
        double[] sorted = known(values).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static DoubleStream known(List<@Nullable Double> values) {
        return values.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue);
    }

    /** Prints the tables of docs/benchmarks/time-left.md. */
    public static void main(String[] args) {
        List<RecordedRun> runs = RecordedRun.all();
        System.out.println("| Run | Took | Off at 25 % | at 50 % | at 75 % |\n|---|---|---|---|---|");
        for (RecordedRun run : runs) {
            StringBuilder row = new StringBuilder();
            for (double part : PARTS) {
                row.append(" | ")
                        .append(percent(
                                off(run, part, RecordedRun.allBut(run, runs)).whole()));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f s%s |%n",
                    run.setting(),
                    run.ended().toEpochMilli() / 1000.0,
                    row);
        }
        table("each with the others as earlier migrations", runs, true);
        table("without any earlier migration", runs, false);
    }

    private static void table(String title, List<RecordedRun> runs, boolean withOthers) {
        System.out.println("\n" + title + "\n\n| Off by | at 25 % | at 50 % | at 75 % |\n|---|---|---|---|");
        List<List<Off>> all = new ArrayList<>();
        for (double part : PARTS) {
            all.add(runs.stream()
                    .map(run -> off(run, part, withOthers ? RecordedRun.allBut(run, runs) : List.of()))
                    .toList());
        }
        row(
                "time left, of the time left: median",
                all.stream().map(each -> median(wholes(each))).toList());
        row("worst", all.stream().map(each -> worst(wholes(each))).toList());
        row(
                "work of Ferry and the sites alone: median",
                all.stream()
                        .map(each -> median(each.stream().map(Off::work).toList()))
                        .toList());
        row(
                "worst",
                all.stream()
                        .map(each -> worst(each.stream().map(Off::work).toList()))
                        .toList());
        row(
                "time left, of the whole migration: median",
                all.stream()
                        .map(each -> median(each.stream().map(Off::length).toList()))
                        .toList());
    }

    private static List<@Nullable Double> wholes(List<Off> offs) {
        List<@Nullable Double> wholes = new ArrayList<>();
        offs.forEach(off -> wholes.add(off.whole()));
        return wholes;
    }

    private static double worst(List<@Nullable Double> values) {
        OptionalDouble worst = known(values).max();
        return worst.orElse(Double.NaN);
    }

    private static void row(String title, List<Double> values) {
        StringBuilder row = new StringBuilder("| " + title);
        values.forEach(value -> row.append(" | ").append(percent(value)));
        System.out.println(row + " |");
    }

    private static String percent(@Nullable Double part) {
        return part == null || part.isNaN() ? "not known" : String.format(Locale.ROOT, "%.0f %%", part * 100);
    }
}
