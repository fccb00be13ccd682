package io.ferry.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, which can be killed and started again on the same data. Every commit is written before it is answered; whether
 * the disk has it (fsync) is left out, for no program's death asks that: only that of the machine.
 */
final class Postgres implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(15);

    private final Path data;
    private final Path log;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    /** @param folder for its data and its log */
    Postgres(Path folder, int port) {
        // It would report, with a stack trace, that it cannot end what was killed.
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class)).setLevel(Level.OFF);
        this.data = folder.resolve("data");
        this.log = folder.resolve("postgresql.log");
        this.port = port;
    }

    /** The folder of its data, which may be copied or put back while it does not run. */
    Path data() {
        return data;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Starts it, and waits until it answers. */
    synchronized void start() throws IOException {
        Files.createDirectories(data);
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(START_LIMIT)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    synchronized boolean isAlive() {
        ProcessHandle master = master();
        return master != null && master.isAlive();
    }

    synchronized boolean isReady() {
        EmbeddedPostgres running = server;
        if (running == null || !isAlive()) {
            return false;
        }
        try (Connection connection = running.getPostgresDatabase().getConnection()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /**
     * {@code kill -9} of the server's first process. Those that serve the connections notice, and end by themselves; it
     * would not start again before the last of them has gone.
     *
     * @return whether a living process died of it
     */
    synchronized boolean kill() throws IOException, InterruptedException {
        ProcessHandle master = master();
        if (master == null || !master.isAlive()) {
            return false;
        }
        List<ProcessHandle> others = master.descendants().toList();
        boolean killed = master.destroyForcibly();
        awaitEnd(master);
        for (ProcessHandle other : others) {
            if (!awaitEnd(other)) {
                // As its manual tells an administrator to do before a new start.
                other.destroyForcibly();
                awaitEnd(other);
            }
        }
        // Only then does the library let go of the data folder. It has nothing to stop any more.
        close();
        return killed;
    }

    private static boolean awaitEnd(ProcessHandle process) throws InterruptedException {
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            end.get(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException livesOn) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The process that the server itself names in its data folder; null where it names none. */
    private @Nullable ProcessHandle master() {
        try {
            String first = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(first.strip())).orElse(null);
        } catch (IOException | RuntimeException noneRuns) {
            return null;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        EmbeddedPostgres running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }
}
