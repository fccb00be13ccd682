package io.ferry.process.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Ferry's models, decision table and forms, deployed when Ferry starts. They go in one command, for they refer to each
 * other by deployment. While the cluster does not answer, Ferry keeps looking: it may start before the cluster does.
 */
@Component("modelsHealthIndicator")
class ModelDeployment implements AutoCloseable, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(ModelDeployment.class);

    /** All of them at once are much for an engine that has just started on a small computer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CamundaClient camunda;
    private final Cluster cluster;
    private final CamundaProperties properties;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("looks-for-camunda").factory());
    private volatile boolean deployed;
    private @Nullable String told;

    ModelDeployment(CamundaClient camunda, Cluster cluster, CamundaProperties properties) {
        this.camunda = camunda;
        this.cluster = cluster;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void deployInTheBackground() {
        looks.scheduleWithFixedDelay(this::look, 0, properties.checkEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Deploys the models unless they are.
     *
     * @throws EngineUnavailable if the cluster does not answer or is too old
     * @throws ClientException if the engine does not take them
     */
    synchronized void deployed() {
        cluster.expectUsable();
        if (!deployed) {
            deploy();
        }
    }

    /**
     * Deploys the models to an engine that does not know them any more: its data was made anew.
     *
     * @throws ClientException if the engine does not take them
     */
    synchronized void deployAgain() {
        deployed = false;
        deployed();
    }

    private void deploy() {
        DeployResourceCommandStep1 command = camunda.newDeployResourceCommand();
        @Nullable DeployResourceCommandStep2 filled = null;
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:/bpmn/*.*")) {
                try (InputStream content = file.getInputStream()) {
                    filled = (filled == null ? command : filled)
                            .addResourceBytes(content.readAllBytes(), String.valueOf(file.getFilename()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Ferry's own models cannot be read", e);
        }
        if (filled == null) {
            throw new IllegalStateException("Ferry's own models are not on the class path, under /bpmn");
        }
        filled.requestTimeout(PATIENCE).send().join();
        deployed = true;
        log.info("The models are deployed");
    }

    /** Whether migrations can be started; part of readiness. */
    @Override
    public Health health() {
        return deployed
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("waitsFor", cluster.trouble().orElse("the process engine"))
                        .build();
    }

    /** Tells a failure once, and again when it is another one. */
    private void look() {
        try {
            cluster.look();
            if (cluster.isUsable()) {
                deployed();
                told = null;
            }
        } catch (ClientException e) {
            CamundaFailure why = CamundaFailure.of(e, camunda.getConfiguration());
            tell(why.what() + ". " + why.whatToDo());
        } catch (RuntimeException e) {
            tell(String.valueOf(e.getMessage()));
        }
    }

    private void tell(String why) {
        if (!why.equals(told)) {
            told = why;
            log.warn("The models cannot be deployed: {}", why);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
