package io.ferry.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many migrations side by side on one Ferry: {@code src/bench/many-migrations.sh}. */
@Command(
        name = "many-migrations.sh",
        description = {
            "Runs many migrations side by side on one Ferry, and the same processes with workers that do nothing, in turn;"
                    + " prints time and memory of both.",
            "Ends with 1 if a migration did not end as MIGRATED or something else went wrong, never because it was slow (but see --limit)."
        },
        mixinStandardHelpOptions = true)
final class ManyMigrations implements Callable<Integer> {
    @Option(names = "--migrations", defaultValue = "100", description = "side by side (default ${DEFAULT-VALUE})")
    private int migrations;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "how often both are measured (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--work",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "how long a dump, a restore, an import or an installation takes at the sites (default ${DEFAULT-VALUE}; 2 in the"
                            + " demonstration)")
    private double work;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            defaultValue = "1024",
            description = "Ferry's (default ${DEFAULT-VALUE})")
    private int heap;

    @Option(
            names = "--limit",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "after which a run is given up (default ${DEFAULT-VALUE})")
    private int limit;

    @Option(
            names = "--goal",
            paramLabel = "RATIO",
            defaultValue = "1.2",
            description = "ends with 1 if the median of the ratios is larger (default ${DEFAULT-VALUE})")
    private double goal;

    @Option(
            names = "--profile",
            description =
                    "lets Java's Flight Recorder look at Ferry, and keeps the engine's records: for few migrations")
    private boolean profile;

    @Option(names = "--folder", description = "where logs and data go (default: a new temporary folder)")
    private @Nullable Path folder;

    private final PrintStream out = System.out;
    private final Instant begin = Instant.now();

    public static void main(String[] arguments) {
        // Before the engine's HTTP server closes them, which is after 30 s: a request must not meet the closing.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
        System.exit(new CommandLine(new ManyMigrations()).execute(arguments));
    }

    /** What one round came to. */
    private record Round(Run.WithFerry ferry, Run.Measured empty) {
        double ratio() {
            return (double) ferry.measured().wall().toMillis() / empty.wall().toMillis();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path place = folder == null ? Files.createTempDirectory("ferry-many-migrations") : folder;
        say(migrations + " migrations side by side, long work of " + work + " s, " + rounds + " rounds; logs in "
                + place);
        List<Round> done = new ArrayList<>();
        try (Programs programs = new Programs(place, profile)) {
            programs.startSites(migrations + 1, Duration.ofMillis(Math.round(work * 1000)));
            say("the pretend sites run");
            for (int number = 1; number <= rounds; number++) {
                Duration patience = Duration.ofMinutes(limit);
                Run.WithFerry ferry = new Run(programs, patience).withFerry(migrations, heap);
                say("round " + number + ", with Ferry: "
                        + seconds(ferry.measured().wall()) + " s");
                Run.Measured empty = new Run(programs, patience).withEmptyWorkers(migrations, ferry.script());
                say("round " + number + ", with empty workers: " + seconds(empty.wall()) + " s");
                done.add(new Round(ferry, empty));
            }
        }
        for (int number = 0; number < done.size(); number++) {
            print(number + 1, done.get(number));
        }
        List<Double> ratios = done.stream().map(Round::ratio).sorted().toList();
        int half = ratios.size() / 2;
        double median = ratios.size() % 2 == 1 ? ratios.get(half) : (ratios.get(half - 1) + ratios.get(half)) / 2;
        out.printf(
                Locale.ROOT,
                "%nall outcomes MIGRATED, no incident; Ferry / empty workers, wall time: %s, median %.2f%n",
                ratios.stream()
                        .map(each -> String.format(Locale.ROOT, "%.2f", each))
                        .collect(Collectors.joining(", ")),
                median);
        return median <= goal ? 0 : 1;
    }

    private void print(int number, Round round) {
        Run.Measured a = round.ferry().measured();
        Run.Measured b = round.empty();
        out.printf("%nround %d, %d migrations%n%n", number, migrations);
        out.println("| | with Ferry | with empty workers |");
        out.println("|---|---|---|");
        row("wall time, s", seconds(a.wall()), seconds(b.wall()));
        row("one process, median, s", seconds(a.each()), seconds(b.each()));
        row("elements entered", String.valueOf(a.elements()), String.valueOf(b.elements()));
        row("tasks answered by people", String.valueOf(a.answers()), String.valueOf(b.answers()));
        Set<String> programs = new TreeSet<>(a.cpu().keySet());
        programs.addAll(b.cpu().keySet());
        for (String program : programs) {
            row(
                    program + ": CPU, s",
                    seconds(a.cpu().get(program)),
                    seconds(b.cpu().get(program)));
            row(
                    program + ": most resident memory, MB",
                    a.peak().containsKey(program) ? String.valueOf(a.peak().get(program)) : "–",
                    b.peak().containsKey(program) ? String.valueOf(b.peak().get(program)) : "–");
        }
        Usage.Heap used = round.ferry().heap();
        row("Ferry's heap: most before and after a collection, MB", used.mostUsed() + " and " + used.mostLeft(), "–");
        row("Ferry's collections together, s", seconds(used.paused()), "–");
        out.printf(Locale.ROOT, "%nwall time, Ferry / empty workers: %.2f%n", round.ratio());
    }

    private void row(String what, String ferry, String empty) {
        out.println("| " + what + " | " + ferry + " | " + empty + " |");
    }

    private static String seconds(@Nullable Duration time) {
        return time == null ? "–" : String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private void say(String sentence) {
        Duration since = Duration.between(begin, Instant.now());
        out.printf("%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), sentence);
        out.flush();
    }
}
