package io.ferry;

import io.ferry.migration.DatabaseExchanged;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.session.SessionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Ferry's server: the interface, the workers and the record. The sandbox, the local engine and the commands are programs
 * of their own and are left out.
 */
@SpringBootApplication(
        scanBasePackages = {
            "io.ferry.access",
            "io.ferry.api",
            "io.ferry.assess",
            "io.ferry.credential",
            "io.ferry.forecast",
            "io.ferry.metrics",
            "io.ferry.tracing",
            "io.ferry.runbook",
            "io.ferry.wave",
            "io.ferry.process",
            "io.ferry.migration",
            "io.ferry.readiness",
            "io.ferry.users",
            "io.ferry.verification",
            "io.ferry.jira",
            "io.ferry.bigpicture",
            "io.ferry.backup",
            "io.ferry.artifact",
            "io.ferry.remote"
        },
        // Ferry decides itself where sessions are: io.ferry.access.SharedSessions.
        exclude = SessionAutoConfiguration.class)
@ConfigurationPropertiesScan({
    "io.ferry.access",
    "io.ferry.api",
    "io.ferry.metrics",
    "io.ferry.process",
    "io.ferry.readiness",
    "io.ferry.users",
    "io.ferry.verification",
    "io.ferry.jira",
    "io.ferry.bigpicture",
    "io.ferry.backup",
    "io.ferry.artifact",
    "io.ferry.remote"
})
public class FerryServer {
    /** Longer than the graceful end of jobs (ferry.nodes.drain-for) and requests (spring.lifecycle.timeout-per-shutdown-phase). */
    private static final Duration LONGEST_END = Duration.ofSeconds(40);

    /**
     * Starts the server; it runs until it is closed or the program is told to end.
     *
     * @throws StartRefused if others could reach it or read its files
     */
    public static ConfigurableApplicationContext start(String... args) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(FerryServer::endAnyhow));
        SpringApplication server = new SpringApplication(FerryServer.class);
        server.addInitializers(new StartChecks());
        return server.run(args);
    }

    /**
     * Why a server with these settings would refuse to start: others could reach it, or its files could not be decrypted.
     * Changes nothing.
     *
     * @return what to set; empty if nothing is known against it
     */
    public static Optional<String> obstacle(Environment settings) {
        return StartChecks.obstacle(settings);
    }

    /** Whoever tells Ferry to end must not wait for ever: Camunda's client was seen to hang in closing its streams. */
    private static void endAnyhow() {
        CompletableFuture.delayedExecutor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
    }

    /** Whoever has lost the lease must end at once: another Ferry works already. */
    @Bean
    static BeanPostProcessor leases(Environment settings) {
        return OneFerry.leases(settings, () -> Runtime.getRuntime().halt(1));
    }

    /** Such a Ferry would only take jobs from others and fail them. Whoever started it starts it again, and it finds out what is lacking. */
    @EventListener
    void end(DatabaseExchanged databaseExchanged) {
        Runtime.getRuntime().halt(1);
    }

    /** Its name makes it the health's part “lease”. */
    @Bean
    OneFerry leaseHealthIndicator(DataSource database, Environment settings) {
        return new OneFerry(database, settings);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
