package io.ferry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Only one Ferry works with a database if its files are on one computer. Whoever works holds the lease, a row in the
 * database, and renews it; it ends by itself when its holder is gone. All times are the database's.
 *
 * <p>A holder trusts its lease for less time than the lease lasts, counted from before it asked for it. So it has stopped
 * before another one can begin, even if it cannot reach the database.
 *
 * <p>Ferrys whose files are in one bucket hold it together, under one name: they keep out those with other files.
 */
final class Lease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final int NETWORK_TIMEOUT = 5000;

    private final DataSource database;
    private final String holder;
    private final Duration lasts;
    private final Runnable whenLost;
    private final boolean shared;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease").factory());
    private @Nullable Connection connection;
    private @Nullable ScheduledFuture<?> looking;
    private boolean silence;
    private volatile State state = State.NOT_HELD;
    private volatile long trustedUntil;

    private enum State {
        NOT_HELD,
        HELD,
        /** Another one took it, or it was given back: it is never taken again. */
        OVER
    }

    /**
     * A lease that nobody has asked for yet.
     *
     * @param holder names this Ferry to whoever waits; no other has the same name, unless they share it
     * @param shared whether others hold it under the same name: then it is never given back, but ends by itself
     * @param lasts how long it lasts unless it is renewed, in whole seconds
     * @param whenLost what to do when another one has taken it
     */
    Lease(DataSource database, String holder, boolean shared, Duration lasts, Runnable whenLost) {
        this.shared = shared;
        this.database = database;
        this.holder = holder;
        this.lasts = lasts;
        this.whenLost = whenLost;
    }

    /**
     * Waits until this Ferry holds the lease, and renews it from then on.
     *
     * @param waiting is told who holds it, each time that it was asked for in vain
     * @throws IllegalStateException if the thread is interrupted: Ferry is told to end
     */
    void await(Consumer<String> waiting) {
        CompletableFuture<Void> held = new CompletableFuture<>();
        looking = looks.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (!held.isDone() && take()) {
                            held.complete(null);
                        } else if (!held.isDone()) {
                            waiting.accept(holder());
                        } else {
                            renew();
                        }
                    } catch (SQLException | RuntimeException silent) {
                        // A pool says by either that the database does not answer; what is thrown here would end the
                        // looks.
                        forget();
                        tell(silent);
                    }
                },
                0,
                Math.max(1, lasts.toMillis() / 5),
                TimeUnit.MILLISECONDS);
        try {
            // Without a limit, so that Spring can interrupt it when it closes the context.
            held.get();
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Ferry was told to end while it waited for its database.", e);
        }
    }

    /** Whether this Ferry may use the database. */
    boolean isHeld() {
        return state == State.HELD && System.nanoTime() - trustedUntil < 0;
    }

    /** Once for each time that the database is away. */
    private void tell(Exception silent) {
        if (!silence) {
            silence = true;
            log.warn("The lease in Ferry's database cannot be read or renewed: {}", silent.getMessage());
        }
    }

    private boolean take() throws SQLException {
        long asked = System.nanoTime();
        if (update("held_until < current_timestamp or holder = ?") == 0) {
            return false;
        }
        trust(asked);
        return true;
    }

    /** One that ran out is renewed as well, as long as nobody else has taken it. */
    private void renew() throws SQLException {
        if (state != State.HELD) {
            return;
        }
        long asked = System.nanoTime();
        if (update("holder = ?") == 0) {
            state = State.OVER;
            log.error("Another Ferry works with this database now ({}). This one stops.", holder());
            whenLost.run();
        } else {
            trust(asked);
        }
    }

    private void trust(long asked) {
        silence = false;
        trustedUntil = asked + lasts.toNanos() * 2 / 3;
        state = State.HELD;
    }

    private int update(String condition) throws SQLException {
        try (PreparedStatement update = connection()
                .prepareStatement("update lease set holder = ?, held_until = current_timestamp + interval '"
                        + lasts.toSeconds() + "' second where id = 1 and (" + condition + ")")) {
            update.setString(1, holder);
            update.setString(2, holder);
            return update.executeUpdate();
        }
    }

    private String holder() throws SQLException {
        try (PreparedStatement question = connection().prepareStatement("select holder from lease where id = 1");
                ResultSet answer = question.executeQuery()) {
            return answer.next() ? String.valueOf(answer.getString(1)) : "";
        }
    }

    /** One of its own: while many others wait for a connection, the lease is renewed all the same. */
    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.getConnection();
            open.setAutoCommit(true);
            Executor here = Runnable::run;
            open.setNetworkTimeout(here, NETWORK_TIMEOUT);
            connection = open;
        }
        return open;
    }

    private void forget() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException alreadyBroken) {
                log.debug("A broken connection could not be closed", alreadyBroken);
            }
        }
    }

    /** Gives it back, so that another one can begin at once. */
    @Override
    public void close() {
        if (looks.isShutdown()) {
            return;
        }
        ScheduledFuture<?> renewing = looking;
        if (renewing != null) {
            renewing.cancel(false);
        }
        looks.execute(() -> {
            boolean mine = state == State.HELD && !shared;
            state = state == State.HELD ? State.OVER : state;
            if (mine) {
                try (PreparedStatement give = connection()
                        .prepareStatement(
                                "update lease set held_until = current_timestamp where id = 1 and holder = ?")) {
                    give.setString(1, holder);
                    give.executeUpdate();
                } catch (SQLException silent) {
                    log.warn("The lease could not be given back; it ends by itself in {} s.", lasts.toSeconds());
                }
            }
            forget();
        });
        looks.shutdown();
        try {
            looks.awaitTermination(lasts.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
