package io.ferry.crash;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long crash test: {@code src/bench/crash-test.sh}. */
@Command(
        name = "crash-test.sh",
        description = "Kills Ferry, Zeebe and the search store while migrations run, and asks the sites what happened.",
        mixinStandardHelpOptions = true)
final class CrashTest implements java.util.concurrent.Callable<Integer> {
    @Option(names = "--runs", defaultValue = "40", description = "migrations (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--kills", defaultValue = "200", description = "programs to kill (default ${DEFAULT-VALUE})")
    private int kills;

    @Option(names = "--lanes", defaultValue = "4", description = "migrations side by side (default ${DEFAULT-VALUE})")
    private int lanes;

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

    @Option(names = "--only-ferry", description = "kills Ferry only")
    private boolean onlyFerry;

    @Option(names = "--fair-weather", description = "leaves sites and network in peace")
    private boolean fairWeather;

    @Option(names = "--folder", description = "where logs and data go (default: a new temporary folder)")
    private @Nullable Path folder;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CrashTest()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Figures figures = new Figures(System.out);
        long theSeed = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        Path place = folder == null ? Files.createTempDirectory("ferry-crash-test") : folder;
        figures.say("seed " + theSeed + "; logs in " + place + "; began at " + Instant.now());
        try {
            run(place, figures, theSeed, round == null ? runs : lanes, kills);
        } finally {
            figures.print();
        }
        return figures.violations().isEmpty() ? 0 : 1;
    }

    private void run(Path place, Figures figures, long theSeed, int wanted, int toKill)
            throws IOException, InterruptedException {
        Round.Weather weather = new Round.Weather(onlyFerry, !fairWeather);
        run(place, figures, new Plan(theSeed, round, wanted, toKill, lanes, ends), weather);
    }

    /**
     * What shall happen.
     *
     * @param ends how the migrations of a round end, lane by lane and again from the first; empty: the dice decide
     */
    record Plan(long seed, @Nullable Long onlyRound, int runs, int kills, int lanes, List<Ending> ends) {
        Plan {
            ends = List.copyOf(ends);
        }

        /**
         * Without so many deaths nothing is proved. A blow misses where its program has died by itself just before, or
         * where all migrations are over before the last blows; of the latter each round makes up for those before it.
         */
        int leastKills() {
            return (kills * 3 + 3) / 4;
        }
    }

    static void run(Path place, Figures figures, Plan plan, Round.Weather weather)
            throws IOException, InterruptedException {
        AtomicReference<Relay.Listener> current = new AtomicReference<>((call, moment) -> {});
        try (Stack stack = new Stack(
                place,
                plan.lanes(),
                plan.kills() > 15,
                (call, moment) -> Objects.requireNonNull(current.get()).call(call, moment))) {
            stack.start();
            figures.say("everything runs");
            try (CamundaClient zeebe = CamundaClient.newClientBuilder()
                    .grpcAddress(stack.zeebe())
                    .preferRestOverGrpc(false)
                    .build()) {
                Random seeds = new Random(plan.seed());
                int rounds = (plan.runs() + plan.lanes() - 1) / plan.lanes();
                for (int number = 0; number < rounds; number++) {
                    long seed = plan.onlyRound() == null ? seeds.nextInt(1_000_000) : plan.onlyRound();
                    int missing = plan.kills() - figures.sum("kills");
                    int kills = Math.max(0, missing) / (rounds - number);
                    List<Ending> endings = Ending.thrown(seed, plan.lanes(), plan.ends());
                    figures.say("round " + (number + 1) + " of " + rounds + ": seed " + seed + ", " + kills
                            + " kills; wanted: "
                            + endings.stream().map(Ending::title).collect(Collectors.joining(", ")));
                    Round round = new Round(figures);
                    current.set(round);
                    round.run(stack, zeebe, seed, kills, endings, weather);
                    if (number + 1 < rounds) {
                        figures.print();
                    }
                }
                if (figures.sum("kills") < plan.leastKills()) {
                    figures.violation("Only " + figures.sum("kills") + " programs died of " + plan.kills()
                            + " kills: too few to prove anything");
                }
            }
        }
    }
}
