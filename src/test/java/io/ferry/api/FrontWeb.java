package io.ferry.api;

import static org.mockito.Mockito.mock;

import io.ferry.assess.Assessments;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestHome;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.FerryConfirmations;
import io.ferry.process.common.RetriedSteps;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.StartedInCamunda;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.model.PersonTasks;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages to which people come first, on a port and a database; Tasklist and Operate say what a test wants. */
@EnableAutoConfiguration
@ComponentScan({"io.ferry.migration", "io.ferry.users", "io.ferry.verification", "io.ferry.forecast", "io.ferry.runbook"
})
@EnableConfigurationProperties({ApiProperties.class, ApprovalProperties.class})
@Import({
    EverybodyIsSignedIn.class,
    FrontController.class,
    ApprovalsController.class,
    BlockerLookup.class,
    TimeLeftLookup.class,
    RecentOpenPoints.class,
    RunbookController.class,
    PersonTasks.class,
    ReportController.class,
    ReportDocument.class,
    MappingController.class,
    ComparisonsController.class,
    FindingsController.class,
    Pages.class,
    ProblemHandler.class,
    KnownMigrations.class,
    HostGuard.class,
    RequestGuard.class
})
class FrontWeb {
    private final TestClock clock = new TestClock();

    @Bean
    TestClock clock() {
        return clock;
    }

    @Bean
    WaitingTasks waitingTasks() {
        return mock();
    }

    @Bean
    Assessments assessments() {
        return mock();
    }

    @Bean
    FerryConfirmations ferryConfirmations() {
        return mock();
    }

    @Bean
    Cluster cluster() {
        return mock();
    }

    @Bean
    Incidents incidents() {
        return mock();
    }

    @Bean
    StartedInCamunda startedInCamunda() {
        return mock();
    }

    @Bean
    RetriedSteps retriedSteps() {
        return mock();
    }

    /** Starts it on a free port. */
    static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(FrontWeb.class)
                .run(
                        "--server.port=0",
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "--management.endpoint.health.validate-group-membership=false",
                        TestHome.named("front-web"));
    }

    /** Deletes every migration with all that is on record of it. */
    static void empty(ConfigurableApplicationContext web) {
        var sql = web.getBean(JdbcClient.class);
        for (String table : List.of(
                "runbook_plan",
                "notice",
                "comparison_item",
                "comparison",
                "fact",
                "confirmation",
                "intent",
                "event",
                "phase_run",
                "phase_instance",
                "target_in_use")) {
            sql.sql("delete from " + table).update();
        }
        sql.sql("delete from migration").update();
    }

    /** Where it answers. */
    static URI address(ConfigurableApplicationContext web) {
        return URI.create("http://127.0.0.1:" + web.getEnvironment().getRequiredProperty("local.server.port"));
    }
}
