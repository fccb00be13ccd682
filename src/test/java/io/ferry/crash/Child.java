package io.ferry.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * A Java program as a process that can be stopped, killed and started again, by one thread; others may look whether it is alive, also
 * while it ends. Its log goes on over all its lives.
 */
public final class Child {
    private static final int KILLED = 128 + 9;

    private final Path log;
    private final List<String> command;
    private final Map<String, String> environment;
    private volatile @Nullable Process process;

    private Child(
            Path log,
            int heapMegabytes,
            List<String> options,
            String classPath,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment) {
        this.log = log;
        this.environment = environment;
        command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
    }

    /**
     * Ferry's program.
     *
     * @param classPath what {@link #pack} made, and its libraries
     * @param options more options of the JVM
     */
    public static Child ferry(
            Path log,
            String classPath,
            int heapMegabytes,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment) {
        return new Child(log, heapMegabytes, options, classPath, "io.ferry.Ferry", arguments, environment);
    }

    /**
     * A program that stands on the class path of the tests.
     *
     * @param options more options of the JVM
     */
    public static Child ofTheTests(
            Path log, Class<?> mainClass, int heapMegabytes, List<String> options, List<String> arguments) {
        return new Child(
                log,
                heapMegabytes,
                options,
                System.getProperty("java.class.path"),
                mainClass.getName(),
                arguments,
                Map.of());
    }

    private static List<Path> entries(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Packs the Ferry on the class path of the tests: {@link #pack(String, Path)}. */
    public static String pack(Path jar) throws IOException {
        return pack(System.getProperty("java.class.path"), jar);
    }

    /**
     * Packs Ferry's classes: the JVM shares classes between starts only where they come from jars.
     *
     * @param classPath where a folder with them is, and their libraries
     * @return the class path of the jar and the libraries
     */
    public static String pack(String classPath, Path jar) throws IOException {
        Path classes = entries(classPath).stream()
                .filter(entry -> Files.exists(entry.resolve("io/ferry/Ferry.class")))
                .findFirst()
                .orElseThrow(() -> new IOException("Ferry's classes are not on the class path"));
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            // Folders as well: Spring looks for its parts in them.
            for (Path file : files.filter(each -> !each.equals(classes)).toList()) {
                boolean isFolder = Files.isDirectory(file);
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                out.putNextEntry(new ZipEntry(isFolder ? name + "/" : name));
                if (!isFolder) {
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
        return Stream.concat(Stream.of(jar), entries(classPath).stream().filter(Files::isRegularFile))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts it; its log goes on where it ended. */
    public void start() throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        Process started = process;
        return started != null && started.isAlive();
    }

    /**
     * The running program's process.
     *
     * @throws IllegalStateException if it was never started
     */
    public ProcessHandle handle() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("It was never started; see " + log);
        }
        return started.toHandle();
    }

    /**
     * {@code kill -9}.
     *
     * @return whether a living process died of it
     */
    boolean kill() throws InterruptedException {
        Process victim = process;
        if (victim == null || !victim.isAlive()) {
            return false;
        }
        victim.destroyForcibly();
        return victim.waitFor() == KILLED;
    }

    /** Lets the program stand still ({@code SIGSTOP}): it keeps its connections and answers nothing. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets a program that stands still go on ({@code SIGCONT}). */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process receiver = process;
        if (receiver == null || !receiver.isAlive()) {
            throw new IOException("There is no program that could get the signal " + name + "; see " + log);
        }
        int failed = new ProcessBuilder("kill", "-" + name, String.valueOf(receiver.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IOException("The signal " + name + " could not be sent to " + receiver.pid());
        }
    }

    /** Ends the program as a person would. */
    public void stop() throws InterruptedException {
        end(Duration.ofSeconds(10));
    }

    /**
     * Tells the program to end (SIGTERM), and kills it if it has not after this time.
     *
     * @return whether a living program ended by itself
     */
    boolean end(Duration patience) throws InterruptedException {
        Process ending = process;
        if (ending == null || !ending.isAlive()) {
            return false;
        }
        ending.destroy();
        if (ending.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        ending.destroyForcibly().waitFor();
        return false;
    }

    /** Where it writes what it says. */
    public Path log() {
        return log;
    }
}
