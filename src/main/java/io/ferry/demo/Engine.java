package io.ferry.demo;

import io.ferry.command.CommandFailure;
import java.io.IOException;
import java.net.URI;
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
import java.util.Map;
import java.util.Optional;

/**
 * The local engine as a program that outlives the command which starts it, so that another command with the same folder can
 * say how it is, and stop it.
 */
final class Engine {
    static final String NAME = "engine";

    /** Much longer than a start takes, since it may share two cores with a build. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final int LAST_WORDS = 15;

    private final EngineInstallation installation;
    private final Path folder;

    /**
     * @param installation where it is installed
     * @param folder where its log and its process id are written; made when missing
     */
    Engine(EngineInstallation installation, Path folder) {
        this.installation = installation;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * How it is.
     *
     * @param pid its process
     * @param ports what it was told to listen on
     * @param ready whether it answers
     */
    record State(long pid, EnginePorts ports, boolean ready) {}

    /**
     * Starts it and returns when it is ready.
     *
     * @throws CommandFailure if it runs already, is not set up, lacks a port, or ends; nothing is left running then
     * @throws IOException if the folder cannot be written
     * @throws InterruptedException if the waiting is interrupted; nothing is left running either
     */
    void start(EnginePorts ports) throws IOException, InterruptedException {
        installation.requireSetUp();
        Files.createDirectories(folder);
        try (FileChannel lock = lock()) {
            Optional<Program> running = running();
            if (running.isPresent()) {
                throw new CommandFailure("the local engine is running already (process "
                        + running.get().pid()
                        + "). './ferry engine status' says where, './ferry engine stop' stops it.");
            }
            Port.requireFree(ports.named());
            Files.writeString(portsFile(), ports.web() + " " + ports.grpc() + "\n", StandardCharsets.US_ASCII);
            Program program = Program.start(folder, NAME, installation.command(ports), Map.of());
            boolean ready = false;
            // Whoever presses Ctrl-C while it starts must not leave it behind.
            Thread endWithUs = new Thread(program::kill, "end-engine");
            Runtime.getRuntime().addShutdownHook(endWithUs);
            try {
                ready = Waiting.until(START_LIMIT, () -> !program.isRunning() || isReady(ports)) && program.isRunning();
            } finally {
                if (!ready) {
                    program.stop();
                }
                removeHook(endWithUs);
            }
            if (!ready) {
                throw new CommandFailure("the local engine did not get ready. The end of its log (" + program.log()
                        + "):" + System.lineSeparator() + program.lastWords(LAST_WORDS));
            }
        }
    }

    /**
     * Stops it and returns when it is gone.
     *
     * @return whether there was something to stop
     * @throws CommandFailure if another command starts or stops it at this moment
     */
    boolean stop() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (FileChannel lock = lock()) {
            Optional<Program> running = running();
            if (running.isPresent()) {
                running.get().stop();
            }
            return running.isPresent();
        }
    }

    /** How it is; empty when it does not run. */
    Optional<State> status() throws IOException, InterruptedException {
        Optional<Program> running = running();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        EnginePorts ports = ports();
        return Optional.of(new State(running.get().pid(), ports, isReady(ports)));
    }

    Path log() {
        return folder.resolve(NAME + ".log");
    }

    /** Whether an engine answers at these ports that it is ready. Asks for no sign-in. */
    static boolean isReady(EnginePorts ports) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ports.webAddress() + "/v2/status"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Optional<Program> running() throws IOException {
        return Program.leftIn(folder).stream()
                .filter(program -> program.name().equals(NAME))
                .findFirst();
    }

    private EnginePorts ports() throws IOException {
        String[] words =
                Files.readString(portsFile(), StandardCharsets.US_ASCII).trim().split(" ", -1);
        try {
            return new EnginePorts(Integer.parseInt(words[0]), Integer.parseInt(words[words.length - 1]));
        } catch (NumberFormatException halfWritten) {
            return EnginePorts.DEFAULT;
        }
    }

    private Path portsFile() {
        return folder.resolve(NAME + ".ports");
    }

    /** Held while it is started or stopped, and given back by the system if the command is killed meanwhile. */
    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
            throw new CommandFailure(
                    "another command is starting or stopping the local engine. Wait until it is done, then try again.");
        }
        return channel;
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // It has done its work.
        }
    }
}
