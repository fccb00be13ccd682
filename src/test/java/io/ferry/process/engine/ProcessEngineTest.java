package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.camunda.zeebe.process.test.filters.RecordStream;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.value.IncidentRecordValue;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.ProcessProperties;
import io.ferry.process.common.ProcessVariables;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.remote.CredentialReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** On an engine in memory, with Ferry's real models. */
class ProcessEngineTest {
    private static final ProcessProperties PROPERTIES =
            new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(10), Duration.ofHours(24));

    private final FactsOfMigration facts = mock();

    @Test
    void shouldDeployAllModelsAtOnceAndStartTheMainProcess() throws Exception {
        // given
        ZeebeTestEngine camunda = EngineFactory.create();
        camunda.start();
        when(facts.all(any())).thenReturn(List.of());
        try (CamundaClient client = client(camunda.getGatewayAddress());
                Models models = new Models(client, properties())) {
            ProcessEngine engine = engine(client, models);

            // when
            engine.ready();
            long first = engine.start(new MigrationId("m1"));
            engine.cancel(new MigrationId("m1"));
            engine.cancel(new MigrationId("m1"));

            // then
            assertThat(first).isPositive();
        } finally {
            camunda.stop();
        }
    }

    @Test
    void shouldTryAgainWhatIsStuck() throws Exception {
        // given
        ZeebeTestEngine camunda = EngineFactory.create();
        camunda.start();
        try (CamundaClient client = client(camunda.getGatewayAddress());
                Models models = new Models(client, properties())) {
            ProcessEngine engine = engine(client, models);
            engine.start(new MigrationId("m1"));
            ActivatedJob job = registration(client).getFirst();
            client.newFailCommand(job).retries(0).send().join();
            camunda.waitForIdleState(Duration.ofSeconds(10));
            Record<IncidentRecordValue> stuck = StreamSupport.stream(
                            RecordStream.of(camunda.getRecordStreamSource())
                                    .incidentRecords()
                                    .spliterator(),
                            false)
                    .findFirst()
                    .orElseThrow();
            Incident incident =
                    new Incident(stuck.getKey(), job.getKey(), "JOB_NO_RETRIES", "", Instant.EPOCH, "http://operate");
            assertThat(registration(client)).isEmpty();

            // when
            engine.retry(incident);
            engine.retry(incident);

            // then
            assertThat(registration(client))
                    .singleElement()
                    .satisfies(again -> assertThat(again.getRetries()).isEqualTo(7));
        } finally {
            camunda.stop();
        }
    }

    private static List<ActivatedJob> registration(CamundaClient client) {
        return client.newActivateJobsCommand()
                .jobType("register-migration")
                .maxJobsToActivate(1)
                .timeout(Duration.ofMinutes(1))
                .requestTimeout(Duration.ofMillis(300))
                .send()
                .join()
                .getJobs();
    }

    @Test
    void shouldKnowThatNothingHappenedWithoutAConnection() {
        try (CamundaClient client = client("127.0.0.1:1");
                Models models = new Models(client, properties())) {
            ProcessEngine engine = engine(client, models);
            assertThatThrownBy(engine::ready)
                    .isInstanceOfSatisfying(
                            EngineUnavailable.class,
                            unavailable -> assertThat(unavailable.surelyNothingHappened())
                                    .isTrue());
        }
    }

    private ProcessEngine engine(CamundaClient client, Models models) {
        return new ProcessEngine(
                client, models, new ProcessVariables("http://ferry"), facts, PROPERTIES, RemindersProperties.off());
    }

    private static CamundaClient client(String address) {
        return CamundaClient.newClientBuilder()
                .grpcAddress(URI.create("http://" + address))
                .preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofMinutes(1))
                .build();
    }

    private static CamundaProperties properties() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        return new CamundaProperties(
                nowhere,
                nowhere,
                null,
                null,
                CamundaProperties.SignIn.NONE,
                CredentialReference.of("env:SIGN_IN"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }
}
