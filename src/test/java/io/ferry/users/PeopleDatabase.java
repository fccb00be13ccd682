package io.ferry.users;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The databases that the people's tables are tried on; each starts when the first test asks for it. */
enum PeopleDatabase {
    H2 {
        @Override
        DataSource start() {
            return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        }
    },
    POSTGRESQL {
        @Override
        DataSource start() throws IOException {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(90))
                    .start()
                    .getPostgresDatabase();
        }
    };

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private @Nullable AnnotationConfigApplicationContext context;

    abstract DataSource start() throws IOException;

    UserMappings people() {
        return get(UserMappings.class);
    }

    /** A part of what holds people, with transactions as in Ferry. */
    synchronized <T> T get(Class<T> part) {
        if (context == null) {
            try {
                var source = new HikariDataSource();
                source.setDataSource(start());
                Flyway.configure()
                        .dataSource(source)
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                context = new AnnotationConfigApplicationContext();
                context.registerBean(DataSource.class, () -> source);
                context.registerBean(
                        UsersProperties.class, () -> new UsersProperties(Map.of(), Set.of("jira-software"), null));
                context.register(
                        Transactions.class,
                        UserMappingStore.class,
                        Revisions.class,
                        Directory.class,
                        PeopleList.class,
                        UserMappings.class);
                context.refresh();
            } catch (IOException e) {
                throw new IllegalStateException(name() + " did not start", e);
            }
        }
        return context.getBean(part);
    }

    @EnableTransactionManagement
    static class Transactions {
        @Bean
        JdbcTemplate jdbc(DataSource source) {
            return new JdbcTemplate(source);
        }

        @Bean
        JdbcTransactionManager transactions(DataSource source) {
            return new JdbcTransactionManager(source);
        }

        @Bean
        Clock clock() {
            return CLOCK;
        }
    }
}
