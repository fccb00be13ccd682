package io.ferry.wave;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Turns;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.readiness.SettingsCheck;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.mockito.Mockito;
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
import org.springframework.context.annotation.Import;

/**
 * One of several Ferrys that work with one database: its own pool, its own runner of waves. Camunda is one for all of them, and
 * takes every process. Nothing looks by itself: tests do.
 */
final class AFerry implements AutoCloseable {
    private static final Map<TestDatabase, AFerry> SHARED = new EnumMap<>(TestDatabase.class);

    private final ConfigurableApplicationContext context;
    final Cluster camunda;
    final String url;

    /** What Camunda was asked to start. */
    static final class Cluster {
        final List<MigrationId> started = new CopyOnWriteArrayList<>();
        final ProcessEngine engine = mock(Mockito.withSettings().stubOnly());
        final StartedInCamunda found = mock(Mockito.withSettings().stubOnly());
        private final AtomicLong keys = new AtomicLong(1);

        Cluster() {
            takesEverything();
        }

        void takesEverything() {
            doAnswer(call -> {
                        started.add(call.getArgument(0));
                        return keys.incrementAndGet();
                    })
                    .when(engine)
                    .start(any(), any());
        }
    }

    private AFerry(String url, Cluster camunda) {
        this.url = url;
        this.camunda = camunda;
        context = new SpringApplicationBuilder(WavesAlone.class)
                .web(WebApplicationType.NONE)
                .initializers(made -> made.getBeanFactory().registerSingleton("camunda", camunda))
                .properties(
                        "spring.config.location=optional:classpath:/none/",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "spring.datasource.url=" + url)
                .run();
    }

    /** The only one on its database. */
    static synchronized AFerry on(TestDatabase kind) {
        return SHARED.computeIfAbsent(kind, wanted -> new AFerry(wanted.newUrl(), new Cluster()));
    }

    /** Another one with the same database and the same Camunda. */
    AFerry another() {
        return new AFerry(url, camunda);
    }

    <T> T get(Class<T> part) {
        return context.getBean(part);
    }

    Waves waves() {
        return get(Waves.class);
    }

    Migrations migrations() {
        return get(Migrations.class);
    }

    WaveCheck check() {
        return get(WaveCheck.class);
    }

    TestClock clock() {
        return get(TestClock.class);
    }

    WaveRunner runner() {
        return new WaveRunner(
                waves(), check(), get(MigrationLifecycle.class), migrations(), camunda.found, new Turns());
    }

    @Override
    public void close() {
        context.close();
    }

    @AutoConfigurationPackage
    @ComponentScan("io.ferry.migration")
    @Import({Waves.class, WaveCheck.class, MigrationLifecycle.class})
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JdbcRepositoriesAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    static final class WavesAlone {
        @Bean
        TestClock clock() {
            return new TestClock();
        }

        @Bean
        SettingsCheck settingsCheck() {
            return mock();
        }

        @Bean
        ProcessEngine processEngine(Cluster camunda) {
            return camunda.engine;
        }

        @Bean
        Incidents incidents() {
            return mock();
        }

        @Bean
        RemindersProperties reminders() {
            return RemindersProperties.off();
        }
    }
}
