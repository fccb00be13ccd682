package io.ferry.localcamunda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ferry camunda start|stop|status}. */
@Command(
        name = "camunda",
        description = "A Camunda on this computer, for demonstrations and tests.",
        mixinStandardHelpOptions = true,
        subcommands = {CamundaCommand.Start.class, CamundaCommand.Stop.class, CamundaCommand.Status.class})
public final class CamundaCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    /** Shows what the command offers. */
    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** Where it is and what it listens on. */
    static final class Place {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Where its data and logs are kept (default: data/camunda beside the launcher).")
        private @Nullable Path data;

        @Option(names = "--web-port", paramLabel = "PORT", description = "Operate and Tasklist (default: 8080).")
        private int web = Ports.DEFAULT.web();

        @Option(names = "--grpc-port", paramLabel = "PORT", description = "Zeebe's gRPC (default: 26500).")
        private int grpc = Ports.DEFAULT.grpc();

        @Option(names = "--rest-port", paramLabel = "PORT", description = "Zeebe's REST (default: 8088).")
        private int zeebeRest = Ports.DEFAULT.zeebeRest();

        @Option(names = "--opensearch-port", paramLabel = "PORT", description = "OpenSearch (default: 9200).")
        private int openSearch = Ports.DEFAULT.openSearch();

        @Option(
                names = "--broker-management-port",
                paramLabel = "PORT",
                description = "Health of Zeebe (default: 9600).")
        private int brokerManagement = Ports.DEFAULT.brokerManagement();

        @Option(
                names = "--web-management-port",
                paramLabel = "PORT",
                description = "Health of Operate and Tasklist (default: 9601).")
        private int webManagement = Ports.DEFAULT.webManagement();

        @Option(names = "--broker-command-port", paramLabel = "PORT", description = "Internal (default: 26501).")
        private int brokerCommand = Ports.DEFAULT.brokerCommand();

        @Option(names = "--broker-internal-port", paramLabel = "PORT", description = "Internal (default: 26502).")
        private int brokerInternal = Ports.DEFAULT.brokerInternal();

        @Option(names = "--web-internal-port", paramLabel = "PORT", description = "Internal (default: 26503).")
        private int webInternal = Ports.DEFAULT.webInternal();

        @Option(names = "--opensearch-transport-port", paramLabel = "PORT", description = "Internal (default: 9300).")
        private int openSearchTransport = Ports.DEFAULT.openSearchTransport();

        LocalCamunda camunda() {
            Ports ports = new Ports(
                    grpc,
                    zeebeRest,
                    web,
                    openSearch,
                    brokerManagement,
                    webManagement,
                    brokerCommand,
                    brokerInternal,
                    webInternal,
                    openSearchTransport);
            Path folder = data != null ? data : Path.of(System.getProperty("ferry.checkout", "."), "data", "camunda");
            return new LocalCamunda(Distribution.of(System.getenv()), folder, ports);
        }
    }

    /** Starts it. */
    @Command(name = "start", description = "Starts it and says where it is.", mixinStandardHelpOptions = true)
    static final class Start extends Step {
        @Override
        int act(LocalCamunda camunda) throws InterruptedException {
            say("Starting OpenSearch, Zeebe, Operate and Tasklist ...");
            long begin = System.nanoTime();
            camunda.start();
            say("Ready after %d seconds."
                    .formatted(Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
            sayWhere(camunda);
            say("Next: \"ferry serve\" starts Ferry against it, \"ferry camunda stop\" stops it and keeps its data.");
            return 0;
        }
    }

    /** Stops it. */
    @Command(name = "stop", description = "Stops it; its data stay.", mixinStandardHelpOptions = true)
    static final class Stop extends Step {
        @Override
        int act(LocalCamunda camunda) throws InterruptedException {
            say(
                    camunda.stop()
                            ? "The local Camunda has stopped. Its data are kept."
                            : "The local Camunda does not run.");
            return 0;
        }
    }

    /** Says how it is. */
    @Command(
            name = "status",
            description = "Says what runs, and where. Exit code 0 if all of it is ready, 3 if not.",
            mixinStandardHelpOptions = true)
    static final class Status extends Step {
        private static final int NOT_READY = 3;

        @Override
        int act(LocalCamunda camunda) {
            List<LocalCamunda.State> states = camunda.status();
            for (LocalCamunda.State state : states) {
                say("%-22s %s"
                        .formatted(
                                state.program().title(),
                                !state.isRunning()
                                        ? "does not run"
                                        : state.ready()
                                                ? "ready (process " + state.pid() + ")"
                                                : "not ready (process " + state.pid() + ", log "
                                                        + camunda.log(state.program()) + ")"));
            }
            if (!states.stream().allMatch(LocalCamunda.State::ready)) {
                return NOT_READY;
            }
            sayWhere(camunda);
            return 0;
        }
    }

    /** What the three have in common: where it is, and how a refusal is told. */
    abstract static class Step implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private Place place = new Place();

        abstract int act(LocalCamunda camunda) throws InterruptedException;

        @Override
        public final Integer call() throws InterruptedException {
            try {
                return act(place.camunda());
            } catch (LocalCamundaException refused) {
                tell(line -> line.commandLine().getErr(), "ferry: " + refused.getMessage());
                return 1;
            }
        }

        final void say(String sentence) {
            tell(line -> line.commandLine().getOut(), sentence);
        }

        final void sayWhere(LocalCamunda camunda) {
            say("  Operate   " + camunda.webAddress() + "/operate");
            say("  Tasklist  " + camunda.webAddress() + "/tasklist");
            say("  sign in as demo with the password demo");
            say("  Zeebe     gRPC " + camunda.grpcAddress() + ", REST " + camunda.restAddress());
        }

        private void tell(Function<CommandSpec, java.io.PrintWriter> writer, String sentence) {
            if (spec != null) {
                java.io.PrintWriter out = writer.apply(spec);
                out.println(sentence);
                out.flush();
            }
        }
    }
}
