package io.ferry.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ferry demo}: the whole route against pretend sites, on a real Camunda, on this computer. */
@Command(
        name = "demo",
        description = {
            "Carries a migration through the whole route: starts a local Camunda, the pretend sites and Ferry,",
            "starts one migration and follows it. A person goes on in Tasklist, or, with --unattended, Ferry's",
            "demonstration answers the people's tasks itself."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the migration ended as MIGRATED", "1:it did not, and the last lines say why", "2:bad options"
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--unattended", description = "Answer the people's tasks, and end everything afterwards.")
    boolean unattended;

    @Option(
            names = "--by-hand",
            description = "Do every step yourself on the pretend sites' pages, guided by Tasklist: to practise.")
    boolean byHand;

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

    @Option(names = "--port", defaultValue = "8090", description = "Ferry's port (default: ${DEFAULT-VALUE}).")
    int ferryPort = 8090;

    @Option(
            names = "--sandbox-port",
            defaultValue = "8181",
            description = "The first of the pretend sites' four ports (default: ${DEFAULT-VALUE}).")
    int sandboxPort = 8181;

    @Option(
            names = "--camunda-port",
            defaultValue = "8080",
            description = "The port of Operate and Tasklist (default: ${DEFAULT-VALUE}).")
    int camundaPort = 8080;

    @Override
    public Integer call() throws Exception {
        Path file = backup;
        if (file != null && !Files.isReadable(file)) {
            return Terminal.refuse("there is no readable file " + file + ". Name a Jira XML backup (a .zip).");
        }
        if (unattended && byHand) {
            return Terminal.refuse("--unattended and --by-hand exclude each other.");
        }
        DemoMode mode = unattended ? DemoMode.UNATTENDED : byHand ? DemoMode.BY_HAND : DemoMode.ATTENDED;
        Path folder = Home.folder().resolve("target").resolve("demo");
        DemoPorts ports = DemoPorts.of(ferryPort, sandboxPort, camundaPort);
        return new Demo(folder, file, mode, timeout, ports, secrets -> {}).run();
    }
}
