package io.ferry.process.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.DeploymentEvent;
import io.ferry.base.FerryVersion;
import io.ferry.base.Sha256;
import io.ferry.migration.ModelsOnRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * other by deployment. An administrator's own files may take the place of Ferry's. Where several Ferrys work, one of an older release
 * deploys nothing over a newer one's. While the cluster does not answer, Ferry keeps looking: it may start before the cluster does.
 */
@Component("modelsHealthIndicator")
class ModelDeployment implements AutoCloseable, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(ModelDeployment.class);

    /** All of them at once are much for an engine that has just started on a small computer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Camunda takes about 4 MB for a whole deployment. */
    private static final long LARGEST = 1024 * 1024;

    private final CamundaClient camunda;
    private final Cluster cluster;
    private final CamundaProperties properties;
    private final ModelsOnRecord models;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("looks-for-camunda").factory());
    private volatile boolean deployed;
    private volatile @Nullable String newerRelease;
    private @Nullable String told;

    ModelDeployment(CamundaClient camunda, Cluster cluster, CamundaProperties properties, ModelsOnRecord models) {
        this.camunda = camunda;
        this.cluster = cluster;
        this.properties = properties;
        this.models = models;
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
            Optional<String> newer = models.newerRelease(hash(ownFiles()), FerryVersion.text());
            if (newer.isPresent()) {
                deployed = true;
                newerRelease = newer.get();
                log.warn(
                        "A newer Ferry ({}) has deployed its models, and this one ({}) leaves them as they are: upgrade it. If you went"
                                + " back to this release, set ferry.nodes.older-models=true",
                        newerRelease,
                        FerryVersion.text());
            } else {
                deploy();
            }
        }
    }

    private static String hash(SortedMap<String, byte[]> files) {
        MessageDigest all = Sha256.start();
        files.forEach((name, content) -> {
            all.update((name + " " + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            all.update(content);
        });
        return Sha256.text(all);
    }

    /**
     * Deploys the models to an engine that does not know them any more: its data was made anew.
     *
     * @throws ClientException if the engine does not take them
     */
    synchronized void deployAgain() {
        cluster.expectUsable();
        deployed = false;
        deploy();
    }

    private void deploy() {
        SortedMap<String, byte[]> own = ownFiles();
        SortedMap<String, byte[]> changed = changedFiles(own);
        SortedMap<String, byte[]> all = new TreeMap<>(own);
        all.putAll(changed);
        DeployResourceCommandStep1 command = camunda.newDeployResourceCommand();
        @Nullable DeployResourceCommandStep2 filled = null;
        for (Map.Entry<String, byte[]> file : all.entrySet()) {
            filled = (filled == null ? command : filled).addResourceBytes(file.getValue(), file.getKey());
        }
        if (filled == null) {
            throw new IllegalStateException("Ferry's own models are not on the class path, under /bpmn");
        }
        DeploymentEvent done = filled.requestTimeout(PATIENCE).send().join();
        models.deployed(done.getProcesses().stream()
                .filter(process -> isOwn(process.getResourceName(), own, changed.keySet()))
                .map(process -> new ModelsOnRecord.Model(
                        process.getBpmnProcessId(), process.getVersion(), process.getProcessDefinitionKey()))
                .toList());
        deployed = true;
        log.info(
                "The models are deployed{}",
                changed.isEmpty()
                        ? ""
                        : "; these in place of Ferry's, or beside them, from " + properties.modelsFolder() + ": "
                                + String.join(", ", changed.keySet()));
    }

    /** Whether a model is Ferry's, with all its forms and decision tables: these are called in it as their files are. */
    private static boolean isOwn(String file, Map<String, byte[]> own, Set<String> changed) {
        byte[] content = own.get(file);
        if (content == null || changed.contains(file)) {
            return false;
        }
        String model = new String(content, StandardCharsets.UTF_8);
        return changed.stream()
                .map(name -> name.replaceFirst("\\.[a-z]+$", ""))
                .noneMatch(
                        id -> model.contains("formId=\"" + id + "\"") || model.contains("decisionId=\"" + id + "\""));
    }

    private static SortedMap<String, byte[]> ownFiles() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:/bpmn/*.*")) {
                try (InputStream content = file.getInputStream()) {
                    files.put(String.valueOf(file.getFilename()), content.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Ferry's own models cannot be read", e);
        }
        return files;
    }

    /** What an administrator wants deployed otherwise than Ferry has it. */
    private SortedMap<String, byte[]> changedFiles(Map<String, byte[]> own) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Path folder = properties.modelsFolder();
        if (folder == null) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{bpmn,form,dmn}")) {
            for (Path file : found) {
                String name = String.valueOf(file.getFileName());
                if (Files.size(file) > LARGEST) {
                    throw new IllegalStateException(file + " is larger than " + LARGEST / 1024 + " KB: is it a model?");
                }
                byte[] content = Files.readAllBytes(file);
                byte[] before = own.get(name);
                if (before == null || !Arrays.equals(before, content)) {
                    files.put(name, content);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the models in " + folder + " (ferry.camunda.models-folder) cannot be read: " + e, e);
        }
        return files;
    }

    /** Whether migrations can be started; part of readiness. */
    @Override
    public Health health() {
        if (!deployed) {
            return Health.outOfService()
                    .withDetail("waitsFor", cluster.trouble().orElse("the process engine"))
                    .build();
        }
        String newer = newerRelease;
        return newer == null
                ? Health.up().build()
                : Health.up().withDetail("of", "a newer Ferry, " + newer).build();
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
