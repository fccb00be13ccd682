package io.ferry.api;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.process.common.Draining;
import io.ferry.process.common.Sites;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.reminders.Reminders;
import io.ferry.process.retention.RetainedPeople;
import io.ferry.process.retention.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The part of Ferry through which files come and go, on a port, a folder and a database, without an engine or sites. */
@EnableAutoConfiguration
@ComponentScan({"io.ferry.migration", "io.ferry.artifact", "io.ferry.remote", "io.ferry.process.upload"})
@EnableConfigurationProperties({ApiProperties.class, io.ferry.remote.RemoteProperties.class})
@Import({
    EverybodyIsSignedIn.class,
    FilesController.class,
    DownloadRecord.class,
    UploadsController.class,
    FilePages.class,
    Pages.class,
    ProblemHandler.class,
    KnownMigrations.class,
    BodyLimit.class,
    RequestGuard.class,
    HostGuard.class,
    Retention.class
})
public class FilesWeb {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Draining draining() {
        return mock();
    }

    @Bean
    RetainedPeople retainedPeople() {
        return mock();
    }

    @Bean
    Reminders reminders() {
        return mock();
    }

    @Bean
    Sites sites() {
        return mock();
    }

    @Bean
    WaitingTasks waitingTasks() {
        WaitingTasks waitingTasks = mock();
        when(waitingTasks.home()).thenReturn("http://camunda.example/tasklist");
        return waitingTasks;
    }

    /**
     * Starts it on a free port.
     *
     * @param database JDBC address
     * @param folder for stored files, and those uploaded
     */
    public static ConfigurableApplicationContext start(String database, Path folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.shutdown=immediate",
                "--camunda.client.enabled=false",
                "--spring.datasource.url=" + database,
                "--management.endpoint.health.validate-group-membership=false",
                "--ferry.uploads.min-free-space=1MB",
                "--ferry.remote.initial-backoff=10ms",
                "--ferry.home=" + folder));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(FilesWeb.class).run(arguments.toArray(String[]::new));
    }
}
