package io.ferry.demo;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ferry demo}: the whole route against pretend sites, on this computer. */
@Command(
        name = "demo",
        description = {
            "Shows a whole migration on this computer, from and to pretend sites.",
            "",
            "Starts a local engine, the pretend sites and Ferry, begins one migration and follows it. You answer its tasks"
                    + " in the browser; with --unattended the demonstration answers them itself."
        },
        sortOptions = false,
        footer = {"", "Example: ferry demo --unattended", "Example: ferry demo --resume"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the migration ended as MIGRATED", "1:it did not, and the last lines say why", "2:bad options"
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--unattended", description = "Answer the people's tasks, and end everything afterwards.")
    boolean unattended;

    private static final int MANAGEMENT = 9;

    @Option(
            names = "--by-hand",
            description = "Do every step yourself on the pretend sites' pages, guided by the tasks: to practise.")
    boolean byHand;

    @Option(
            names = "--resume",
            description = "Go on with a demonstration of which a program, or the command itself, has ended: start that"
                    + " program again, and follow the same migration. With no other option than --unattended, --timeout"
                    + " and, for a Camunda that wants one, --password.")
    boolean resume;

    @Option(
            names = "--backup",
            paramLabel = "FILE",
            description = "A Jira XML backup that the pretend sites are fed from. Without it one is generated.")
    @Nullable
    Path backup;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "PT15M",
            description = "How long the unattended migration may take, such as PT15M (the default).")
    Duration timeout = Duration.ofMinutes(15);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "Ferry's port; its health is told at the one that is 9 higher (default: ${DEFAULT-VALUE}).")
    int ferryPort = 8090;

    @Option(
            names = "--sandbox-port",
            paramLabel = "PORT",
            defaultValue = "8181",
            description = "The first of the pretend sites' four ports (default: ${DEFAULT-VALUE}).")
    int sandboxPort = 8181;

    @Mixin
    EngineCommand.PortOptions engine = new EngineCommand.PortOptions();

    @Option(
            names = "--camunda",
            paramLabel = "URL",
            description =
                    "Use a Camunda 8.8 or newer that is running already, such as http://localhost:8080 of Camunda 8"
                            + " Run, instead of starting the local engine. People then use its Tasklist.")
    @Nullable
    URI camunda;

    @Option(
            names = "--grpc",
            paramLabel = "URL",
            description = "With --camunda: where its gRPC is (default: port 26500 of the same host).")
    @Nullable
    URI grpc;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "With --camunda: who signs in (basic authentication). Without it nobody does.")
    @Nullable
    String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            arity = "0..1",
            interactive = true,
            defaultValue = "${env:FERRY_DEMO_PASSWORD}",
            description = "With --user: the password. Without a value you are asked for it; the environment variable"
                    + " FERRY_DEMO_PASSWORD can hold it as well.")
    char @Nullable [] password;

    @Override
    public Integer call() throws Exception {
        Path file = backup;
        if (file != null && !Files.isReadable(file)) {
            return Terminal.refuse("there is no readable file " + file + ". Name a Jira XML backup (a .zip).");
        }
        if (unattended && byHand) {
            return Terminal.refuse("--unattended and --by-hand exclude each other.");
        }
        String muddle = muddleAboutCamunda();
        if (muddle != null) {
            return Terminal.refuse(muddle);
        }
        Path folder = Home.folder().resolve("target").resolve("demo");
        if (resume) {
            return resume(folder);
        }
        DemoMode mode = unattended ? DemoMode.UNATTENDED : byHand ? DemoMode.MANUAL : DemoMode.ATTENDED;
        DemoPorts ports = new DemoPorts(ferryPort, ferryPort + MANAGEMENT, sandboxPort, engine.ports());
        return new Demo(folder, new DemoSettings(file, mode, timeout, ports, running()), secrets -> {}).run();
    }

    private Integer resume(Path folder) throws Exception {
        Resumption resumption = Resumption.read(folder).orElse(null);
        if (resumption == null) {
            return Terminal.refuse("there is no demonstration to go on with. './ferry demo' starts one.");
        }
        DemoSettings before = resumption.settings(timeout, password);
        DemoMode mode = unattended ? DemoMode.UNATTENDED : before.mode();
        DemoSettings settings = new DemoSettings(before.backup(), mode, timeout, before.ports(), before.running());
        return new Demo(folder, settings, secrets -> {}).resume(resumption);
    }

    private @Nullable String muddleAboutCamunda() {
        if (camunda == null) {
            return grpc == null && user == null ? null : "--grpc and --user go with --camunda URL.";
        }
        for (URI address : grpc == null ? List.of(camunda) : List.of(camunda, grpc)) {
            if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme())) {
                return address + " is no address of a Camunda: write it like http://localhost:8080.";
            }
        }
        return user == null || password != null ? null : "--user needs --password, or FERRY_DEMO_PASSWORD.";
    }

    private @Nullable Cluster running() {
        if (camunda == null) {
            return null;
        }
        Cluster.SignIn signIn =
                user == null || password == null ? null : new Cluster.SignIn(user, new String(password));
        return Cluster.running(camunda, grpc, signIn);
    }
}
