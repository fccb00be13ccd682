package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.process.engine.StartedInCamunda.Unregistered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was started in Camunda and is not on record, on an engine with Ferry's own models. */
class StartedInCamundaTest {
    private static final Map<String, Object> BODY = Map.of(
            "name",
            "Company site",
            "app",
            "BIGPICTURE",
            "source",
            Map.of("url", "https://jira.example.com", "credential", "source-jira"),
            "target",
            Map.of("url", "https://example.atlassian.net", "credential", "target-jira"));

    private static LocalCluster camunda;
    private static CamundaClient client;

    private final Set<Long> onRecord = ConcurrentHashMap.newKeySet();
    private final Migrations migrations = mock();
    private StartedInCamunda started;

    @BeforeAll
    static void start() throws IOException {
        camunda = LocalCluster.start();
        client = camunda.client();
        DeployResourceCommandStep1 command = client.newDeployResourceCommand();
        @Nullable DeployResourceCommandStep2 all = null;
        try (Stream<Path> models = Files.list(Path.of("bpmn"))) {
            for (Path model : models.filter(Files::isRegularFile).sorted().toList()) {
                all = (all == null ? command : all).addResourceFile(model.toString());
            }
        }
        Objects.requireNonNull(all).send().join();
    }

    @AfterAll
    static void stop() {
        camunda.close();
    }

    @BeforeEach
    void aRecord() {
        when(migrations.knowsInstance(anyLong())).thenAnswer(call -> onRecord.contains(call.<Long>getArgument(0)));
        started = camunda.startedInCamunda(migrations, Clock.systemUTC());
    }

    @AfterEach
    void endAll() {
        client.newProcessInstanceSearchRequest().send().join().items().stream()
                .filter(instance -> instance.getEndDate() == null && instance.getParentProcessInstanceKey() == null)
                .forEach(instance -> client.newCancelInstanceCommand(instance.getProcessInstanceKey())
                        .send()
                        .join());
    }

    @Test
    void shouldKnowWhetherAMigrationHasAProcess() {
        begun("migrate", Map.of("migrationId", "m-with-process"));

        assertThat(started.hasProcess(new MigrationId("m-with-process"))).isTrue();
        assertThat(started.hasProcess(new MigrationId("m-with"))).isFalse();
    }

    @Test
    void shouldFindTheMigrationWhoseSettingsWaitForCorrection() {
        long key = begun("migrate", BODY);
        Map<String, @Nullable Object> problem = new HashMap<>();
        problem.put("problem", Map.of("code", "SETTINGS_REFUSED", "title", "These settings cannot be used."));
        problem.put("taskContextDisplayName", "Company site · jira.example.com → example.atlassian.net");
        client.newThrowErrorCommand(registering(key).getKey())
                .errorCode("SETTINGS_REFUSED")
                .variables(problem)
                .send()
                .join();

        List<Unregistered> found = await().until(started::unregistered, all -> !all.isEmpty());

        assertThat(found)
                .extracting(
                        Unregistered::title,
                        Unregistered::process,
                        one -> one.incidents().size())
                .containsExactly(tuple(
                        "Company site · jira.example.com → example.atlassian.net",
                        "Migrate BigPicture from Data Center to Cloud",
                        0));
        assertThat(found.getFirst().tasks()).extracting(WaitingTask::name).containsExactly("Correct settings");
        assertThat(found.getFirst().link()).endsWith("/operate/processes/" + key);

        onRecord.add(key);
        assertThat(started.unregistered()).isEmpty();
    }

    @Test
    void shouldFindTheMigrationThatIsStuckBeforeItIsRegistered() {
        long key = begun("migrate", Map.of("name", "Company site\n[2J", "source", "no object"));
        client.newFailCommand(registering(key).getKey())
                .retries(0)
                .errorMessage("The process variable source is not as expected. Correct it in Operate.")
                .send()
                .join();

        List<Unregistered> found = await().until(started::unregistered, all -> !all.isEmpty());

        assertThat(found)
                .extracting(
                        Unregistered::title,
                        one -> one.tasks().size(),
                        one -> one.incidents().getFirst().message())
                .containsExactly(tuple(
                        "Company site?[2J",
                        0,
                        "The process variable source is not as expected. Correct it in Operate."));
    }

    @Test
    void shouldFindThePartOfAMigrationThatSomebodyStartedAlone() {
        begun("roll-back", Map.of());

        List<Unregistered> found = await().until(started::unregistered, all -> !all.isEmpty());

        assertThat(found).extracting(Unregistered::title).containsExactly("Roll back (started by Ferry)");
        assertThat(found.getFirst().incidents().getFirst().message())
                .contains("Ferry starts this process as a part of a migration");
    }

    @Test
    void shouldLeaveOutWhatJustBeginsAndNothingThatNobodyRegisters() {
        long key = begun("migrate", BODY);
        await().until(() -> client.newProcessInstanceSearchRequest()
                        .filter(instance -> instance.processInstanceKey(key))
                        .send()
                        .join()
                        .items()
                        .size()
                == 1);

        assertThat(started.unregistered()).isEmpty();
        assertThat(camunda.startedInCamunda(migrations, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)))
                        .unregistered())
                .extracting(Unregistered::title)
                .containsExactly("Company site");
    }

    private static long begun(String process, Map<String, Object> variables) {
        return client.newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .variables(variables)
                .send()
                .join()
                .getProcessInstanceKey();
    }

    private static ActivatedJob registering(long instance) {
        return await().until(
                        () -> client
                                .newActivateJobsCommand()
                                .jobType("register-migration")
                                .maxJobsToActivate(10)
                                .timeout(Duration.ofMinutes(5))
                                .requestTimeout(Duration.ofSeconds(2))
                                .send()
                                .join()
                                .getJobs()
                                .stream()
                                .filter(job -> job.getProcessInstanceKey() == instance)
                                .toList(),
                        jobs -> !jobs.isEmpty())
                .getFirst();
    }
}
