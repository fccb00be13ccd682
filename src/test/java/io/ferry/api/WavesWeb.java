package io.ferry.api;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.RetriedSteps;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.remote.StoredSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Waves on a port and a database, with the checks of real starts; the engine takes every process. */
@EnableAutoConfiguration
@ComponentScan({
    "io.ferry.migration",
    "io.ferry.remote",
    "io.ferry.jira",
    "io.ferry.bigpicture",
    "io.ferry.artifact",
    "io.ferry.readiness",
    "io.ferry.forecast",
    "io.ferry.wave"
})
@EnableConfigurationProperties({ApiProperties.class, ApprovalProperties.class, RemindersProperties.class})
@Import({
    EverybodyIsSignedIn.class,
    WavesController.class,
    WaveViews.class,
    WaveReports.class,
    BlockerLookup.class,
    MigrationLifecycle.class,
    Pages.class,
    ProblemHandler.class,
    KnownMigrations.class,
    BodyLimit.class,
    HostGuard.class,
    RequestGuard.class
})
class WavesWeb {
    private static final int FIRST = 8201;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    StoredSecrets storedSecrets() {
        return name -> Optional.empty();
    }

    @Bean
    WaitingTasks waitingTasks() {
        return mock();
    }

    @Bean
    Incidents incidents() {
        return mock();
    }

    @Bean
    Cluster cluster() {
        return mock();
    }

    @Bean
    RetriedSteps retriedSteps() {
        return mock();
    }

    @Bean
    StartedInCamunda startedInCamunda() {
        return mock();
    }

    @Bean
    ProcessEngine processEngine() {
        AtomicLong keys = new AtomicLong();
        ProcessEngine engine = mock();
        when(engine.start(any(), any())).thenAnswer(call -> keys.incrementAndGet());
        return engine;
    }

    /** The address of one of a hundred targets, from 1 on, for which the credential {@code target-jira} is declared. */
    static String target(int number) {
        return "http://127.0.0.1:" + (FIRST - 1 + number);
    }

    /** Starts it on a free port, with the credentials {@code source-jira} and {@code target-jira}. */
    static ConfigurableApplicationContext start(Path folder) {
        Path secret = folder.resolve("secret");
        try {
            Files.writeString(secret, "admin:marker-of-a-secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SpringApplicationBuilder(WavesWeb.class)
                .run(
                        "--server.port=0",
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "--management.endpoint.health.validate-group-membership=false",
                        "--ferry.home=" + folder.resolve("home"),
                        "--ferry.remote.allowed-addresses=127.0.0.1",
                        "--ferry.credentials.source-jira.source=file:" + secret,
                        "--ferry.credentials.source-jira.hosts=127.0.0.1:8181",
                        "--ferry.credentials.target-jira.source=file:" + secret,
                        "--ferry.credentials.target-jira.hosts="
                                + IntStream.range(0, 100)
                                        .mapToObj(n -> "127.0.0.1:" + (FIRST + n))
                                        .collect(Collectors.joining(",")));
    }
}
