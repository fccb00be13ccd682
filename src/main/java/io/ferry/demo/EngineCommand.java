package io.ferry.demo;

import io.ferry.command.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry engine start|stop|status}: the local engine without the rest of the demonstration. */
@Command(
        name = "engine",
        description = {
            "Starts and stops a local engine, to try Ferry out without a Camunda.",
            "",
            "It runs processes in memory, and has simple pages for tasks and processes. It keeps nothing when it stops, and"
                    + " only this computer reaches it. For real work Ferry needs Camunda 8.8 or newer, with its own Operate"
                    + " and Tasklist."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry engine start"},
        subcommands = {EngineCommand.Start.class, EngineCommand.Stop.class, EngineCommand.Status.class})
public final class EngineCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** Shows what the command offers. */
    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** The engine's ports, as options. */
    static final class PortOptions {
        @Option(
                names = "--web-port",
                paramLabel = "PORT",
                defaultValue = "8080",
                description = "The engine's pages and Camunda's REST interface (default: ${DEFAULT-VALUE}).")
        int web = EnginePorts.DEFAULT.web();

        @Option(
                names = "--grpc-port",
                paramLabel = "PORT",
                defaultValue = "26500",
                description = "The engine's gRPC, for workers (default: ${DEFAULT-VALUE}).")
        int grpc = EnginePorts.DEFAULT.grpc();

        EnginePorts ports() {
            return new EnginePorts(web, grpc);
        }
    }

    /** What the three have in common: where the engine's log is, and how a refusal is told. */
    abstract static class Step implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = "--log-folder",
                paramLabel = "FOLDER",
                description = "Where its log and process id are written (default: data/engine beside the launcher)."
                        + " Engines with different folders and ports can run side by side.")
        private @Nullable Path logFolder;

        abstract int act(Engine engine) throws IOException, InterruptedException;

        @Override
        public final Integer call() throws IOException, InterruptedException {
            Path folder = logFolder == null ? Home.folder().resolve("data").resolve("engine") : logFolder;
            try {
                return act(new Engine(EngineInstallation.of(System.getenv()), folder));
            } catch (CommandFailure refused) {
                if (spec != null) {
                    spec.commandLine().getErr().println("ferry: " + refused.getMessage());
                    spec.commandLine().getErr().flush();
                }
                return 1;
            }
        }

        final void say(String line) {
            if (spec != null) {
                PrintWriter out = spec.commandLine().getOut();
                out.println(line);
                out.flush();
            }
        }

        final void sayWhere(EnginePorts ports) {
            say("  Tasks       " + ports.webAddress() + "/tasklist");
            say("  Processes   " + ports.webAddress() + "/operate");
            say("  REST        " + ports.webAddress() + "/v2");
            say("  gRPC        " + ports.grpcAddress());
            say(
                    "  Sign in as demo (operator and approver) or approver (approver only); the password is the user name.");
        }
    }

    /** Starts it. */
    @Command(
            name = "start",
            description = "Starts the local engine and prints its addresses.",
            footer = {"", "Example: ferry engine start"},
            mixinStandardHelpOptions = true)
    static final class Start extends Step {
        @Mixin
        private PortOptions options = new PortOptions();

        @Override
        int act(Engine engine) throws IOException, InterruptedException {
            long begin = System.nanoTime();
            engine.start(options.ports());
            say("The local engine is ready after %.1f seconds."
                    .formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0));
            sayWhere(options.ports());
            say("It keeps nothing when it stops: './ferry engine stop'. Start Ferry against it with");
            Cluster cluster = Cluster.local(options.ports());
            cluster.environment().forEach((name, value) -> say("  " + name + "=" + value + " \\"));
            say("  ./ferry serve -- " + String.join(" ", cluster.settings()));
            return 0;
        }
    }

    /** Stops it. */
    @Command(
            name = "stop",
            description = "Stops the local engine. All that it ran is gone then.",
            footer = {"", "Example: ferry engine stop"},
            mixinStandardHelpOptions = true)
    static final class Stop extends Step {
        @Override
        int act(Engine engine) throws IOException, InterruptedException {
            say(engine.stop() ? "The local engine has stopped." : "The local engine is not running.");
            return 0;
        }
    }

    /** Says how it is. */
    @Command(
            name = "status",
            description = "Says whether the local engine is running, and where.",
            footer = {"", "Example: ferry engine status"},
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {"0:it is ready", "3:it is not"},
            mixinStandardHelpOptions = true)
    static final class Status extends Step {
        private static final int NOT_READY = 3;

        @Override
        int act(Engine engine) throws IOException, InterruptedException {
            Optional<Engine.State> state = engine.status();
            if (state.isEmpty()) {
                say("The local engine is not running.");
                return NOT_READY;
            }
            long pid = state.get().pid();
            if (!state.get().ready()) {
                say("The local engine is running (process " + pid + "), but does not answer. Its log: " + engine.log());
                return NOT_READY;
            }
            say("The local engine is ready (process " + pid + ").");
            sayWhere(state.get().ports());
            return 0;
        }
    }
}
