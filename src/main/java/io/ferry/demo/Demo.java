package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import io.ferry.command.Browser;
import io.ferry.command.CommandFailure;
import io.ferry.command.RunningFerry;
import io.ferry.migration.Operation;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the demonstration: its programs, its one migration, and the clearing up. */
final class Demo {
    private static final ObjectMapper JSON = Json.MAPPER;
    private static final long NEEDED_BYTES = 1L << 30;
    private static final int LAST_WORDS = 12;
    private static final long GENERATED_ISSUES = 400;
    private static final int GENERATED_PEOPLE = 40;
    private static final Duration NOTICED = Duration.ofSeconds(3);
    private static final String FERRY = "ferry";
    private static final String SANDBOX = "sandbox";
    private static final String ENGINE_IS_GONE =
            "The local engine keeps everything in memory, so the migration's process is gone with it, and cannot go on."
                    + " './ferry stop' ends the rest, then './ferry demo' begins a new one. A real Camunda keeps its processes"
                    + " on its disk.";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final DemoSettings settings;
    private final DemoMode mode;
    private final DemoPorts ports;
    private final Cluster cluster;
    private final Inspection inspection;
    private final Terminal terminal = new Terminal(System.out);
    private final List<Program> programs = new ArrayList<>();
    private final PeakMemory memory = PeakMemory.watch();
    private DemoSecrets secrets;
    private volatile boolean toldToEnd;
    private final EngineInstallation installation = EngineInstallation.of(System.getenv());

    /** A look at what runs, after the migration has ended and before anything is stopped. */
    interface Inspection {
        /** Looks; whatever it throws fails the demonstration. */
        void look(DemoSecrets secrets) throws IOException, InterruptedException;
    }

    Demo(Path folder, DemoSettings settings, Inspection inspection) {
        this.folder = folder;
        this.settings = settings;
        this.mode = settings.mode();
        this.ports = settings.ports();
        this.cluster = settings.cluster();
        this.inspection = inspection;
        this.secrets = mode == DemoMode.MANUAL ? DemoSecrets.ofTheSandbox() : DemoSecrets.made(new SecureRandom());
    }

    /**
     * Runs the demonstration.
     *
     * @return the exit status: 0 when the migration ended as MIGRATED
     */
    int run() throws IOException, InterruptedException {
        return locked(null);
    }

    /**
     * Goes on with the demonstration of which a program, or the command itself, has ended.
     *
     * @param resumption what was kept of it
     * @return the exit status, as of {@link #run}
     */
    int resume(Resumption resumption) throws IOException, InterruptedException {
        secrets = DemoSecrets.kept(resumption.secrets());
        return locked(resumption);
    }

    private int locked(@Nullable Resumption resumption) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return Terminal.refuse("a demonstration is running already. './ferry stop' ends it.");
            }
            return runAlone(resumption);
        }
    }

    private int runAlone(@Nullable Resumption resumption) throws IOException, InterruptedException {
        if (resumption == null) {
            if (DemoState.isLeftRunning(folder)) {
                return Terminal.refuse("a demonstration is running already. './ferry stop' ends it, and"
                        + " './ferry demo --resume' goes on with it if a program of it has ended.");
            }
            DemoState.stopAll(folder, terminal);
        }
        try {
            if (resumption == null) {
                lookForObstacles();
            } else {
                adopt(resumption);
            }
        } catch (CommandFailure obstacle) {
            return Terminal.refuse(String.valueOf(obstacle.getMessage()));
        }
        if (resumption == null) {
            deleteRecursively(DemoState.run(folder));
        }
        Files.createDirectories(DemoState.run(folder));
        Path myself = Program.rememberMyself(DemoState.programs(folder), DemoState.DEMO);
        Thread clearUp = new Thread(this::endWhenTold, "clear-up");
        Runtime.getRuntime().addShutdownHook(clearUp);
        boolean keep = false;
        String migration = resumption == null ? null : resumption.migration();
        try {
            Resumption.of(settings, secrets, migration).write(folder);
            startEverything(resumption != null);
            int status = migrate(migration);
            keep = mode != DemoMode.UNATTENDED;
            return status;
        } catch (ProgramEnded ended) {
            if (!toldToEnd) {
                sayWhichEnded(ended);
                keep = true;
            }
            return 1;
        } catch (CommandFailure failure) {
            terminal.say("FAILED: " + failure.getMessage());
            return 1;
        } catch (IOException unreachable) {
            if (toldToEnd) {
                return 1;
            }
            String why = unreachable.getMessage() == null
                    ? "a program does not answer any more ("
                            + unreachable.getClass().getSimpleName() + ")"
                    : unreachable.getMessage();
            terminal.say("FAILED: " + why + ". Logs: " + DemoState.programs(folder));
            return 1;
        } finally {
            Files.deleteIfExists(myself);
            forget(clearUp);
            if (keep) {
                DemoState.leaveRunning(folder);
                terminal.say(
                        "Everything that runs keeps running, so that you can look around. './ferry stop' ends it.");
            } else {
                stopQuietly();
                Resumption.forget(folder);
                terminal.say("Everything is stopped." + usedMemory());
            }
        }
    }

    /** Finds what still runs of a demonstration, and refuses where it cannot go on. */
    private void adopt(Resumption resumption) throws IOException, InterruptedException {
        List<Program> left = Program.leftIn(DemoState.programs(folder));
        if (left.stream().anyMatch(program -> program.name().equals(DemoState.DEMO))) {
            throw new CommandFailure("a demonstration is running already. './ferry stop' ends it.");
        }
        Set<String> names = left.stream().map(Program::name).collect(Collectors.toSet());
        if (isOnTheLocalEngine()) {
            if (!names.contains(Engine.NAME)) {
                throw new CommandFailure("this demonstration cannot go on. " + ENGINE_IS_GONE);
            }
        } else {
            String obstacle = ClusterCheck.obstacle(cluster).orElse(null);
            if (obstacle != null) {
                throw new CommandFailure(obstacle);
            }
        }
        Port.requireFree(ports.named().stream()
                .filter(port -> !names.contains(port.use().equals("the pretend sites") ? SANDBOX : FERRY))
                .toList());
        programs.addAll(left);
        left.forEach(memory::add);
        if (!names.contains(SANDBOX) && resumption.migration() != null) {
            terminal.say("the pretend sites begin anew: they keep everything in memory. What Ferry had changed there is"
                    + " gone, and it asks a person about what it misses.");
        }
    }

    /** Which program, why, the end of its log, and what to do now. */
    private void sayWhichEnded(ProgramEnded ended) {
        Program program = programs.stream()
                .filter(each -> each.name().equals(ended.program()))
                .findFirst()
                .orElseThrow();
        terminal.say("FAILED: " + program.name() + " has ended " + program.end() + ".");
        terminal.more("The end of its log (" + program.log() + "):");
        program.lastWords(LAST_WORDS).lines().forEach(terminal::more);
        switch (program.name()) {
            case Engine.NAME -> terminal.more(ENGINE_IS_GONE);
            case SANDBOX ->
                terminal.more(
                        "'./ferry demo --resume' starts the pretend sites again and goes on with the migration. They"
                                + " keep everything in memory, so they begin anew: if Ferry has changed something there already, begin"
                                + " anew as well: './ferry stop', then './ferry demo'.");
            default ->
                terminal.more("'./ferry demo --resume' starts " + program.name()
                        + " again and goes on with the migration: its record and its files are kept in "
                        + DemoState.run(folder) + ".");
        }
    }

    /** Throws if a program has ended that nobody told to. */
    private void requireAll() {
        if (toldToEnd) {
            return;
        }
        programs.stream().filter(program -> !program.isRunning()).findFirst().ifPresent(program -> {
            throw new ProgramEnded(program.name());
        });
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook is at work, since somebody ended this command.
        }
    }

    /** Refuses, before anything is started, where something stands in the way. */
    private void lookForObstacles() throws IOException, InterruptedException {
        Path backup = settings.backup();
        if (backup != null && !looksLikeZip(backup)) {
            throw new CommandFailure(
                    backup + " is no zip file, so it is no Jira XML backup. Take the .zip that Jira wrote, unopened.");
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new CommandFailure("the disk that holds " + folder + " has only " + (free >> 20)
                    + " MiB left, and the demonstration needs 1 GiB. Free some space and start it again.");
        }
        if (isOnTheLocalEngine()) {
            installation.requireSetUp();
            Port.requireFree(Stream.concat(ports.named().stream(), ports.engine().named().stream())
                    .toList());
        } else {
            Port.requireFree(ports.named());
            String obstacle = ClusterCheck.obstacle(cluster).orElse(null);
            if (obstacle != null) {
                throw new CommandFailure(obstacle);
            }
        }
    }

    private boolean isOnTheLocalEngine() {
        return settings.running() == null;
    }

    /** Starts all programs side by side: Ferry keeps looking for the engine, and nobody needs the sites before the others. */
    private void startEverything(boolean again) throws IOException, InterruptedException {
        Path run = DemoState.run(folder);
        Map<Program, Waiting.Condition> starting = new LinkedHashMap<>();
        if (again) {
            terminal.say("starting what does not run any more ...");
        } else if (isOnTheLocalEngine()) {
            terminal.say("starting the local engine, Ferry and the pretend sites ...");
            Program engine = Program.start(
                    DemoState.programs(folder), Engine.NAME, installation.command(ports.engine()), Map.of());
            programs.add(engine);
            memory.add(engine);
            starting.put(engine, () -> Engine.isReady(ports.engine()));
        } else {
            terminal.say("starting Ferry and the pretend sites, for the Camunda at " + cluster.rest() + " ...");
        }
        Optional<Program> server = running(FERRY);
        Program ferry = server.isPresent()
                ? server.get()
                : start(FERRY, 256, Home.productClassPath(), ferryArguments(run), ferryEnvironment(), again);
        FerryClient health = new FerryClient(ports.managementAddress());
        starting.put(ferry, () -> health.answers("/actuator/health/readiness"));
        Path backup = settings.backup();
        Optional<Program> sites = running(SANDBOX);
        Program sandbox = sites.isPresent()
                ? sites.get()
                : start(
                        SANDBOX,
                        160,
                        Home.classPath(),
                        sandboxArguments(backup == null ? generatedBackup(run) : backup.toAbsolutePath()),
                        secrets.forSandbox(),
                        again);
        FerryClient sandboxClient = new FerryClient(ports.sandboxControl());
        starting.put(sandbox, () -> sandboxClient.answers("/control/state"));
        waitForAll(starting);
        terminal.say("everything is ready:");
        terminal.more("Tasks      " + cluster.tasklist() + signInAtCamunda());
        terminal.more("Processes  " + cluster.operate());
        if (mode == DemoMode.UNATTENDED) {
            terminal.more("Ferry      " + ports.ferryAddress() + "/");
        } else {
            URI link = URI.create(new FerryClient(ports.ferryAddress(), RunningFerry.usualKeyFile())
                    .post("/api/sign-in-links", JSON.createObjectNode())
                    .path("address")
                    .asText());
            terminal.more("Ferry      " + link + "   (signs you in, once)");
            Browser.open(link, Browser.PageLasts.UNTIL_THE_END);
        }
        terminal.more("Sites      " + ports.dataCenter() + " (pretend Jira Data Center), " + ports.cloud()
                + " (pretend Jira Cloud)");
        if (mode == DemoMode.MANUAL) {
            terminal.more("           sign in: " + secrets.signInsOfPeople());
        }
    }

    private String signInAtCamunda() {
        return isOnTheLocalEngine()
                ? "   (sign in: demo / demo)"
                : cluster.signIn() == null ? "" : "   (sign in: " + cluster.user() + ")";
    }

    private int migrate(@Nullable String before) throws IOException, InterruptedException {
        FerryClient ferry = new FerryClient(ports.ferryAddress(), RunningFerry.usualKeyFile());
        String id = before;
        if (id == null) {
            id = ferry.post("/api/migrations", request()).path("id").asText();
            Resumption.of(settings, secrets, id).write(folder);
        }
        try {
            return follow(ferry, id);
        } catch (IOException unreachable) {
            // A connection breaks a moment before its program is known to have ended.
            Waiting.until(NOTICED, () -> programs.stream().anyMatch(program -> !program.isRunning()));
            requireAll();
            throw unreachable;
        } catch (CommandFailure failure) {
            // What a person cannot judge may come of it as well.
            requireAll();
            throw failure;
        }
    }

    private int follow(FerryClient ferry, String id) throws IOException, InterruptedException {
        Follower follower = new Follower(ferry, id, terminal, this::requireAll);
        String outcome;
        if (mode == DemoMode.UNATTENDED) {
            UnattendedPerson person = new UnattendedPerson(new UserTaskClient(cluster), id, new OpenPeople(ferry, id));
            outcome = follower.followWith(person, settings.timeout());
        } else {
            terminal.say("Your turn: open each task at " + cluster.tasklist()
                    + ", assign it to yourself, read it, decide. Ctrl-C ends everything.");
            outcome = follower.follow();
        }
        JsonNode report = ferry.get("/api/migrations/" + id + "/report");
        Path written = folder.resolve("report.json");
        JSON.writerWithDefaultPrettyPrinter().writeValue(written.toFile(), report);
        terminal.say("outcome: " + outcome);
        terminal.more("report: " + written);
        inspection.look(secrets);
        return outcome.equals("MIGRATED") ? 0 : 1;
    }

    private JsonNode request() {
        ObjectNode request = JSON.createObjectNode();
        request.put("name", "Demonstration").put("app", "BIGPICTURE").put("pollPause", "PT1S");
        ObjectNode source = request.putObject("source")
                .put("url", ports.dataCenter().toString())
                .put("credential", "source-jira")
                .put("bigPictureCredential", "source-app");
        ObjectNode target = request.putObject("target")
                .put("url", ports.cloud().toString())
                .put("credential", "target-jira")
                .put("bigPictureCredential", "target-app");
        if (mode != DemoMode.MANUAL) {
            source.put("endpoints", "sandbox")
                    .put("exportFolder", DemoState.exports(folder).toString());
            target.put("endpoints", "sandbox");
        }
        ObjectNode modes = request.putObject("modes");
        Arrays.stream(Operation.values())
                .forEach(operation -> modes.put(operation.key(), mode.mode().name()));
        return request;
    }

    private List<String> sandboxArguments(Path source) throws IOException {
        Path exports = Files.createDirectories(DemoState.exports(folder));
        return List.of(
                "sandbox",
                "--backup",
                source.toString(),
                "--export-folder",
                exports.toString(),
                "--dc-port",
                String.valueOf(ports.sandbox()),
                "--cloud-port",
                String.valueOf(ports.sandbox() + 1),
                "--bigpicture-port",
                String.valueOf(ports.sandbox() + 2),
                "--control-port",
                String.valueOf(ports.sandbox() + 3),
                "--gateway-port",
                "0");
    }

    private List<String> ferryArguments(Path run) throws IOException {
        Files.createDirectories(DemoState.inbox(folder));
        List<String> arguments = new ArrayList<>(List.of(
                "serve", "--", "--server.port=" + ports.ferry(), "--management.server.port=" + ports.management()));
        arguments.addAll(cluster.settings());
        arguments.addAll(List.of(
                "--spring.datasource.url=jdbc:h2:file:" + run.resolve("ferry-database") + ";DB_CLOSE_ON_EXIT=FALSE",
                "--ferry.artifacts.folder=" + run.resolve("artifacts"),
                "--ferry.artifacts.upload-folders=" + DemoState.inbox(folder),
                "--ferry.artifacts.export-folders=" + DemoState.exports(folder),
                "--ferry.bigpicture.cloud-manager-url=" + ports.bigPictureCloud() + "/cloudmanager",
                "--ferry.remote.allowed-addresses=127.0.0.1",
                // A job that ends with Ferry comes back after this time, which nobody likes to wait for in a
                // demonstration.
                "--camunda.client.worker.defaults.timeout=20s"));
        arguments.addAll(declared("source-jira", DemoSecrets.SOURCE, ports.dataCenter()));
        arguments.addAll(declared("source-app", DemoSecrets.SOURCE_APP, ports.dataCenter()));
        arguments.addAll(declared("target-jira", DemoSecrets.TARGET, ports.cloud()));
        arguments.addAll(declared("target-app", DemoSecrets.TARGET_APP, ports.bigPictureCloud()));
        return arguments;
    }

    /** What an administrator does for real sites: names a credential, says where it is found and to which host it may go. */
    private static List<String> declared(String name, String variable, URI site) {
        String setting = "--ferry.credentials." + name;
        return List.of(setting + ".source=env:" + variable, setting + ".hosts=" + site.getAuthority());
    }

    private Map<String, String> ferryEnvironment() {
        Map<String, String> environment = new HashMap<>(secrets.forFerry());
        environment.putAll(cluster.environment());
        return environment;
    }

    private Program start(
            String name,
            int heapMegabytes,
            String classPath,
            List<String> arguments,
            Map<String, String> environment,
            boolean again)
            throws IOException {
        Path classes = Files.createDirectories(Home.folder().resolve("target").resolve("shared-classes"));
        List<String> command =
                new Java(heapMegabytes).sharedClasses(classes, name).command(classPath, "io.ferry.Ferry", arguments);
        Path programsFolder = DemoState.programs(folder);
        Program program = again
                ? Program.startAgain(programsFolder, name, command, environment)
                : Program.start(programsFolder, name, command, environment);
        programs.add(program);
        memory.add(program);
        return program;
    }

    private Optional<Program> running(String name) {
        return programs.stream().filter(program -> program.name().equals(name)).findFirst();
    }

    private static void waitForAll(Map<Program, Waiting.Condition> starting) throws InterruptedException {
        Map<Program, Waiting.Condition> waitingFor = new LinkedHashMap<>(starting);
        boolean over = Waiting.until(START_LIMIT, () -> {
            for (var entry : List.copyOf(waitingFor.entrySet())) {
                if (entry.getValue().holds()) {
                    waitingFor.remove(entry.getKey());
                }
            }
            return waitingFor.isEmpty() || starting.keySet().stream().anyMatch(program -> !program.isRunning());
        });
        for (Program program : starting.keySet()) {
            if (!program.isRunning() || !over && waitingFor.containsKey(program)) {
                throw new CommandFailure(program.name()
                        + (program.isRunning()
                                ? " did not get ready"
                                : " ended while it was starting, " + program.end())
                        + ". The end of its log (" + program.log() + "):" + System.lineSeparator()
                        + program.lastWords(LAST_WORDS));
            }
        }
    }

    private static Path generatedBackup(Path run) throws IOException {
        Path file = run.resolve("sample-backup.zip");
        SampleBackup.write(SampleBackupSpec.of(GENERATED_ISSUES, GENERATED_PEOPLE), file);
        return file;
    }

    /** Ctrl-C and './ferry stop' end the programs under the command's feet: it must not call that a failure. */
    private void endWhenTold() {
        toldToEnd = true;
        stopQuietly();
    }

    private String usedMemory() {
        long bytes = memory.bytes();
        return bytes == 0 ? "" : " All programs together took at most " + (bytes >> 20) + " MiB of memory.";
    }

    /** One after the other, the engine last: a program whose classes are kept for the next start takes memory as it ends. */
    private void stopQuietly() {
        try {
            for (Program program : programs.reversed()) {
                program.stop();
            }
        } catch (InterruptedException hurry) {
            programs.forEach(Program::kill);
        }
    }

    private static boolean looksLikeZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(in.readNBytes(4)).equals("504b0304");
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
