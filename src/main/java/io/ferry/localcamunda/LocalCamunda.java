package io.ferry.localcamunda;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A Camunda on this computer: starts it, stops it, says how it is. The programs outlive the one that starts them, so
 * that another command, or another instance of this class with the same folder, can stop them. Their data stay.
 */
public final class LocalCamunda {

    /** Much longer than a start takes, since it may share two cores with a build. */
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final long NEEDED_MEGABYTES = 1024;
    private static final int LAST_WORDS = 15;

    private final Distribution distribution;
    private final Path data;
    private final Ports ports;
    private final Settings settings;
    private final RunningPrograms running;

    /**
     * @param distribution where its programs are
     * @param data where data, logs and pid files are kept between starts; made when missing
     * @param ports what it shall listen on
     */
    public LocalCamunda(Distribution distribution, Path data, Ports ports) {
        this.distribution = distribution;
        this.data = data.toAbsolutePath().normalize();
        this.ports = ports;
        this.settings = new Settings(distribution, this.data, ports);
        this.running = new RunningPrograms(this.data.resolve("run"));
    }

    /**
     * How one program is.
     *
     * @param program the program
     * @param pid its process, 0 when it does not run
     * @param ready whether it answers that it is well
     */
    public record State(Program program, long pid, boolean ready) {
        /**
         * @return whether there is a process
         */
        public boolean isRunning() {
            return pid != 0;
        }
    }

    /**
     * Starts all programs and returns when they are ready.
     *
     * @throws LocalCamundaException if it runs already, is not set up, lacks a port or room on the disk, or a program
     *     fails; nothing that this call started is left running then
     * @throws InterruptedException if the waiting is interrupted; nothing is left running either
     */
    public void start() throws InterruptedException {
        distribution.requireSetUp();
        try {
            Files.createDirectories(running.folder());
            requireRoom();
            try (FileChannel lock = lock()) {
                Map<Program, ProcessHandle> left = running.find();
                if (left.size() == Program.values().length) {
                    throw LocalCamundaException.alreadyRunning(data);
                }
                end(left);
                ports.requireFree();
                startAll();
            }
        } catch (IOException e) {
            throw LocalCamundaException.cannotWrite(data, e);
        }
    }

    /**
     * Starts one program that has ended, beside the others, and returns without waiting until it is ready. What depends on
     * it finds it again by itself.
     *
     * @param program the program; nothing happens if it runs
     * @throws LocalCamundaException if it cannot be written where it keeps its data
     */
    public void startAgain(Program program) {
        try (FileChannel lock = lock()) {
            if (!running.find().containsKey(program)) {
                launch(program);
            }
        } catch (IOException e) {
            throw LocalCamundaException.cannotWrite(data, e);
        }
    }

    /**
     * Stops all programs and returns when they are gone. Does nothing when none runs.
     *
     * @return whether there was something to stop
     * @throws LocalCamundaException if another command starts or stops it at this moment
     * @throws InterruptedException if the waiting is interrupted
     */
    public boolean stop() throws InterruptedException {
        if (!Files.isDirectory(running.folder())) {
            return false;
        }
        try (FileChannel lock = lock()) {
            Map<Program, ProcessHandle> left = running.find();
            end(left);
            return !left.isEmpty();
        } catch (IOException e) {
            throw LocalCamundaException.cannotWrite(data, e);
        }
    }

    /**
     * @return how each program is, in the order of {@link Program}
     */
    public List<State> status() {
        Map<Program, ProcessHandle> found = running.find();
        try (HttpClient http = httpClient()) {
            return List.of(Program.values()).stream()
                    .map(program -> {
                        ProcessHandle process = found.get(program);
                        return process == null
                                ? new State(program, 0, false)
                                : new State(program, process.pid(), isReady(http, program));
                    })
                    .toList();
        }
    }

    /**
     * @return the file that a program writes its log to
     * @param program the program
     */
    public Path log(Program program) {
        return data.resolve("logs").resolve(program.fileName() + ".log");
    }

    /**
     * @return where Zeebe's gRPC listens
     */
    public URI grpcAddress() {
        return URI.create("http://127.0.0.1:" + ports.grpc());
    }

    /**
     * @return where Zeebe's REST interface listens
     */
    public URI restAddress() {
        return URI.create("http://127.0.0.1:" + ports.zeebeRest());
    }

    /**
     * @return where Operate ({@code /operate}) and Tasklist ({@code /tasklist}) listen
     */
    public URI webAddress() {
        return URI.create("http://127.0.0.1:" + ports.web());
    }

    private void startAll() throws IOException, InterruptedException {
        Map<Program, Process> started = new EnumMap<>(Program.class);
        // Whoever presses Ctrl-C while it starts must not leave half of it behind.
        Thread endWithUs = new Thread(() -> started.values().forEach(Process::destroyForcibly), "end-local-camunda");
        Runtime.getRuntime().addShutdownHook(endWithUs);
        boolean ready = false;
        try {
            Files.write(settings.hostsFile(), Settings.hosts(hostName()));
            for (Program program : Program.values()) {
                started.put(program, launch(program));
            }
            waitUntilReady(started);
            ready = true;
        } finally {
            if (!ready) {
                end(started.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().toHandle())));
            }
            forgetHook(endWithUs);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static void forgetHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // It has done its work.
        }
    }

    private Process launch(Program program) throws IOException {
        Files.createDirectories(settings.folder(program));
        Files.createDirectories(log(program).getParent());
        Map<String, String> properties = settings.properties(program);
        if (!properties.isEmpty()) {
            Files.write(
                    settings.propertiesFile(program),
                    properties.entrySet().stream()
                            .map(entry ->
                                    entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
                            .toList());
        }
        Process process = new ProcessBuilder(settings.command(program))
                .directory(settings.folder(program).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(program).toFile())
                .start();
        process.getOutputStream().close();
        running.remember(program, process.toHandle());
        return process;
    }

    private void waitUntilReady(Map<Program, Process> started) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        Map<Program, Process> waiting = new EnumMap<>(started);
        try (HttpClient http = httpClient()) {
            while (!waiting.isEmpty()) {
                requireAlive(started);
                waiting.keySet().removeIf(program -> isReady(http, program));
                if (System.nanoTime() > deadline) {
                    Program late = waiting.keySet().iterator().next();
                    throw LocalCamundaException.tooSlow(late, START_LIMIT.toSeconds(), log(late));
                }
                if (!waiting.isEmpty()) {
                    waiting.values().iterator().next().waitFor(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private void requireAlive(Map<Program, Process> started) {
        started.forEach((program, process) -> {
            if (!process.isAlive()) {
                throw LocalCamundaException.died(program, log(program), lastWords(log(program)));
            }
        });
    }

    private boolean isReady(HttpClient http, Program program) {
        HttpRequest request = HttpRequest.newBuilder(program.health(ports))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    /** Asks the programs to end, ends by force those that do not, and returns when they are gone. */
    private void end(Map<Program, ProcessHandle> programs) throws InterruptedException, IOException {
        Collection<ProcessHandle> processes = programs.values();
        processes.forEach(ProcessHandle::destroy);
        if (!areGone(processes, STOP_GRACE)) {
            processes.forEach(ProcessHandle::destroyForcibly);
            areGone(processes, STOP_GRACE);
        }
        for (Program program : Program.values()) {
            running.forget(program);
        }
    }

    private static boolean areGone(Collection<ProcessHandle> processes, Duration limit) throws InterruptedException {
        CompletableFuture<?> allGone = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            allGone.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            return processes.stream().noneMatch(ProcessHandle::isAlive);
        }
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(data).getUsableSpace() / (1024 * 1024);
        if (free < NEEDED_MEGABYTES) {
            throw LocalCamundaException.diskFull(data, free, NEEDED_MEGABYTES);
        }
    }

    /** Held while this program starts or stops the others, and given back by the system if it is killed meanwhile. */
    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(running.folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            // The same answer as when another program holds it.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw LocalCamundaException.busy(data);
        }
        return channel;
    }

    private static String lastWords(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()).stream()
                    .map(line -> "    " + line)
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            return "    (cannot be read: " + unreadable.getMessage() + ")";
        }
    }
}
