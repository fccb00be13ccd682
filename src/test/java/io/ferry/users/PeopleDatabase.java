package io.ferry.users;

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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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

    private @Nullable People people;

    abstract DataSource start() throws IOException;

    synchronized People people() {
        if (people == null) {
            try {
                var source = start();
                Flyway.configure()
                        .dataSource(source)
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                var jdbc = new JdbcTemplate(source);
                var store = new PeopleStore(jdbc);
                var revisions = new Revisions(jdbc);
                people = new People(
                        store,
                        revisions,
                        new Directory(store, revisions),
                        new UsersProperties(Map.of(), Set.of("jira-software"), null),
                        CLOCK);
            } catch (IOException e) {
                throw new IllegalStateException(name() + " did not start", e);
            }
        }
        return people;
    }
}
