package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.backup.SampleBackup;
import io.ferry.backup.SampleBackupSpec;
import io.ferry.localcamunda.LocalCamunda;
import io.ferry.localcamunda.LocalCamundaException;
import io.ferry.migration.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the demonstration: its programs, its one migration, and the clearing up. */
final class Demo {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NEEDED_BYTES = 2L << 30;
    private static final long GENERATED_ISSUES = 400;
    private static final int GENERATED_PEOPLE = 40;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final @Nullable Path backup;
    private final DemoMode mode;
    private final Duration timeout;
    private final DemoPorts ports;
    private final Inspection inspection;
    private final Terminal terminal = new Terminal(System.out);
    private final List<Program> programs = new ArrayList<>();
    private final DemoSecrets secrets;
    private @Nullable LocalCamunda camunda;
    private @Nullable CamundaStart starting;
    private List<Long> camundaPids = List.of();

    /** A look at what runs, after the migration has ended and before anything is stopped. */
    interface Inspection {
        /** Looks; whatever it throws fails the demonstration. */
        void look(DemoSecrets secrets) throws IOException, InterruptedException;
    }

    Demo(Path folder, @Nullable Path backup, DemoMode mode, Duration timeout, DemoPorts ports, Inspection inspection) {
        this.folder = folder;
        this.backup = backup;
        this.mode = mode;
        this.timeout = timeout;
        this.ports = ports;
        this.inspection = inspection;
        this.secrets = mode == DemoMode.BY_HAND ? DemoSecrets.ofTheSandbox() : DemoSecrets.made(new SecureRandom());
    }

    /**
     * Runs the demonstration.
     *
     * @return the exit status: 0 when the migration ended as MIGRATED
     */
    int run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return Terminal.refuse("a demonstration is running already. './ferry stop' ends it.");
            }
            return runAlone();
        }
    }

    private int runAlone() throws IOException, InterruptedException {
        if (DemoState.isLeftRunning(folder)) {
            return Terminal.refuse("a demonstration is running already: look at it in Operate and Tasklist ("
                    + ports.webApplications() + "), or end it with './ferry stop'.");
        }
        DemoState.stopAll(folder, ports, terminal);
        String obstacle = obstacle();
        if (obstacle != null) {
            return Terminal.refuse(obstacle);
        }
        deleteRecursively(DemoState.run(folder));
        Files.createDirectories(DemoState.run(folder));
        Path myself = Program.rememberMyself(DemoState.programs(folder), DemoState.DEMO);
        Thread clearUp = new Thread(this::stopQuietly, "clear-up");
        Runtime.getRuntime().addShutdownHook(clearUp);
        boolean keep = false;
        try {
            startEverything();
            int status = migrate();
            keep = mode != DemoMode.UNATTENDED;
            return status;
        } catch (DemoFailure failure) {
            terminal.say("FAILED: " + failure.getMessage());
            return 1;
        } catch (IOException unreachable) {
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
                terminal.say("Everything goes on running, so that you can look around. './ferry stop' ends it.");
            } else {
                stopQuietly();
                terminal.say("Everything is stopped.");
            }
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook is at work, since somebody ended this command.
        }
    }

    /** What stands in the way, found before anything is started; null if nothing. */
    private @Nullable String obstacle() throws IOException {
        if (backup != null && !looksLikeZip(backup)) {
            return backup + " is no zip file, so it is no Jira XML backup. Take the .zip that Jira wrote, unopened.";
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < NEEDED_BYTES) {
            return "the disk that holds " + folder + " has only " + (free >> 20)
                    + " MiB left, and the demonstration needs 2 GiB. Free some space and start it again.";
        }
        return null;
    }

    private void startEverything() throws IOException, InterruptedException {
        Path run = DemoState.run(folder);
        Path source = backup == null ? generatedBackup(run) : backup.toAbsolutePath();
        LocalCamunda local = DemoState.camunda(folder, ports);
        camunda = local;
        terminal.say("starting a local Camunda (Zeebe, Operate, Tasklist on OpenSearch) ...");
        CamundaStart camundaStart = CamundaStart.of(local);
        starting = camundaStart;
        terminal.say("starting the pretend sites, fed from " + source.getFileName() + " ...");
        Program sandbox = start("sandbox", 160, sandboxArguments(source), secrets.forSandbox());
        waitFor(sandbox, new FerryClient(ports.sandboxControl()), "/control/state", camundaStart);
        // Ferry needs Zeebe only; Operate and Tasklist may get ready beside it.
        FerryClient zeebe = new FerryClient(ports.zeebeHealth());
        Waiting.until(START_LIMIT, () -> camundaStart.isOver() || zeebe.answers("/actuator/health"));
        if (!camundaStart.hasFailed()) {
            terminal.say("starting Ferry ...");
            Program ferry = start("ferry", 256, ferryArguments(run), secrets.forFerry());
            waitFor(ferry, new FerryClient(ports.ferryAddress()), "/actuator/health/readiness", camundaStart);
        }
        camundaStart.await();
        camundaPids = local.status().stream().map(LocalCamunda.State::pid).toList();
        terminal.say("everything runs:");
        terminal.more("Operate   " + ports.webApplications() + "/operate    (sign in: demo / demo)");
        terminal.more("Tasklist  " + ports.webApplications() + "/tasklist   (sign in: demo / demo)");
        terminal.more("Ferry     " + ports.ferryAddress() + "/");
        terminal.more("Sites     " + ports.dataCenter() + " (pretend Jira Data Center), " + ports.cloud()
                + " (pretend Jira Cloud)");
        if (mode == DemoMode.BY_HAND) {
            terminal.more("          sign in: " + secrets.signInsOfPeople());
        }
    }

    private int migrate() throws IOException, InterruptedException {
        FerryClient ferry = new FerryClient(ports.ferryAddress());
        String id = ferry.post("/api/migrations", request()).path("id").asText();
        Follower follower = new Follower(ferry, id, terminal, this::memory);
        TasklistClient tasklist = new TasklistClient(ports.webApplications());
        String outcome;
        if (mode == DemoMode.UNATTENDED) {
            tasklist.signIn("demo", "demo");
            UnattendedPerson person = new UnattendedPerson(tasklist, "demo", new OpenPeople(ferry, id));
            outcome = follower.followWith(person, timeout);
        } else {
            terminal.say("Go on in Tasklist: claim each task there, read it, decide. Ctrl-C here ends everything.");
            outcome = follower.follow();
        }
        JsonNode report = ferry.get("/api/migrations/" + id + "/report");
        Path written = folder.resolve("report.json");
        JSON.writerWithDefaultPrettyPrinter().writeValue(written.toFile(), report);
        terminal.say("outcome: " + outcome
                + (follower.peakMemory() > 0
                        ? "   (memory of all programs together: at most " + (follower.peakMemory() >> 20) + " MiB)"
                        : ""));
        terminal.more("report: " + written);
        inspection.look(secrets);
        return outcome.equals("MIGRATED") ? 0 : 1;
    }

    private JsonNode request() {
        ObjectNode request = JSON.createObjectNode();
        request.put("name", "Demonstration").put("app", "BIGPICTURE").put("pollPause", "PT1S");
        ObjectNode source = request.putObject("source")
                .put("url", ports.dataCenter().toString())
                .put("credential", "env:" + DemoSecrets.SOURCE)
                .put("bigPictureCredential", "env:" + DemoSecrets.SOURCE_APP);
        ObjectNode target = request.putObject("target")
                .put("url", ports.cloud().toString())
                .put("credential", "env:" + DemoSecrets.TARGET)
                .put("bigPictureCredential", "env:" + DemoSecrets.TARGET_APP);
        if (mode != DemoMode.BY_HAND) {
            source.put("endpoints", "sandbox")
                    .put("exportFolder", DemoState.exports(folder).toString());
            target.put("endpoints", "sandbox");
        }
        ObjectNode ways = request.putObject("ways");
        Arrays.stream(Operation.values())
                .forEach(operation -> ways.put(operation.key(), mode.way().name()));
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
                String.valueOf(ports.sandbox() + 3));
    }

    private List<String> ferryArguments(Path run) throws IOException {
        Files.createDirectories(DemoState.inbox(folder));
        return List.of(
                "serve",
                "--",
                "--server.port=" + ports.ferry(),
                "--camunda.client.grpc-address=http://127.0.0.1:"
                        + ports.camunda().grpc(),
                "--camunda.client.rest-address=http://127.0.0.1:"
                        + ports.camunda().zeebeRest(),
                "--spring.datasource.url=jdbc:h2:file:" + run.resolve("ferry-database"),
                "--ferry.artifacts.folder=" + run.resolve("artifacts"),
                "--ferry.artifacts.hand-over-folders=" + DemoState.inbox(folder),
                "--ferry.camunda.tasklist-url=" + ports.webApplications(),
                "--ferry.camunda.credential=env:" + DemoSecrets.CAMUNDA,
                "--ferry.camunda.operate-url=" + ports.webApplications(),
                "--ferry.bigpicture.cloud-manager-url=" + ports.bigPictureCloud() + "/cloudmanager");
    }

    private Program start(String name, int heapMegabytes, List<String> arguments, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Home.java(),
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Home.classPath(),
                "io.ferry.Ferry"));
        command.addAll(arguments);
        Program program = Program.start(DemoState.programs(folder), name, command, environment);
        programs.add(program);
        return program;
    }

    private void waitFor(Program program, FerryClient client, String path, CamundaStart camundaStart)
            throws InterruptedException {
        boolean ready = Waiting.until(
                START_LIMIT, () -> !program.isRunning() || camundaStart.hasFailed() || client.answers(path));
        if (camundaStart.hasFailed()) {
            camundaStart.await();
        }
        if (!ready || !program.isRunning()) {
            throw new DemoFailure(program.name() + (ready ? " ended at its start" : " did not get ready")
                    + ". The end of its log (" + program.log() + "):" + System.lineSeparator()
                    + program.lastWords(12));
        }
    }

    private static Path generatedBackup(Path run) throws IOException {
        Path file = run.resolve("sample-backup.zip");
        SampleBackup.write(SampleBackupSpec.of(GENERATED_ISSUES, GENERATED_PEOPLE), file);
        return file;
    }

    /** Resident memory of all programs and of this one, in bytes; 0 where the system does not tell. */
    private long memory() {
        Stream<Long> ours = Stream.concat(
                Stream.of(ProcessHandle.current().pid()), programs.stream().map(Program::pid));
        return Stream.concat(ours, camundaPids.stream())
                .mapToLong(ResidentMemory::of)
                .sum();
    }

    private void stopQuietly() {
        try {
            for (Program program : programs.reversed()) {
                program.stop();
            }
            CamundaStart start = starting;
            if (start != null) {
                start.giveUp();
            }
            LocalCamunda local = camunda;
            if (local != null) {
                local.stop();
            }
        } catch (LocalCamundaException | InterruptedException failed) {
            terminal.say("not everything could be stopped: " + failed.getMessage() + ". './ferry stop' tries again.");
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
