package io.ferry.process.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.camunda.client.CamundaClient;
import io.camunda.client.CredentialsProvider;
import io.ferry.fixtures.FreePorts;
import io.ferry.migration.MigrationId;
import io.ferry.migration.ModelsOnRecord;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Status;

class ClusterTest {
    private final ModelsOnRecord onRecord = mock();
    private final ArgumentCaptor<List<ModelsOnRecord.Model>> recorded = ArgumentCaptor.captor();

    @RegisterExtension
    private static final WireMockExtension CAMUNDA = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
            .build();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger ferry = (Logger) LoggerFactory.getLogger("io.ferry.process.engine");

    @BeforeEach
    void listen() {
        log.start();
        ferry.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ferry.detachAppender(log);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSayWhichClusterItReached(boolean restOnly) {
        try (LocalCluster camunda = LocalCluster.start()) {
            // given
            Cluster cluster = new Cluster(camunda.client(restOnly), LocalCluster.settings());

            // when
            cluster.look();
            cluster.look();

            // then
            assertThat(said())
                    .singleElement()
                    .asString()
                    .startsWith("Reached Camunda 8.8.")
                    .contains(camunda.address(), "signed in as")
                    .matches(line -> line.contains(":" + camunda.grpcPort()) == !restOnly);
            assertThat(cluster.trouble()).isEmpty();
            assertThat(cluster.health().getStatus()).isEqualTo(Status.UP);
            assertThat(cluster.health().getDetails())
                    .containsEntry("address", camunda.address())
                    .containsKey("version");
        }
    }

    @Test
    void shouldSayOnceWhyNotAndAgainWhenItIsAnotherReason() {
        // given
        CAMUNDA.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
        try (CamundaClient client = restClient(http())) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());

            // when
            cluster.look();
            cluster.look();
            CAMUNDA.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));
            cluster.look();
            cluster.look();

            // then
            assertThat(said()).hasSize(2);
            assertThat(said().getFirst()).contains("does not let Ferry in").contains("camunda.client.auth");
            assertThat(said().getLast()).contains("does not allow Ferry").contains("permissions");
            assertThat(cluster.trouble())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("(status 403)")
                            .endsWith("; what is under way waits until it does, and nothing is lost."));
            assertThat(cluster.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(cluster.health().getDetails().get("why"))
                    .isEqualTo(cluster.trouble().orElseThrow());
            assertThat(said()).noneMatch(line -> line.contains("s&cret"));
        }
    }

    @Test
    void shouldSayThatNothingListensOrThatTheHostIsNotKnown() {
        for (String address : List.of("http://127.0.0.1:1", "http://nobody.invalid:8080")) {
            try (CamundaClient client = restClient(address)) {
                Cluster cluster = new Cluster(client, LocalCluster.settings());

                // when
                cluster.look();

                // then
                assertThat(cluster.trouble())
                        .hasValueSatisfying(why -> assertThat(why)
                                .startsWith("Camunda does not answer at " + address + ": ")
                                .contains(address.contains("invalid") ? "the name of its host" : "is refused"));
            }
        }
    }

    @Test
    void shouldSayThatNoAnswerComesInTime() {
        // given
        CAMUNDA.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(60_000)));
        try (CamundaClient client = restClient(http())) {
            Cluster cluster = new Cluster(
                    client, new CamundaProperties(null, null, Duration.ofMillis(200), Duration.ofSeconds(1), null));

            // when
            cluster.look();

            // then
            assertThat(cluster.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("no answer came in time"));
        }
    }

    @Test
    void shouldSayThatACertificateIsNotTrusted() {
        String address = "https://localhost:" + CAMUNDA.getHttpsPort();
        try (CamundaClient client = restClient(address)) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());

            // when
            cluster.look();

            // then
            assertThat(cluster.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains(address, "its TLS certificate is not trusted"));
            assertThat(said()).singleElement().asString().contains("camunda.client.ca-certificate-path");
        }
    }

    @Test
    void shouldSayThatTheOtherSideSpeaksNoTls() {
        String address = "https://localhost:" + CAMUNDA.getPort();
        try (CamundaClient client = restClient(address)) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());

            // when
            cluster.look();

            // then
            assertThat(cluster.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("TLS cannot be agreed on"));
        }
    }

    @Test
    void shouldSayThatTheGrpcGatewayIsNotReachedAlthoughTheRestInterfaceIs() {
        try (LocalCluster camunda = LocalCluster.start();
                CamundaClient client = LocalCluster.client(1, camunda.webPort(), false)) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());

            // when
            cluster.look();

            // then
            assertThat(cluster.trouble())
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("Camunda does not answer at http://127.0.0.1:1: the connection is refused"));
            assertThat(said()).singleElement().asString().contains("camunda.client.grpc-address");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8.6.0, true",
        "8.7.12, true",
        "7.23.0, true",
        "8.8.0, false",
        "8.8.14, false",
        "8.9.0-alpha3, false",
        "8.10.1, false",
        "9.0.0, false",
        "development, false"
    })
    void shouldRefuseWhatIsOlderThan88(String version, boolean refused) {
        // given
        answersAs(version);
        CAMUNDA.stubFor(post("/v2/deployments").willReturn(okJson("{\"deploymentKey\": \"1\", \"deployments\": []}")));
        try (CamundaClient client = restClient(http());
                ModelDeployment models = new ModelDeployment(
                        client, new Cluster(client, LocalCluster.settings()), LocalCluster.settings(), onRecord)) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());

            // when
            cluster.look();

            // then
            if (refused) {
                String sentence = "Camunda at " + http() + " is version " + version
                        + ", and Ferry needs 8.8 or newer: it deploys no model there and starts no migration";
                assertThat(said()).containsExactly(sentence);
                assertThat(cluster.trouble()).contains(sentence + ".");
                assertThatThrownBy(models::deployed)
                        .isInstanceOfSatisfying(
                                EngineUnavailable.class,
                                no -> assertThat(no.surelyNothingHappened()).isTrue())
                        .hasMessage(sentence + ".");
                CAMUNDA.verify(0, postRequestedFor(urlPathEqualTo("/v2/deployments")));
            } else {
                assertThat(cluster.trouble()).isEmpty();
                models.deployed();
                CAMUNDA.verify(1, postRequestedFor(urlPathEqualTo("/v2/deployments")));
            }
        }
    }

    @Test
    void shouldSayThatNoBrokerAnswers() {
        // given
        answersAs("8.8.14");
        CAMUNDA.stubFor(get("/v2/topology")
                .willReturn(okJson("{\"gatewayVersion\": \"8.8.14\", \"brokers\": [], \"clusterSize\": 1,"
                        + " \"partitionsCount\": 1, \"replicationFactor\": 1}")));
        try (CamundaClient client = restClient(http())) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());

            // when
            cluster.look();

            // then
            assertThat(cluster.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("has no broker that answers"));
        }
    }

    @Test
    void shouldDeploySomebodysChangedModelInPlaceOfFerrysAndNotTakeItForItsOwn(@TempDir Path folder) throws Exception {
        // given
        String verify = Files.readString(Path.of("bpmn/verify.bpmn"));
        Files.writeString(folder.resolve("verify.bpmn"), verify.replace("name=\"Verify", "name=\"Our own: Verify"));
        Files.copy(Path.of("bpmn/finish.bpmn"), folder.resolve("finish.bpmn"));
        String form = Files.readString(Path.of("bpmn/confirm-the-import.form"));
        Files.writeString(folder.resolve("confirm-the-import.form"), form + "\n");
        String table = Files.readString(Path.of("bpmn/judge-matching.dmn"));
        Files.writeString(folder.resolve("judge-matching.dmn"), table + "\n");
        Files.writeString(folder.resolve("notes.txt"), "no model");
        try (LocalCluster camunda = LocalCluster.start();
                CamundaClient client = camunda.client();
                ModelDeployment models = new ModelDeployment(
                        client, new Cluster(client, LocalCluster.settings()), withModels(folder), onRecord)) {
            // when
            models.deployed();

            // then
            verify(onRecord).deployed(recorded.capture());
            assertThat(recorded.getValue().stream().map(ModelsOnRecord.Model::processId))
                    .contains("migrate", "finish", "back-up-jira")
                    .as("changed; with a changed form; with a changed table")
                    .doesNotContain("verify", "restore-jira", "map-users");
            assertThat(said())
                    .anyMatch(line -> line.contains(
                            "from " + folder + ": confirm-the-import.form, judge-matching.dmn, verify.bpmn"));
        }
    }

    @Test
    void shouldSayWhichFolderOfModelsItCannotRead(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        answersAs("8.8.14");
        try (CamundaClient client = restClient(http());
                ModelDeployment models = new ModelDeployment(
                        client, new Cluster(client, LocalCluster.settings()), withModels(missing), onRecord)) {
            assertThatThrownBy(models::deployed)
                    .hasMessageContaining(missing + " (ferry.camunda.models-folder) cannot be read");
        }
    }

    private static CamundaProperties withModels(Path folder) {
        return new CamundaProperties(null, null, Duration.ofSeconds(5), Duration.ofMillis(100), folder);
    }

    @Test
    void shouldGoOnByItselfWhenTheClusterComesAndComesBack() {
        // given
        // ports that the system hands out to nobody, for the cluster comes back on them
        FreePorts ports = new FreePorts();
        int grpc = ports.next();
        int web = ports.next();
        try (CamundaClient client = LocalCluster.client(grpc, web, false)) {
            Cluster cluster = new Cluster(client, LocalCluster.settings());
            try (ModelDeployment models = new ModelDeployment(client, cluster, LocalCluster.settings(), onRecord)) {
                // when
                models.deployInTheBackground();

                // then
                Awaitility.await().until(() -> cluster.trouble().isPresent());
                assertThat(models.health().getDetails().get("waitsFor"))
                        .isEqualTo(cluster.trouble().orElseThrow());
                try (LocalCluster camunda = LocalCluster.start(grpc, web, Duration.ZERO)) {
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> models.health().getStatus() == Status.UP);
                    assertThat(cluster.trouble()).isEmpty();
                    verify(onRecord).deployed(recorded.capture());
                    assertThat(recorded.getValue())
                            .hasSizeGreaterThan(10)
                            .allMatch(model -> model.version() == 1 && model.definitionKey() > 0);
                }
                Awaitility.await().until(() -> cluster.trouble().isPresent());
                assertThat(cluster.trouble().orElseThrow()).contains("does not answer");
                try (LocalCluster again = LocalCluster.start(grpc, web, Duration.ZERO)) {
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> cluster.trouble().isEmpty());
                    assertThat(again.waitingTasks().of(new MigrationId("m1"))).isEmpty();
                }
            }
        }
        assertThat(said().stream().filter(line -> line.startsWith("Reached"))).hasSize(2);
    }

    private static String http() {
        return "http://localhost:" + CAMUNDA.getPort();
    }

    private static void answersAs(String version) {
        CAMUNDA.stubFor(get("/v2/topology").willReturn(okJson("""
                {"gatewayVersion": "%s", "clusterSize": 1, "partitionsCount": 1, "replicationFactor": 1,
                 "brokers": [{"nodeId": 0, "host": "broker", "port": 26501, "version": "%s", "partitions": []}]}""".formatted(version, version))));
        CAMUNDA.stubFor(post("/v2/process-definitions/search").willReturn(okJson("{\"items\": [], \"page\": {}}")));
    }

    private static CamundaClient restClient(String address) {
        return CamundaClient.newClientBuilder()
                .restAddress(URI.create(address))
                .preferRestOverGrpc(true)
                .credentialsProvider(CredentialsProvider.newBasicAuthCredentialsProviderBuilder()
                        .username("demo")
                        .password("s&cret")
                        .build())
                .build();
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
