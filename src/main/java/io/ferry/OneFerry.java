package io.ferry;

import io.ferry.base.SeveralFerrys;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.core.env.Environment;

/**
 * Lets exactly one Ferry work with a database whose files are on one computer: the second waits before it changes anything there or in its files, says why,
 * and takes over when the first is gone. It runs when the tables are brought up to date, before anything else is made that
 * uses them.
 *
 * <p>An embedded H2 database can be opened by one program only, so its file is the lease. Ferrys with one bucket and PostgreSQL work at once and hold the lease together.
 */
final class OneFerry implements FlywayMigrationStrategy, HealthIndicator, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OneFerry.class);
    private static final Duration LASTS = Duration.ofSeconds(15);
    private static final MigrationVersion LEASE_TABLE = MigrationVersion.fromVersion("561");

    /** H2's code for a database file that another program has opened. */
    private static final int ALREADY_OPEN = 90020;

    private final Environment settings;
    private final @Nullable LeasedDataSource leased;
    private @Nullable WaitingAnswers answers;

    OneFerry(DataSource database, Environment settings) {
        this.settings = settings;
        this.leased = database instanceof LeasedDataSource withLease ? withLease : null;
    }

    /**
     * Puts a lease before every database that several programs can use.
     *
     * @param whenLost what to do when another Ferry has taken the lease
     */
    static BeanPostProcessor leases(Environment settings, Runnable whenLost) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource database && !isEmbedded(settings)
                        ? new LeasedDataSource(database, lease(database, settings, whenLost))
                        : bean;
            }
        };
    }

    private static Lease lease(DataSource database, Environment settings, Runnable whenLost) {
        boolean several = SeveralFerrys.mayWork(settings);
        return new Lease(
                database,
                several ? "Ferrys with the bucket " + SeveralFerrys.place(settings) : name(),
                several,
                LASTS,
                whenLost);
    }

    private static boolean isEmbedded(Environment settings) {
        String url = settings.getProperty("spring.datasource.url", "");
        return url.startsWith("jdbc:h2:")
                && Stream.of("jdbc:h2:tcp:", "jdbc:h2:ssl:").noneMatch(url::startsWith)
                && !url.contains("AUTO_SERVER");
    }

    /** What people know this Ferry by; a random part tells it from one with the same host and process number. */
    private static String name() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            host = "a computer without a name";
        }
        return "process " + ProcessHandle.current().pid() + " on " + host + ", "
                + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    public void migrate(Flyway flyway) {
        try {
            LeasedDataSource database = leased;
            if (database == null) {
                awaitTheFile(flyway.getConfiguration().getDataSource());
                flyway.migrate();
                return;
            }
            // A new database has no place for a lease yet. Flyway lets only one program make the tables.
            boolean first = Arrays.stream(flyway.info().applied())
                    .noneMatch(applied -> LEASE_TABLE.equals(applied.getVersion()));
            if (first) {
                flyway.migrate();
            }
            database.begin(holder -> waits("Another Ferry works with this database (" + holder + ")."));
            if (!first) {
                flyway.migrate();
            }
            if (SeveralFerrys.mayWork(settings)) {
                log.info(
                        "Others may work beside this Ferry: artifacts are in the bucket {}, the database is PostgreSQL",
                        SeveralFerrys.place(settings));
            }
        } finally {
            stopAnswering();
        }
    }

    /** Whatever else keeps the database from being opened, Flyway meets as well and says. */
    private void awaitTheFile(DataSource database) {
        if (!isOpenElsewhere(database)) {
            return;
        }
        waits("Another program has opened Ferry's database file, probably another Ferry.");
        CompletableFuture<Void> free = new CompletableFuture<>();
        try (var looks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("looks-for-the-database").factory())) {
            looks.scheduleWithFixedDelay(
                    () -> {
                        if (!isOpenElsewhere(database)) {
                            free.complete(null);
                        }
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
            free.get();
            looks.shutdownNow();
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Ferry was told to end while it waited for its database.", e);
        }
    }

    private static boolean isOpenElsewhere(DataSource database) {
        try (Connection opened = database.getConnection()) {
            return false;
        } catch (SQLException | RuntimeException failure) {
            return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                    .anyMatch(cause -> cause instanceof SQLException sql && sql.getErrorCode() == ALREADY_OPEN);
        }
    }

    private void waits(String why) {
        String sentence = why + " This one waits, and takes over when the other is gone.";
        if (answers == null) {
            log.warn("{}", sentence);
            answers = new WaitingAnswers(settings, sentence);
        } else {
            answers.say(sentence);
        }
    }

    private void stopAnswering() {
        if (answers != null) {
            answers.close();
            answers = null;
            log.info("The other Ferry is gone: this one takes over.");
        }
    }

    @Override
    public Health health() {
        return leased == null || leased.lease().isHeld()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("why", LeasedDataSource.NOT_HELD)
                        .build();
    }

    /** Lets another Ferry take over at once. */
    @Override
    public void close() {
        if (leased != null) {
            leased.lease().close();
        }
    }
}
