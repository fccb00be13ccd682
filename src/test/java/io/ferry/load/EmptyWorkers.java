package io.ferry.load;

import io.camunda.client.CamundaClient;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.ferry.process.WorkerMethods;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Deploys Ferry's models and completes each of their jobs at once, as it came out in the migration that was recorded. */
final class EmptyWorkers {
    private static final String MIGRATION_ID = "migrationId";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * These jobs last as long as the site's work, whoever waits for it: Jira answers only when its backup is written, and the app
     * takes no order for a dump before it runs again after its reinstallation.
     */
    private static final Set<String> LAST_AS_LONG_AS_THE_WORK = Set.of("run-jira-backup", "create-dump");

    private final Script script;
    private final Duration work;
    private final Map<String, AtomicInteger> visits = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

    private EmptyWorkers(Script script, Duration work) {
        this.script = script;
        this.work = work;
    }

    /**
     * Takes the engine's gRPC address and its REST address, the script's file, a file to make when it is ready, and how many
     * milliseconds long work takes at the sites.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Properties ferrys = settings();
        CamundaClient camunda = CamundaClient.newClientBuilder()
                .grpcAddress(URI.create(arguments[0]))
                .restAddress(URI.create(arguments[1]))
                .preferRestOverGrpc(false)
                .numJobWorkerExecutionThreads(Integer.parseInt(setting(ferrys, "execution-threads")))
                .build();
        deploy(camunda);
        EmptyWorkers workers =
                new EmptyWorkers(Script.read(Path.of(arguments[2])), Duration.ofMillis(Long.parseLong(arguments[4])));
        WorkerMethods.all().stream()
                .map(method -> method.getAnnotation(JobWorker.class).type())
                .forEach(type -> camunda.newWorker()
                        .jobType(type)
                        .handler(workers::complete)
                        .timeout(duration(ferrys, "worker.defaults.timeout"))
                        .pollInterval(duration(ferrys, "worker.defaults.poll-interval"))
                        .maxJobsActive(mostActive(ferrys, type))
                        .fetchVariables(MIGRATION_ID)
                        .streamEnabled(true)
                        .open());
        Files.createFile(Path.of(arguments[3]));
        new CountDownLatch(1).await();
    }

    /** How Ferry's workers ask for jobs by default. */
    private static Properties settings() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        return Objects.requireNonNull(yaml.getObject());
    }

    private static String setting(Properties ferrys, String name) {
        return Objects.requireNonNull(ferrys.get("camunda.client." + name), name)
                .toString();
    }

    private static int mostActive(Properties ferrys, String type) {
        String own = "worker.override." + type + ".max-jobs-active";
        boolean hasItsOwn = ferrys.containsKey("camunda.client." + own);
        return Integer.parseInt(setting(ferrys, hasItsOwn ? own : "worker.defaults.max-jobs-active"));
    }

    private static Duration duration(Properties ferrys, String name) {
        return DurationStyle.detectAndParse(setting(ferrys, name));
    }

    private static void deploy(CamundaClient camunda) throws IOException {
        DeployResourceCommandStep1 command = camunda.newDeployResourceCommand();
        @Nullable DeployResourceCommandStep2 filled = null;
        for (Resource model : new PathMatchingResourcePatternResolver().getResources("classpath*:/bpmn/*.*")) {
            try (InputStream content = model.getInputStream()) {
                filled = (filled == null ? command : filled)
                        .addResourceStream(content, String.valueOf(model.getFilename()));
            }
        }
        Objects.requireNonNull(filled, "Ferry's models are not on the class path")
                .requestTimeout(PATIENCE)
                .send()
                .join();
    }

    private void complete(JobClient jobs, ActivatedJob job) {
        String migration = String.valueOf(job.getVariablesAsMap().get(MIGRATION_ID));
        String task = Script.task(job.getBpmnProcessId(), job.getElementId(), job.getType());
        int visit = visits.computeIfAbsent(migration + " " + task, any -> new AtomicInteger())
                .getAndIncrement();
        // What is missing makes the client fail the job, and in the end an incident tells it.
        Script.Outcome outcome = script.outcome(task, visit);
        if (LAST_AS_LONG_AS_THE_WORK.contains(job.getType())) {
            later.schedule(() -> answer(jobs, job, migration, outcome), work.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            answer(jobs, job, migration, outcome);
        }
    }

    private void answer(JobClient jobs, ActivatedJob job, String migration, Script.Outcome outcome) {
        String variables = script.of(migration, outcome.variables());
        CompletionStage<?> sent = outcome.errorCode() == null
                ? jobs.newCompleteCommand(job).variables(variables).send()
                : jobs.newThrowErrorCommand(job)
                        .errorCode(outcome.errorCode())
                        .variables(variables)
                        .send();
        sent.whenComplete((done, failure) -> {
            if (failure != null) {
                System.err.println(job.getType() + " of " + migration + ": " + failure);
            }
        });
    }
}
