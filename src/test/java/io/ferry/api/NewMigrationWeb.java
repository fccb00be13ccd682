package io.ferry.api;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.access.Audit;
import io.ferry.fixtures.SandboxSites;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.remote.StoredSecrets;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** What enters, checks and starts new migrations, with Ferry's own clients for the pretend sites; the engine takes every process. */
@EnableAutoConfiguration
@ComponentScan({
    "io.ferry.migration",
    "io.ferry.remote",
    "io.ferry.jira",
    "io.ferry.bigpicture",
    "io.ferry.artifact",
    "io.ferry.readiness"
})
@EnableConfigurationProperties({ApiProperties.class, ApprovalProperties.class, RemindersProperties.class})
@Import({
    EverybodyIsSignedIn.class,
    NewMigrationController.class,
    MigrationsController.class,
    SitesController.class,
    DraftsController.class,
    ConnectionTests.class,
    CredentialChoices.class,
    Audit.class,
    MigrationLifecycle.class,
    Pages.class,
    ProblemHandler.class,
    KnownMigrations.class,
    BodyLimit.class,
    HostGuard.class,
    RequestGuard.class
})
class NewMigrationWeb {
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
        WaitingTasks tasks = mock();
        when(tasks.home()).thenReturn("http://camunda.example/tasklist");
        return tasks;
    }

    @Bean
    Incidents incidents() {
        return mock();
    }

    @Bean
    TimeLeftLookup timeLeft() {
        return mock();
    }

    @Bean
    MigrationViews migrationViews() {
        return mock();
    }

    @Bean
    ProcessEngine processEngine() {
        ProcessEngine engine = mock();
        when(engine.start(any(), any()))
                .thenAnswer(call -> Math.abs(call.getArgument(0).hashCode()) + 1L);
        return engine;
    }

    /**
     * Starts it on a free port, with credentials as an administrator declares them: {@code source-jira}, {@code source-app},
     * {@code target-jira}, {@code target-app}, {@code wrong-password} for the source, and {@code elsewhere} for another host.
     *
     * @param folder for their secrets
     */
    static ConfigurableApplicationContext start(Path folder, SandboxSites sites, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--camunda.client.enabled=false",
                "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "--management.endpoint.health.validate-group-membership=false",
                "--ferry.home=" + folder.resolve("home"),
                "--ferry.remote.allowed-addresses=127.0.0.1",
                "--ferry.remote.initial-backoff=10ms",
                "--ferry.remote.max-backoff=20ms",
                "--ferry.bigpicture.cloud-manager-url=" + sites.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager",
                "--ferry.jira-cloud.gateway-url=" + sites.address(Side.ATLASSIAN_GATEWAY)));
        URI source = sites.address(Side.JIRA_DATA_CENTER);
        URI target = sites.address(Side.JIRA_CLOUD);
        declare(settings, folder, "source-jira", known("SANDBOX_DC_CREDENTIAL"), source.getAuthority());
        declare(settings, folder, "source-app", known("SANDBOX_BIGPICTURE_DC_TOKEN"), source.getAuthority());
        declare(settings, folder, "target-jira", known("SANDBOX_CLOUD_CREDENTIAL"), target.getAuthority());
        declare(
                settings,
                folder,
                "target-app",
                known("SANDBOX_BIGPICTURE_CLOUD_TOKEN"),
                sites.address(Side.BIGPICTURE_CLOUD).getAuthority());
        declare(settings, folder, "wrong-password", "admin:wrong-marker", source.getAuthority());
        declare(settings, folder, "elsewhere", "a-token-marker", "jira.example.com");
        settings.addAll(Arrays.asList(more));
        return new SpringApplicationBuilder(NewMigrationWeb.class).run(settings.toArray(String[]::new));
    }

    private static String known(String credential) {
        return String.valueOf(Credentials.DEFAULTS.get(credential));
    }

    private static void declare(List<String> settings, Path folder, String name, String secret, String host) {
        Path file = folder.resolve(name + ".secret");
        try {
            Files.writeString(file, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.add("--ferry.credentials." + name + ".source=file:" + file);
        settings.add("--ferry.credentials." + name + ".hosts=" + host);
    }
}
