package io.ferry.process.engine;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Where Ferry looks for a self-managed cluster unless somebody says otherwise. These addresses cannot stand in
 * application.yaml: there they would outweigh those that the starter makes of a SaaS cluster's region and id.
 */
public final class CamundaDefaults implements EnvironmentPostProcessor, Ordered {
    private static final String MODE = "camunda.client.mode";
    private static final String CLUSTER_ID = "camunda.client.cloud.cluster-id";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String mode = environment.getProperty(MODE, environment.containsProperty(CLUSTER_ID) ? "saas" : "self-managed");
        if (!mode.equalsIgnoreCase("saas")) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource(
                            "ferry's camunda",
                            Map.of(
                                    "camunda.client.grpc-address",
                                    "http://127.0.0.1:26500",
                                    "camunda.client.rest-address",
                                    "http://127.0.0.1:8080")));
        }
    }

    /** After the configuration is read, and before the starter adds its own defaults behind these. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
