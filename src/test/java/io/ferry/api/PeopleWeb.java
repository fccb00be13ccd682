package io.ferry.api;

import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.TestHome;
import io.ferry.migration.App;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.process.retention.RetainedPeople;
import java.net.URI;
import java.time.Clock;
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
    EverybodyIsSignedIn.class,
    UserMappingController.class,
    UserDecisionsController.class,
    MappingFilesController.class,
    PeopleProblems.class,
    PeopleRecord.class,
    MappingController.class,
    Pages.class,
    ProblemHandler.class,
    KnownMigrations.class,
    BodyLimit.class,
    HostGuard.class,
    RequestGuard.class,
    RetainedPeople.class
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
                        TestHome.named("people-web"));
    }

    /** Where it answers. */
    public static URI address(ConfigurableApplicationContext web) {
        return URI.create("http://127.0.0.1:" + web.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Puts a migration on record. */
    public static Migration migration(ConfigurableApplicationContext web, String name) {
        var settings = SampleSettings.sampleSettings()
                .from(SampleSettings.site("http://127.0.0.1:1", "source-jira"))
                .toATargetOfItsOwn()
                .build();
        return web.getBean(Migrations.class).register(new NewMigration(name, App.BIGPICTURE, settings, null));
    }
}
