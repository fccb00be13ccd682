package io.ferry.migration;

import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestDatabase;
import java.util.UUID;
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
    H2(TestDatabase.H2),
    POSTGRESQL(TestDatabase.POSTGRESQL);

    private final TestDatabase kind;
    private @Nullable ConfigurableApplicationContext context;

    Database(TestDatabase kind) {
        this.kind = kind;
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
                            "spring.datasource.url=" + kind.newUrl())
                    .run();
        }
        return context.getBean(part);
    }

    Migration aMigration() {
        // Each to a target of its own: only one migration may go to a target at a time.
        return get(Migrations.class)
                .register(new NewMigration(
                        "Spring move", App.BIGPICTURE, Samples.settings(UUID.randomUUID() + ".example.net"), null));
    }

    TestClock clock() {
        return get(TestClock.class);
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
}
