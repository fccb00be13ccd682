package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.camunda.client.CamundaClient;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.ProcessVariables;
import io.ferry.remote.CredentialReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On an engine in memory, with Ferry's real models. */
class ProcessEngineTest {
    private final FactsOfMigration facts = mock();

    @Test
    void shouldDeployAllModelsAtOnceAndStartTheMainProcess() throws Exception {
        // given
        ZeebeTestEngine camunda = EngineFactory.create();
        camunda.start();
        when(facts.all(any())).thenReturn(List.of());
        try (CamundaClient client = client(camunda.getGatewayAddress());
                Models models = new Models(client, properties())) {
            ProcessEngine engine = new ProcessEngine(client, models, new ProcessVariables("http://ferry"), facts);

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
    void shouldKnowThatNothingHappenedWithoutAConnection() {
        try (CamundaClient client = client("127.0.0.1:1");
                Models models = new Models(client, properties())) {
            ProcessEngine engine = new ProcessEngine(client, models, new ProcessVariables("http://ferry"), facts);
            assertThatThrownBy(engine::ready)
                    .isInstanceOfSatisfying(
                            EngineUnavailable.class,
                            unavailable -> assertThat(unavailable.surelyNothingHappened())
                                    .isTrue());
        }
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
