package io.ferry.process.common;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Dumps;
import io.ferry.fixtures.SampleSettings;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.ProcessTraces;
import io.ferry.process.model.CaughtErrors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where workers are tried without Camunda, database or sites: real {@link Steps} around a migration {@code m-1}, and
 * pretend sites.
 */
public final class WorkerBench {
    /** The migration that every {@link AJob} belongs to. */
    public static final MigrationId ID = new MigrationId("m-1");

    public static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    /** As strict as that of Ferry's server. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Migrations migrations = mock();
    private final Timeline timeline = mock();
    private final Sites sites = mock();
    private final JiraDataCenter source = mock();
    private final JiraCloud target = mock();
    private final BigPicture sourceApp = mock();
    private final BigPicture targetApp = mock();
    private final Dumps sourceDumps = mock();
    private final Dumps targetDumps = mock();
    private final JobTimeoutExtender.Keeping keeping = mock();
    private final RetriedSteps retried = new RetriedSteps(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Steps steps;

    public WorkerBench() {
        this(settings(Path.of("/export")));
    }

    JobTimeoutExtender.Keeping keeping() {
        return keeping;
    }

    RetriedSteps retried() {
        return retried;
    }

    public WorkerBench(MigrationSettings settings) {
        JobTimeoutExtender alive = mock();
        lenient().when(alive.keep(any())).thenReturn(keeping);
        lenient().when(migrations.get(any())).thenThrow(new NoSuchMigration(new MigrationId("none")));
        Migration migration = migration(settings);
        lenient().doReturn(migration).when(migrations).get(ID);
        lenient().when(sites.source(any())).thenReturn(source);
        lenient().when(sites.target(any())).thenReturn(target);
        lenient().when(sites.sourceApp(any())).thenReturn(sourceApp);
        lenient().when(sites.targetApp(any())).thenReturn(targetApp);
        lenient().when(sourceApp.dumps()).thenReturn(sourceDumps);
        lenient().when(targetApp.dumps()).thenReturn(targetDumps);
        ProcessProperties properties =
                new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(1), Duration.ofHours(24));
        steps = new Steps(
                migrations,
                timeline,
                new Failures(properties, new CaughtErrors()),
                alive,
                retried,
                mock(ModelsInUse.class),
                ProcessTraces.off());
    }

    private static Migration migration(MigrationSettings settings) {
        return new Migration(ID, "Rehearsal", App.BIGPICTURE, settings, NOW, null, null, null, null);
    }

    /** A step of the bench's migration, for what a worker calls. */
    static Step step(String jobType) {
        return new Step(
                migration(settings(Path.of("/export"))), AJob.of(jobType).get());
    }

    /** Settings with everything automatic and everything configured. */
    public static MigrationSettings settings(Path exportFolder) {
        return new MigrationSettings(
                new SiteSettings(
                        URI.create("https://jira.example.com"),
                        new CredentialName("source-jira"),
                        new CredentialName("source-app"),
                        "sandbox",
                        exportFolder),
                new SiteSettings(
                        URI.create("https://example.atlassian.net"),
                        new CredentialName("target-jira"),
                        new CredentialName("target-app"),
                        "sandbox",
                        null),
                SampleSettings.everyOperation(Mode.AUTOMATIC),
                new Thresholds(20, 1.0, Duration.ofMinutes(30)),
                Duration.ofSeconds(5),
                false,
                false,
                null);
    }

    /**
     * Calls a worker as Camunda's client does: it is given the variables that are fetched for it, as JSON, and nothing else.
     *
     * @param worker has one method that is a job worker
     * @return the variables that Camunda would set; states by their names
     */
    public static Map<String, @Nullable Object> run(Object worker, ActivatedJob job) {
        Method method = Arrays.stream(worker.getClass().getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(JobWorker.class))
                .findFirst()
                .orElseThrow();
        Map<String, @Nullable Object> fetched = new HashMap<>(job.getVariablesAsMap());
        fetched.keySet().retainAll(TypedVariables.fetchedFor(method));
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> argument(parameter, job, fetched))
                .toArray();
        try {
            method.setAccessible(true);
            Map<String, @Nullable Object> variables = TypedVariables.setBy(method.invoke(worker, arguments));
            Map<String, @Nullable Object> set = new HashMap<>(variables == null ? Map.of() : variables);
            set.replaceAll((name, value) -> value instanceof Enum<?> state ? state.name() : value);
            return set;
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(thrown);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object argument(Parameter parameter, ActivatedJob job, Map<String, ?> fetched) {
        if (parameter.getType() == ActivatedJob.class) {
            return job;
        }
        return JSON.convertValue(
                parameter.isAnnotationPresent(VariablesAsType.class) ? fetched : fetched.get(parameter.getName()),
                parameter.getType());
    }

    /** A variable as Camunda keeps it: lists, texts, numbers and maps. */
    public static Object json(@Nullable Object variable) {
        return JSON.convertValue(Objects.requireNonNull(variable), Object.class);
    }

    public Steps steps() {
        return steps;
    }

    /** From now on Camunda knows no job any more: its process was cancelled, and the worker's thread goes on. */
    public void takeTheJobAway() {
        doThrow(new JobLost(4711)).when(keeping).expectOurs(any());
    }

    public Migrations migrations() {
        return migrations;
    }

    public Timeline timeline() {
        return timeline;
    }

    public Sites sites() {
        return sites;
    }

    public JiraDataCenter source() {
        return source;
    }

    public JiraCloud target() {
        return target;
    }

    public BigPicture sourceApp() {
        return sourceApp;
    }

    public BigPicture targetApp() {
        return targetApp;
    }

    public Dumps sourceDumps() {
        return sourceDumps;
    }

    public Dumps targetDumps() {
        return targetDumps;
    }
}
