package io.ferry;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Ferry's server: the interface, the workers and the record. The sandbox, the local Camunda and the commands are programs
 * of their own and are left out.
 */
@SpringBootApplication(
        scanBasePackages = {
            "io.ferry.api",
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
        })
@ConfigurationPropertiesScan({
    "io.ferry.api",
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

    /** Starts the server; it runs until it is closed or the program is told to end. */
    public static ConfigurableApplicationContext start(String... args) {
        return SpringApplication.run(FerryServer.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
