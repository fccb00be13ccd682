package io.ferry.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A program that this one starts: a process with its log, remembered in a pid file so that a later {@code ferry stop}
 * finds it even when the command that started it was killed.
 */
final class Program {
    /** A program that ends by a signal has this and the signal's number as exit code. */
    private static final int SIGNALS = 128;

    private static final Duration GRACE = Duration.ofSeconds(40);

    private final String name;
    private final ProcessHandle process;
    private final Path log;
    private final @Nullable Process child;

    private Program(String name, ProcessHandle process, Path log, @Nullable Process child) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.child = child;
    }

    /**
     * Starts a program that outlives this one.
     *
     * @param folder where its log ({@code NAME.log}) and pid file ({@code NAME.pid}) are written
     * @param name its name in messages and file names
     * @param command the command line
     * @param environment variables on top of this program's own; may hold secrets, which are never written down
     * @return the running program
     * @throws IOException if it cannot be started or the folder cannot be written
     */
    static Program start(Path folder, String name, List<String> command, Map<String, String> environment)
            throws IOException {
        Files.deleteIfExists(folder.resolve(name + ".log"));
        return startAgain(folder, name, command, environment);
    }

    /** The same for a program that has run before; its log goes on. */
    static Program startAgain(Path folder, String name, List<String> command, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // Else the C library keeps a store of memory for each thread.
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(environment);
        Process child = builder.start();
        ProcessHandle process = child.toHandle();
        Files.writeString(
                pidFile(folder, name), process.pid() + " " + startOf(process) + "\n", StandardCharsets.US_ASCII);
        return new Program(name, process, log, child);
    }

    /**
     * Remembers this very program among those of the folder, so that another command can end it.
     *
     * @param folder the folder of the pid files
     * @param name its name
     * @return its pid file, to be deleted when it ends
     * @throws IOException if the folder cannot be written
     */
    static Path rememberMyself(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        ProcessHandle myself = ProcessHandle.current();
        return Files.writeString(
                pidFile(folder, name), myself.pid() + " " + startOf(myself) + "\n", StandardCharsets.US_ASCII);
    }

    /**
     * Finds the programs of an earlier command that still run.
     *
     * @param folder the folder that they were started with; need not exist
     * @return those whose pid and start time are still the recorded ones, so that a reused pid is never taken for ours
     * @throws IOException if the folder cannot be read
     */
    static List<Program> leftIn(Path folder) throws IOException {
        List<Program> left = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return left;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pid")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".pid", "");
                find(file)
                        .ifPresent(
                                process -> left.add(new Program(name, process, folder.resolve(name + ".log"), null)));
            }
        }
        return left;
    }

    long pid() {
        return process.pid();
    }

    String name() {
        return name;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /**
     * The end of the program's log.
     *
     * @param lines how many lines at most
     * @return the lines, indented for the terminal
     */
    String lastWords(int lines) {
        try {
            List<String> all = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join(
                    System.lineSeparator(),
                    all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                            .map(line -> "    " + line)
                            .toList());
        } catch (IOException unreadable) {
            return "    (its log " + log + " cannot be read)";
        }
    }

    Path log() {
        return log;
    }

    /** How it ended, in words; it must have ended. */
    String end() {
        if (child == null) {
            return "with an unknown exit code: another command had started it";
        }
        int code = child.exitValue();
        int signal = code - SIGNALS;
        return "with exit code " + code
                + switch (signal) {
                    case 9 -> ": killed by signal 9, by somebody or by a system that ran out of memory";
                    case 15 -> ": told to end by signal 15";
                    default -> signal > 0 && signal < 32 ? ": ended by signal " + signal : "";
                };
    }

    /** Asks the program to end, and ends it by force when it has not gone after 40 seconds. Returns when it is gone. */
    void stop() throws InterruptedException {
        if (process.destroy() && goneWithin(GRACE)) {
            return;
        }
        process.destroyForcibly();
        goneWithin(GRACE);
    }

    /** Ends the program by force, without waiting. */
    void kill() {
        process.destroyForcibly();
    }

    private boolean goneWithin(Duration limit) throws InterruptedException {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException still) {
            return false;
        } catch (ExecutionException impossible) {
            return !process.isAlive();
        }
    }

    private static Optional<ProcessHandle> find(Path pidFile) throws IOException {
        String[] words =
                Files.readString(pidFile, StandardCharsets.US_ASCII).trim().split(" ");
        if (words.length != 2) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startOf(process) == Long.parseLong(words[1]));
        } catch (NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Path pidFile(Path folder, String name) {
        return folder.resolve(name + ".pid");
    }
}
