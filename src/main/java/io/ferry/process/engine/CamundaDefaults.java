package io.ferry.process.engine;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What of {@code camunda.client.*} follows from other settings unless somebody says otherwise. The addresses of a
 * self-managed cluster, for instance, cannot stand in application.yaml: there they would outweigh those that the starter
 * makes of a SaaS cluster's region and id.
 */
public final class CamundaDefaults implements EnvironmentPostProcessor, Ordered {
    private static final String MODE = "camunda.client.mode";
    private static final String CLUSTER_ID = "camunda.client.cloud.cluster-id";
    private static final String REST_ONLY = "camunda.client.prefer-rest-over-grpc";
    private static final String STREAMS = "camunda.client.worker.defaults.stream-enabled";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        String mode = environment.getProperty(MODE, environment.containsProperty(CLUSTER_ID) ? "saas" : "self-managed");
        if (!mode.equalsIgnoreCase("saas")) {
            defaults.put("camunda.client.grpc-address", "http://127.0.0.1:26500");
            defaults.put("camunda.client.rest-address", "http://127.0.0.1:8080");
        }
        // Streams of jobs exist by gRPC only.
        defaults.put(STREAMS, !environment.getProperty(REST_ONLY, Boolean.class, false));
        environment.getPropertySources().addLast(new MapPropertySource("camunda defaults of ferry", defaults));
    }

    /** After the configuration is read, and before the starter adds its own defaults behind these. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
