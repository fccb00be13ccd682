package io.ferry.api;

import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The part of Ferry that people meet when they say who is who, on a port and a database, without an engine. */
@EnableAutoConfiguration
@ComponentScan({"io.ferry.migration", "io.ferry.users", "io.ferry.verification"})
@EnableConfigurationProperties(ApiProperties.class)
@Import({
    PeopleController.class,
    MappingPage.class,
    Pages.class,
    ProblemHandler.class,
    BodyLimit.class,
    HostGuard.class,
    RequestGuard.class
})
public class PeopleWeb {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * Starts it on a free port.
     *
     * @param database JDBC address
     */
    public static ConfigurableApplicationContext start(String database) {
        return new SpringApplicationBuilder(PeopleWeb.class)
                .run(
                        "--server.port=0",
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=" + database,
                        "--management.endpoint.health.validate-group-membership=false",
                        "--ferry.home=./target/people-web");
    }

    /** Where it answers. */
    public static URI address(ConfigurableApplicationContext web) {
        return URI.create("http://127.0.0.1:" + web.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Puts a migration on record. */
    public static Migration migration(ConfigurableApplicationContext web, String name) {
        var site = new SiteSettings(
                URI.create("http://127.0.0.1:1"), new CredentialName("env:SOURCE"), null, "sandbox", null);
        var target = new SiteSettings(
                URI.create("https://" + UUID.randomUUID() + ".atlassian.net"),
                new CredentialName("env:TARGET"),
                null,
                "sandbox",
                null);
        return web.getBean(Migrations.class)
                .register(new NewMigration(
                        name,
                        App.BIGPICTURE,
                        new MigrationSettings(
                                site, target, Map.of(), Thresholds.DEFAULT, Duration.ofSeconds(2), false)));
    }
}
