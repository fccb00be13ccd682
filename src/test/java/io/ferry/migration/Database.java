package io.ferry.migration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jdbc.JdbcRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The databases that the record is tried on. Each is started once, when the first test asks for it. */
enum Database {
    H2(() -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"),
    POSTGRESQL(Database::postgres);

    private final Supplier<String> url;
    private @Nullable ConfigurableApplicationContext context;

    Database(Supplier<String> url) {
        this.url = url;
    }

    /** A part of the record on this database. */
    synchronized <T> T get(Class<T> part) {
        if (context == null) {
            context = new SpringApplicationBuilder(RecordOnly.class)
                    .web(WebApplicationType.NONE)
                    .properties(
                            "spring.config.location=optional:classpath:/none/",
                            "spring.main.banner-mode=off",
                            "logging.level.root=warn",
                            "spring.datasource.url=" + url.get())
                    .run();
        }
        return context.getBean(part);
    }

    Migration aMigration() {
        // Each to a target of its own: only one migration may go to a target at a time.
        return get(Migrations.class)
                .register(new NewMigration(
                        "Spring move", App.BIGPICTURE, Samples.settings(UUID.randomUUID() + ".example.net")));
    }

    TestClock clock() {
        return get(TestClock.class);
    }

    /** PostgreSQL refuses to run as root; zonky then wraps it in {@code unshare -U}, which must be allowed. */
    private static String postgres() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return server.getJdbcUrl("postgres", "postgres");
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "PostgreSQL did not start. As root it needs user namespaces (unshare -U): allow them, or run the tests"
                            + " as another user.",
                    e);
        }
    }

    @AutoConfigurationPackage
    @ComponentScan
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JdbcRepositoriesAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    static final class RecordOnly {
        @Bean
        TestClock clock() {
            return new TestClock();
        }
    }

    /** A clock that tests move. */
    static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T08:00:00.123456Z");

        synchronized void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }
    }
}
