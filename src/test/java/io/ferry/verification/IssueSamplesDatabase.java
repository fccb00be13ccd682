package io.ferry.verification;

import io.ferry.migration.MigrationId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The databases that drawn issues are tried on. */
enum IssueSamplesDatabase {
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

    static final MigrationId ID = new MigrationId("m-1");

    abstract DataSource start() throws IOException;

    /** 20 issues are drawn. */
    IssueSamples samples() {
        try {
            var source = start();
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            var jdbc = new JdbcTemplate(source);
            jdbc.execute("alter table sampled_issue drop constraint sampled_issue_of_migration");
            return new IssueSamples(JdbcClient.create(jdbc), jdbc, new VerificationProperties(1, 1, 20, Map.of()));
        } catch (IOException e) {
            throw new IllegalStateException(name() + " did not start", e);
        }
    }
}
