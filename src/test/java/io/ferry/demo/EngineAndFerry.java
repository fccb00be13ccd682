package io.ferry.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.command.RunningFerry;
import io.ferry.migration.Operation;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The local engine and one Ferry, as programs, which carry migrations between pretend sites that a test starts. */
final class EngineAndFerry implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);

    private final Path folder;
    private final DemoPorts ports = TestCamunda.freePorts();
    private final Cluster cluster = Cluster.local(ports.engine());
    private final FerryClient ferry = new FerryClient(ports.ferryAddress(), RunningFerry.usualKeyFile());
    private final Program engine;
    private @Nullable Program program;

    /**
     * Starts both.
     *
     * @param folder for what they write
     * @param more settings of Ferry, such as {@code --ferry.camunda.models-folder=…}
     * @throws IllegalStateException if they do not get ready; the message has the end of Ferry's log
     */
    EngineAndFerry(Path folder, String... more) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(inbox());
        engine = Program.start(
                folder.resolve("programs"),
                Engine.NAME,
                EngineInstallation.of(System.getenv()).command(ports.engine()),
                Map.of());
        startFerry(more);
    }

    /** Ends Ferry as an operator does, and starts it anew with these settings, on the same record and files. */
    void restartFerry(String... more) throws IOException, InterruptedException {
        Program running = program;
        if (running != null) {
            running.stop();
        }
        startFerry(more);
    }

    private void startFerry(String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(arguments());
        arguments.addAll(List.of(more));
        Map<String, String> environment = new TreeMap<>(Credentials.DEFAULTS);
        environment.putAll(cluster.environment());
        Program started = Program.startAgain(
                folder.resolve("programs"),
                "ferry",
                new Java(320).command(Home.productClassPath(), "io.ferry.Ferry", arguments),
                environment);
        program = started;
        FerryClient health = new FerryClient(ports.managementAddress());
        if (!Waiting.until(
                START, () -> Engine.isReady(ports.engine()) && health.answers("/actuator/health/readiness"))) {
            throw new IllegalStateException(started.lastWords(20));
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "serve", "--", "--server.port=" + ports.ferry(), "--management.server.port=" + ports.management()));
        arguments.addAll(cluster.settings());
        arguments.addAll(List.of(
                "--spring.datasource.url=" + database(),
                "--ferry.artifacts.folder=" + folder.resolve("artifacts"),
                "--ferry.artifacts.upload-folders=" + inbox(),
                "--ferry.artifacts.export-folders=" + folder,
                "--ferry.bigpicture.cloud-manager-url=" + ports.bigPictureCloud() + "/cloudmanager",
                "--ferry.remote.allowed-addresses=127.0.0.1"));
        // The sites get their ports only when they start.
        Credentials.DEFAULTS.keySet().forEach(variable -> {
            arguments.add("--ferry.credentials." + credential(variable) + ".source=env:" + variable);
            arguments.add("--ferry.credentials." + credential(variable) + ".hosts=127.0.0.1:*");
        });
        return arguments;
    }

    /** How migrations name a credential of the pretend sites. */
    static String credential(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A request for a migration of BigPicture between pretend sites, in which Ferry does all it can.
     *
     * @param exportFolder where the source's Jira writes its backups
     */
    static ObjectNode wholeRoute(String name, SandboxServer sites, Path exportFolder) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name).put("app", "BIGPICTURE").put("pollPause", "PT1S");
        body.putObject("source")
                .put("url", sites.address(Side.JIRA_DATA_CENTER).toString())
                .put("credential", credential("SANDBOX_DC_CREDENTIAL"))
                .put("bigPictureCredential", credential("SANDBOX_BIGPICTURE_DC_TOKEN"))
                .put("endpoints", "sandbox")
                .put("exportFolder", exportFolder.toString());
        body.putObject("target")
                .put("url", sites.address(Side.JIRA_CLOUD).toString())
                .put("credential", credential("SANDBOX_CLOUD_CREDENTIAL"))
                .put("bigPictureCredential", credential("SANDBOX_BIGPICTURE_CLOUD_TOKEN"))
                .put("endpoints", "sandbox");
        Stream.of(Operation.values())
                .forEach(operation -> body.withObject("/modes").put(operation.key(), "AUTOMATIC"));
        return body;
    }

    /**
     * Starts pretend sites that are done with everything soon.
     *
     * @param exportFolder where the source's Jira writes its backups
     */
    SandboxServer smallSites(Path exportFolder) throws IOException {
        Path backup = folder.resolve("backup.zip");
        SampleBackup.write(SampleBackupSpec.of(150, 40), backup);
        return SandboxServer.start(SandboxOptions.builder()
                .freePorts()
                .port(Side.BIGPICTURE_CLOUD, ports.sandbox() + 2)
                .backup(backup)
                .exportFolder(exportFolder)
                .longWork(Duration.ofMillis(200))
                .build());
    }

    /** Ferry's interface, for scripts. */
    FerryClient ferry() {
        return ferry;
    }

    Cluster cluster() {
        return cluster;
    }

    DemoPorts ports() {
        return ports;
    }

    /** The JDBC address of Ferry's record; nobody else can open it while Ferry runs. */
    String database() {
        return "jdbc:h2:file:" + folder.resolve("ferry-database") + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    /** A folder from which Ferry takes files. */
    Path inbox() {
        return folder.resolve("inbox");
    }

    @Override
    public void close() {
        try {
            Program running = program;
            if (running != null) {
                running.stop();
            }
            engine.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
