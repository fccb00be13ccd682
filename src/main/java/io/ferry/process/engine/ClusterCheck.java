package io.ferry.process.engine;

import io.camunda.client.spring.configuration.CamundaAutoConfiguration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Asks the configured Camunda, without a server, as {@code ferry doctor} does. Deploys and starts nothing. */
public final class ClusterCheck {
    private ClusterCheck() {}

    /**
     * What the cluster answered.
     *
     * @param usable whether Ferry can work there
     * @param text what was found, in a sentence
     * @param whatToDo what to do about it; empty if there is nothing to do
     */
    public record Answer(boolean usable, String text, String whatToDo) {}

    @EnableConfigurationProperties(CamundaProperties.class)
    @ImportAutoConfiguration({JacksonAutoConfiguration.class, CamundaAutoConfiguration.class})
    @Import({EngineConfiguration.class, Cluster.class})
    static class Settings {}

    /**
     * Asks once, by the server's settings: application.yaml, the environment, and these.
     *
     * @param settings as {@code --camunda.client.rest-address=http://camunda.example.com:8080}
     */
    public static Answer of(List<String> settings) {
        SpringApplication program = new SpringApplication(Settings.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        program.setLogStartupInfo(false);
        program.setRegisterShutdownHook(false);
        program.setLazyInitialization(true);
        try (ConfigurableApplicationContext context = program.run(settings.toArray(String[]::new))) {
            return context.getBean(Cluster.class).answer();
        }
    }
}
