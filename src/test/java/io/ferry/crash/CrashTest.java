package io.ferry.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long crash test: {@code src/bench/crash-test.sh}. */
@Command(
        name = "crash-test.sh",
        description =
                "Kills Ferry and its database and stops the engine while migrations run, and asks the sites what happened.",
        mixinStandardHelpOptions = true)
final class CrashTest implements java.util.concurrent.Callable<Integer> {
    @Option(names = "--runs", defaultValue = "40", description = "migrations (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--strokes",
            defaultValue = "200",
            description = "how many times a program dies or the engine stands still (default ${DEFAULT-VALUE})")
    private int strokes;

    @Option(names = "--lanes", defaultValue = "4", description = "migrations side by side (default ${DEFAULT-VALUE})")
    private int lanes;

    @Option(
            names = "--nodes",
            defaultValue = "1",
            description = "Ferrys side by side; more than one have a bucket and PostgreSQL (default ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--drain",
            description =
                    "Ferrys are told to end (SIGTERM) instead of being killed; requests come all the while, and each must"
                            + " be answered without an error")
    private boolean drain;

    @Option(
            names = "--work",
            paramLabel = "SECONDS",
            defaultValue = "1.2",
            description =
                    "how long a dump, a restore, an import or an installation takes at the sites (default ${DEFAULT-VALUE}): the"
                            + " longer, the more strokes find migrations under way")
    private double work;

    @Option(
            names = "--upgrade-from",
            paramLabel = "CLASSPATH",
            description =
                    "several Ferrys begin as the earlier one of that class path; each but the last is this one after it has ended for"
                            + " the first time")
    private @Nullable String earlier;

    @Option(names = "--seed", description = "of all that is left to chance (default: a new one)")
    private @Nullable Long seed;

    @Option(
            names = "--round",
            paramLabel = "SEED",
            description = "replays the one round that has this seed, and nothing else")
    private @Nullable Long round;

    @Option(
            names = "--ends",
            split = ",",
            converter = Ending.Reader.class,
            description =
                    "how the migrations of a round end, lane by lane and again from the first: migrated, rolled-back, cancelled"
                            + " (default: the first migrates, the dice decide about the others)")
    private List<Ending> ends = List.of();

    @Option(
            names = "--database",
            description =
                    "where Ferry keeps its record: ${COMPLETION-CANDIDATES} (default: the dice decide for each round)")
    private @Nullable Database database;

    @Option(
            names = "--blows",
            split = ",",
            description = "the kinds to throw: ${COMPLETION-CANDIDATES} (default: all; those of PostgreSQL only on it)")
    private Set<Blow.Kind> blows = Blow.Kind.ALL;

    @Option(
            names = "--engine-first",
            defaultValue = "2",
            description =
                    "so many strokes of each round hit the engine alone, before all else begins (default ${DEFAULT-VALUE})")
    private int engineFirst;

    @Option(names = "--sites-in-peace", description = "leaves the sites and the connections to them in peace")
    private boolean sitesInPeace;

    @Option(names = "--engine-connections-in-peace", description = "leaves the connections to the engine in peace")
    private boolean waysInPeace;

    @Option(
            names = "--put-back",
            description =
                    "in each round Ferry's database is put back once to what it was some changes ago; in half of them its files as well")
    private boolean putBack;

    @Option(names = "--folder", description = "where logs and data go (default: a new temporary folder)")
    private @Nullable Path folder;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CrashTest())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Figures figures = new Figures(System.out);
        long theSeed = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        Path place = folder == null ? Files.createTempDirectory("ferry-crash-test") : folder;
        figures.say("seed " + theSeed + "; logs in " + place + "; began at " + Instant.now());
        try {
            Round.Weather weather = new Round.Weather(engineFirst, blows, !sitesInPeace, !waysInPeace, putBack);
            int wanted = round == null ? runs : lanes;
            run(
                    place,
                    figures,
                    new Plan(
                            theSeed,
                            round,
                            wanted,
                            strokes,
                            lanes,
                            nodes,
                            drain,
                            Duration.ofMillis(Math.round(work * 1000)),
                            earlier,
                            ends,
                            database,
                            weather));
        } finally {
            figures.print();
        }
        return figures.violations().isEmpty() ? 0 : 1;
    }

    /**
     * What shall happen.
     *
     * @param strokes how many times a program shall die or stand still
     * @param nodes how many Ferrys work side by side
     * @param drain whether they are told to end instead of being killed
     * @param work how long a dump, a restore, an import or an installation takes at the sites
     * @param earlier class path of the Ferry that all run at first; null: they run this one
     * @param ends how the migrations of a round end, lane by lane and again from the first; empty: the dice decide
     * @param database where Ferry keeps its record; null: the dice decide for each round
     */
    record Plan(
            long seed,
            @Nullable Long onlyRound,
            int runs,
            int strokes,
            int lanes,
            int nodes,
            boolean drain,
            Duration work,
            @Nullable String earlier,
            List<Ending> ends,
            @Nullable Database database,
            Round.Weather weather) {
        Plan {
            ends = List.copyOf(ends);
        }

        /**
         * Without so many strokes nothing is proved. A blow misses where its program has died by itself just before, or where
         * all migrations are over before the last blows; of the latter each round makes up for those before it.
         */
        int leastStrokes() {
            return (strokes * 3 + 3) / 4;
        }

        Database databaseOf(long seedOfRound) {
            if (nodes > 1) {
                return Database.POSTGRESQL;
            }
            if (weather.putBack()) {
                return Database.H2;
            }
            return database == null ? Database.thrown(seedOfRound) : database;
        }

        Round.Weather weatherOn(Database kept) {
            Set<Blow.Kind> possible =
                    weather.blows().stream().filter(kept.blows()::contains).collect(Collectors.toSet());
            return new Round.Weather(weather.first(), possible, weather.sites(), weather.engine(), weather.putBack());
        }
    }

    /** How many times a program died or stood still. */
    static int strokes(Figures figures) {
        return figures.sum("kills") + figures.sum("engine stopped");
    }

    static void run(Path place, Figures figures, Plan plan) throws IOException, InterruptedException {
        AtomicReference<Relay.Listener> current = new AtomicReference<>((call, moment) -> {});
        Relay.Listener listener =
                (call, moment) -> Objects.requireNonNull(current.get()).call(call, moment);
        try (Stack stack = new Stack(
                place,
                plan.lanes(),
                plan.nodes(),
                plan.drain(),
                plan.work(),
                plan.strokes() > 15,
                plan.earlier(),
                listener)) {
            Random seeds = new Random(plan.seed());
            int rounds = (plan.runs() + plan.lanes() - 1) / plan.lanes();
            for (int number = 0; number < rounds; number++) {
                long seed = plan.onlyRound() == null ? seeds.nextInt(1_000_000) : plan.onlyRound();
                Database database = plan.databaseOf(seed);
                if (number == 0) {
                    stack.start(database);
                    figures.say("everything runs");
                }
                stack.use(database);
                int missing = plan.strokes() - strokes(figures);
                int strokes = Math.max(0, missing) / (rounds - number);
                List<Ending> endings = Ending.thrown(seed, plan.lanes(), plan.ends());
                figures.say(
                        "round " + (number + 1) + " of " + rounds + ": seed " + seed + ", on " + database.title() + ", "
                                + strokes + " strokes; wanted: "
                                + endings.stream().map(Ending::title).collect(Collectors.joining(", ")));
                Round round = new Round(figures, plan.work());
                current.set(round);
                round.run(stack, seed, strokes, endings, plan.weatherOn(database));
                if (number + 1 < rounds) {
                    figures.print();
                }
            }
            if (strokes(figures) < plan.leastStrokes()) {
                figures.violation("Only " + strokes(figures) + " of " + plan.strokes()
                        + " strokes hit a program that ran: too few to prove anything");
            }
        }
    }
}
