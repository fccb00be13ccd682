package io.ferry.access;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import io.ferry.base.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code running} in {@code ferry.home} says while a Ferry is ready: which process it is, and where it answers. With it a
 * command makes sure that it is Ferry who gets the key for scripts, and not whoever listens at Ferry's port while Ferry is down.
 *
 * @param process the id of Ferry's process
 * @param processStarted when the system started it, in milliseconds since 1970, which tells it from a later process with the
 *     same id; 0 where the system does not tell
 * @param address where it answers this computer, such as {@code http://127.0.0.1:8090}
 * @param since when it was ready
 * @param health where it tells administrators how it is, such as {@code http://127.0.0.1:8099/actuator/health}; null if nowhere
 */
public record RunningFile(
        long process,
        long processStarted,
        URI address,
        Instant since,
        @Nullable URI health) {
    /** Its name in {@code ferry.home}. */
    public static final String FILE = "running";

    private static final int LARGEST = 4096;

    /** This very process, at an address, and where its health is told. */
    static RunningFile ofThisProcess(URI address, @Nullable URI health, Instant now) {
        ProcessHandle myself = ProcessHandle.current();
        return new RunningFile(myself.pid(), startOf(myself), address, now, health);
    }

    /**
     * Writes it for its owner alone, in place of one that an earlier Ferry left.
     *
     * @param home the folder {@code ferry.home}
     */
    void writeTo(Path home) throws IOException {
        Path making = OwnerOnly.folder(home).resolve(FILE + ".new");
        // One that was there keeps its permissions, or is a link to elsewhere.
        Files.deleteIfExists(making);
        ObjectNode content = Json.MAPPER
                .createObjectNode()
                .put("process", process)
                .put("processStarted", processStarted)
                .put("address", address.toString())
                .put("since", since.toString());
        if (health != null) {
            content.put("health", health.toString());
        }
        Files.writeString(OwnerOnly.file(making), content + "\n");
        Files.move(making, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the file, unless another Ferry has written it since. */
    void removeFrom(Path home) throws IOException {
        if (read(home).filter(this::equals).isPresent()) {
            Files.deleteIfExists(home.resolve(FILE));
        }
    }

    /**
     * Reads what is written there, whether or not that Ferry still runs.
     *
     * @param home the folder {@code ferry.home}
     * @return empty if there is no file, or not such a one
     * @throws IOException if it is there and cannot be read
     */
    public static Optional<RunningFile> read(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode content = Json.MAPPER.readTree(in.readNBytes(LARGEST));
            return Optional.of(new RunningFile(
                    content.path("process").asLong(),
                    content.path("processStarted").asLong(),
                    URI.create(content.path("address").asText()),
                    Instant.parse(content.path("since").asText()),
                    content.hasNonNull("health")
                            ? URI.create(content.path("health").asText())
                            : null));
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException somethingElse) {
            return Optional.empty();
        }
    }

    /**
     * Whether the process still runs, is the one that wrote the file, and belongs to whom the file belongs to.
     *
     * @param home the folder that the file was read from
     */
    public boolean isAlive(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (!Files.exists(file) || OwnerOnly.isOpen(file)) {
            return false;
        }
        Optional<ProcessHandle> running = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
        return running.isPresent()
                && startOf(running.get()) == processStarted
                && running.get().info().user().map(user -> isOf(user, file)).orElse(true);
    }

    /** Windows names users and owners differently; there the time of the start has to do. */
    private static boolean isOf(String user, Path file) {
        try {
            return !file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    || Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName().equals(user);
        } catch (IOException gone) {
            return false;
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
