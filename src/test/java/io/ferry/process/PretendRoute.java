package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.CamundaClient;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.ferry.fixtures.SampleSettings;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Confirmations;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Decision;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Question;
import io.ferry.migration.SiteSettings;
import io.ferry.process.common.AJob;
import io.ferry.process.common.RecordedFacts;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.ProcessVariables;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * All of Ferry's workers as Spring wires them, on a record in memory, against pretend sites. There is no engine: a test
 * gives each worker its job, and keeps the variables.
 */
final class PretendRoute implements AutoCloseable {
    private final SandboxServer sandbox;
    private final AnnotationConfigApplicationContext ferry;
    private final Map<String, Object> workers = new HashMap<>();
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private final Migration migration;
    private final HttpClient http = HttpClient.newHttpClient();
    private long visits = 1000;

    private PretendRoute(SandboxServer sandbox, AnnotationConfigApplicationContext ferry, Migration migration) {
        this.sandbox = sandbox;
        this.ferry = ferry;
        this.migration = migration;
        for (Method worker : WorkerMethods.all()) {
            workers.put(worker.getAnnotation(JobWorker.class).type(), ferry.getBean(worker.getDeclaringClass()));
        }
        variables.putAll(ferry.getBean(ProcessVariables.class).of(migration));
    }

    /**
     * Starts everything; long work takes no time.
     *
     * @param folder for files and credentials
     * @param change of the sandbox's options
     */
    static PretendRoute start(Path folder, Consumer<SandboxOptions.Builder> change) throws IOException {
        Path export = Files.createDirectories(folder.resolve("export"));
        SandboxOptions.Builder options =
                SandboxOptions.builder().freePorts().exportFolder(export).longWork(Duration.ZERO);
        change.accept(options);
        SandboxServer sandbox = SandboxServer.start(options.build(), Clock.systemUTC(), pause -> {});
        AnnotationConfigApplicationContext ferry = ferry(folder, sandbox);
        Migration migration = ferry.getBean(Migrations.class)
                .register(new NewMigration(
                        "Pretend move",
                        App.BIGPICTURE,
                        SampleSettings.sampleSettings()
                                .from(site(sandbox.address(Side.JIRA_DATA_CENTER), "DC", export))
                                .to(site(sandbox.address(Side.JIRA_CLOUD), "CLOUD", null))
                                .automatic()
                                .build(),
                        null));
        return new PretendRoute(sandbox, ferry, migration);
    }

    private static AnnotationConfigApplicationContext ferry(Path folder, SandboxServer sandbox) throws IOException {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        new ConfigDataApplicationContextInitializer().initialize(context);
        TestPropertyValues.of(Map.of(
                        "camunda.client.enabled", "false",
                        "spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "management.endpoint.health.validate-group-membership", "false",
                        "ferry.home", folder.resolve("ferry").toString(),
                        "ferry.remote.initial-backoff", "1ms",
                        "ferry.remote.max-backoff", "2ms",
                        "ferry.remote.calls-per-second", "100000",
                        "ferry.remote.calls-per-second-at-host", "100000",
                        // The circuit breakers stay closed: each cell is a site of its own.
                        "ferry.remote.sliding-window-size", "100000",
                        "ferry.bigpicture.cloud-manager-url", sandbox.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager"))
                .and("ferry.remote.allowed-addresses=127.0.0.1")
                .and("ferry.artifacts.export-folders=" + folder.resolve("export"))
                .and(declared(folder).entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new))
                .applyTo(context);
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.register(Workers.class);
        context.refresh();
        return context;
    }

    private static SiteSettings site(URI address, String side, @Nullable Path export) {
        return new SiteSettings(
                address,
                credential("SANDBOX_" + side + "_CREDENTIAL"),
                credential("SANDBOX_BIGPICTURE_" + side + "_TOKEN"),
                "sandbox",
                export);
    }

    private static CredentialName credential(String name) {
        return new CredentialName(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The sandbox's credentials, each in a file, declared for its sites. */
    private static Map<String, String> declared(Path folder) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (Map.Entry<String, String> known : Credentials.DEFAULTS.entrySet()) {
            Path file = Files.writeString(folder.resolve(known.getKey()), known.getValue());
            String setting = "ferry.credentials." + credential(known.getKey());
            settings.put(setting + ".source", "file:" + file.toAbsolutePath());
            settings.put(setting + ".hosts", "127.0.0.1:*");
        }
        return settings;
    }

    /** A part of Ferry. */
    <T> T get(Class<T> part) {
        return ferry.getBean(part);
    }

    Migration migration() {
        return migration;
    }

    /** The variable of the process; null where no worker has set it. */
    @Nullable
    Object variable(String name) {
        return variables.get(name);
    }

    /** The tasks are visited anew from now on. */
    void visit() {
        visits++;
    }

    /** The job of a task, in this visit of it. */
    ActivatedJob job(ModelTask task, int retries) {
        AJob job = AJob.of(task.type())
                .inProcess(task.process())
                .at(task.element())
                .ofVisit(visits)
                .withRetries(retries);
        task.headers().forEach(job::withHeader);
        variables.forEach((name, value) -> job.with(name, value == null ? null : WorkerBench.json(value)));
        return job.with("migrationId", migration.id().value()).get();
    }

    /** What a worker sets that is given this job; nothing is kept of it. */
    Map<String, @Nullable Object> attempt(ModelTask task, int retries) {
        return WorkerBench.run(Objects.requireNonNull(workers.get(task.type()), task.type()), job(task, retries));
    }

    /** The task is done, and the process has its variables; long work is watched to its end. */
    void done(ModelTask task) {
        visit();
        Map<String, @Nullable Object> set;
        int looks = 0;
        do {
            set = attempt(task, JobRetries.IN_MODELS);
            variables.putAll(set);
        } while (task.type().startsWith("check-") && set.containsValue("IN_PROGRESS") && ++looks < 1000);
    }

    /** A person confirms with everything that forms show now. */
    void confirm(Question question, Decision decision, @Nullable String reason) {
        Map<String, Object> basis = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            if (value != null) {
                basis.put(name, WorkerBench.json(value));
            }
        });
        basis.remove("problem");
        // What forms show is what Ferry found, and stands on record.
        assertThat(get(RecordedFacts.class).differing(migration.id(), question, basis))
                .isEmpty();
        get(Confirmations.class).record(migration.id(), question, decision, reason, Actor.ofTask("ann"), basis);
    }

    /** People decide that whoever has no account stays without one. */
    void leaveTheRestUnmapped() {
        UserMappings people = get(UserMappings.class);
        people.all(migration.id()).stream()
                .filter(mapping -> mapping.account() == null)
                .forEach(mapping -> get(UserDecisions.class)
                        .leaveUnmapped(migration.id(), mapping.person().userKey(), "Left long ago", "ann"));
    }

    /** A person picks every connection that can be picked. */
    void pickConnections() {
        Map<?, ?> shown = (Map<?, ?>) WorkerBench.json(variables.get("integrations"));
        List<Object> picked = new ArrayList<>();
        for (Object item : (List<?>) Objects.requireNonNull(shown.get("items"))) {
            if (item instanceof Map<?, ?> connection && !Boolean.TRUE.equals(connection.get("primary"))) {
                picked.add(Objects.requireNonNull(connection.get("id")));
            }
        }
        variables.put("picked", picked);
        confirm(Question.PICK_CONNECTIONS, Decision.SWITCH_ON, null);
    }

    /** All sites answer so, until {@link #calm}. */
    void trouble(Map<String, Object> fault) {
        String body = fault.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\": "
                        + (each.getValue() instanceof Number number ? number : "\"" + each.getValue() + "\""))
                .collect(Collectors.joining(", ", "{", "}"));
        send(HttpRequest.newBuilder(control("trouble"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    void calm() {
        send(HttpRequest.newBuilder(control("trouble")).DELETE().build());
    }

    private URI control(String fault) {
        return URI.create(sandbox.address(Side.CONTROL) + "/control/faults/" + fault);
    }

    private void send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ferry.close();
        sandbox.close();
        http.close();
    }

    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {
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
            },
            excludeFilters =
                    @Filter(
                            type = FilterType.REGEX,
                            pattern = {
                                "io\\.ferry\\.process\\.common\\.(WorkerConfiguration|AnswersToFailures)",
                                ".*(Test|Wired|Bench|\\.Database|PretendRoute)\\b.*"
                            }))
    @ConfigurationPropertiesScan({
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
    static class Workers {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        CamundaClientProperties camundaProperties() {
            return new CamundaClientProperties();
        }

        /** Every job is Ferry's as long as nobody says otherwise. */
        @Bean
        CamundaClient camunda() {
            return Mockito.mock(CamundaClient.class, Mockito.RETURNS_DEEP_STUBS);
        }
    }
}
