package io.ferry.process.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientConfiguration;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceResponse;
import io.ferry.fixtures.FreePorts;
import io.ferry.fixtures.StubServer;
import io.ferry.migration.App;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.ModelsOnRecord;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.process.WorkerMethods;
import io.ferry.process.common.TypedVariables;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.model.ProcessVariables;
import io.ferry.verification.Inventory;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.JiraSide;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On an engine in memory, with Ferry's real models. */
class ProcessEngineTest {
    private static final Duration EVERY = Duration.ofMinutes(15);

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @RegisterExtension
    private static final WireMockExtension REST = StubServer.onAFreePort();

    private final FactsOfMigration facts = mock();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDeployAllModelsAtOnceAndStartTheMainProcess(boolean restOnly) {
        // given
        try (LocalCluster camunda = LocalCluster.start();
                ModelDeployment models = models(camunda.client(restOnly))) {
            ProcessEngine engine = engine(camunda.client(restOnly), models);

            // when
            engine.ready();
            long first = engine.start(new MigrationId("m1"), EVERY);
            engine.cancel(new MigrationId("m1"));
            engine.cancel(new MigrationId("m1"));

            // then
            assertThat(first).isPositive();
        }
    }

    @Test
    void shouldDeployTheModelsAgainToAnEngineThatHasLostThem() {
        // given
        // ports that the system hands out to nobody, for the cluster comes back on them
        FreePorts ports = new FreePorts();
        int grpc = ports.next();
        int web = ports.next();
        LocalCluster before = LocalCluster.start(grpc, web, Duration.ZERO);
        try (CamundaClient client = LocalCluster.client(grpc, web, false);
                ModelDeployment models = models(client)) {
            ProcessEngine engine = engine(client, models);
            try (before) {
                engine.start(new MigrationId("m1"), EVERY);
            }
            try (LocalCluster anew = LocalCluster.start(grpc, web, Duration.ZERO)) {
                Awaitility.await().ignoreExceptions().untilAsserted(engine::ready);

                // when
                long second = engine.start(new MigrationId("m2"), EVERY);

                // then
                assertThat(anew.incidents().underWay(List.of(second))).containsExactly(second);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTryAgainWhatIsStuck(boolean restOnly) {
        // given
        try (LocalCluster camunda = LocalCluster.start();
                ModelDeployment models = models(camunda.client(restOnly))) {
            CamundaClient client = camunda.client(restOnly);
            ProcessEngine engine = engine(client, models);
            long instance = engine.start(new MigrationId("m1"), EVERY);
            ActivatedJob job = registration(client).getFirst();
            client.newFailCommand(job).retries(0).send().join();
            Incident incident = Awaitility.await()
                    .until(() -> camunda.incidents().of(List.of(instance)), found -> !found.isEmpty())
                    .getFirst();
            assertThat(incident.jobKey()).isEqualTo(job.getKey());
            assertThat(registration(client)).isEmpty();

            // when
            engine.retry(incident);
            engine.retry(incident);

            // then
            assertThat(registration(client))
                    .singleElement()
                    .satisfies(again -> assertThat(again.getRetries()).isEqualTo(7));
        }
    }

    @Test
    void shouldStartAPhaseOfASiteWithTenThousandBoxesWithWhatTheRouteWouldHandOn() {
        // given
        List<BoxState> boxes = IntStream.range(0, 10_000)
                .mapToObj(i -> new BoxState(
                        "BOX-" + i,
                        "A box with a name of its own " + i,
                        "Program",
                        "In progress",
                        "2026-01-01",
                        "2026-12-31",
                        false,
                        ""))
                .toList();
        List<BoxScope> scopes = boxes.stream()
                .map(box -> new BoxScope(box.id(), 1, 1, 0, 0, 0, List.of(), 12L))
                .toList();
        AppSide app = new AppSide(boxes, List.of(), scopes, List.of());
        Inventory site = new Inventory(Instant.EPOCH, new JiraSide(List.of(), 1, 1, 1, 1, null, null), app, null, null);
        Map<FactName, Object> known = new EnumMap<>(FactName.class);
        for (FactName name : FactName.values()) {
            known.put(name, Map.of("of", name.key()));
        }
        known.putAll(
                Map.of(FactName.BASELINE, site, FactName.ARRIVED, site, FactName.TARGET_STATE, Map.of("app", app)));
        List<Fact> onRecord = known.entrySet().stream()
                .map(fact -> new Fact(
                        fact.getKey(), JSON.valueToTree(fact.getValue()), Fact.Certainty.VERIFIED, Instant.EPOCH))
                .toList();
        when(facts.all(any())).thenReturn(onRecord);
        when(facts.find(any(), any(FactName.class)))
                .thenAnswer(asked -> onRecord.stream()
                        .filter(fact -> fact.name() == asked.getArgument(1))
                        .findFirst());
        try (LocalCluster camunda = LocalCluster.start();
                ModelDeployment models = models(camunda.client())) {
            CamundaClient client = camunda.client();
            ProcessEngine engine = engine(client, models);

            // when
            engine.startPhase(aMigration(), Phase.ROLL_BACK, EVERY);

            // then
            Map<String, Object> variables =
                    jobs(client, "phase-started").getFirst().getVariablesAsMap();
            assertThat(variables).containsEntry("phase", "roll-back").containsEntry("migrationId", "m1");
            assertThat(variables.toString()).doesNotContain("BOX-").hasSizeLessThan(10_000);
            for (Phase phase : Phase.values()) {
                assertThat(variables.keySet()).as(phase.title()).containsAll(handedTo(phase));
            }
            assertThat(variables).containsEntry("safetyDump", Map.of("of", "safetyDump"));
            assertThat(handedTo(Phase.ROLL_BACK)).containsExactly("safetyDump");
            assertThat(handedTo(Phase.RESTORE_BIGPICTURE)).contains("dumpFile", "mapping");
        }
    }

    /** What a phase's model, forms and workers read of that which the route hands on from other phases. */
    private static List<String> handedTo(Phase phase) {
        String route = read(Path.of("bpmn/migrate.bpmn"));
        String own = route.replaceAll("(?s).*processId=\"" + phase.processId() + "\"(.*?)</bpmn:callActivity>.*", "$1");
        String model = read(Path.of("bpmn/" + phase.processId() + ".bpmn"));
        String read = expressions(model)
                + Pattern.compile("formId=\"(.*?)\"")
                        .matcher(model)
                        .results()
                        .map(form -> expressions(read(Path.of("bpmn/" + form.group(1) + ".form"))))
                        .collect(Collectors.joining("\n"))
                + Pattern.compile("taskDefinition type=\"(.*?)\"")
                        .matcher(model)
                        .results()
                        .map(task -> task.group(1))
                        // These two keep whatever there is of what people saw.
                        .filter(type -> !type.equals("record-decision") && !type.equals("record-confirmation"))
                        .map(ProcessEngineTest::fetchedBy)
                        .collect(Collectors.joining("\n"));
        return Pattern.compile("<zeebe:output source=\"=(\\w+)\"")
                .matcher(route)
                .results()
                .map(output -> output.group(1))
                .filter(name -> FactName.withKey(name).isPresent())
                .filter(name -> !own.contains("source=\"=" + name + "\""))
                .filter(name -> Pattern.compile("(?<![.\\w])" + name + "\\b")
                        .matcher(read)
                        .find())
                .distinct()
                .toList();
    }

    private static String expressions(String file) {
        return Pattern.compile("\\{\\{.*?}}|\"=[^\"]*\"|>=[^<]*<")
                .matcher(file.replaceAll("(?s)<bpmndi:.*", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
    }

    private static String fetchedBy(String type) {
        return WorkerMethods.all().stream()
                .filter(method -> method.getAnnotation(JobWorker.class).type().equals(type))
                .map(method -> String.join("\n", TypedVariables.fetchedFor(method)))
                .collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Migration aMigration() {
        return new Migration(
                new MigrationId("m1"),
                "Spring move",
                App.BIGPICTURE,
                WorkerBench.settings(Path.of("/export")),
                Instant.EPOCH,
                null,
                Outcome.MIGRATED,
                Instant.EPOCH,
                null);
    }

    private static List<ActivatedJob> registration(CamundaClient client) {
        return jobs(client, "register-migration");
    }

    private static List<ActivatedJob> jobs(CamundaClient client, String type) {
        return client.newActivateJobsCommand()
                .jobType(type)
                .maxJobsToActivate(1)
                .timeout(Duration.ofMinutes(1))
                .requestTimeout(Duration.ofMillis(300))
                .send()
                .join()
                .getJobs();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKnowThatNothingHappenedWithoutAConnection(boolean restOnly) {
        try (CamundaClient client = LocalCluster.client(1, 1, restOnly)) {
            // Camunda has just ended, and nobody has noticed yet.
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));
            shouldNotTake(engine::ready, true);
        }
    }

    @Test
    void shouldNotCallItNothingWhenTheConnectionDiesWithTheRequestOnIt() throws Exception {
        // given
        CompletableFuture<Server> gateway = new CompletableFuture<>();
        GatewayGrpc.GatewayImplBase dies = new GatewayGrpc.GatewayImplBase() {
            @Override
            public void createProcessInstance(
                    CreateProcessInstanceRequest request, StreamObserver<CreateProcessInstanceResponse> answer) {
                gateway.join().shutdownNow();
            }
        };
        gateway.complete(NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(dies)
                .build()
                .start());
        try (CamundaClient client = LocalCluster.client(gateway.join().getPort(), 1, false)) {
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));

            // when, then
            shouldNotTake(() -> engine.start(new MigrationId("m1"), EVERY), false);
        } finally {
            gateway.join().shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER"})
    void shouldNotCallItNothingWhenTheRestInterfaceDiesWithTheRequestOnIt(Fault fault) {
        // given
        REST.stubFor(
                WireMock.post("/v2/process-instances").willReturn(aResponse().withFault(fault)));
        try (CamundaClient client = LocalCluster.client(1, REST.getPort(), true)) {
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));

            // when, then
            shouldNotTake(() -> engine.start(new MigrationId("m1"), EVERY), false);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RESOURCE_EXHAUSTED, true",
        "INVALID_ARGUMENT, true",
        "NOT_FOUND, true",
        "UNAUTHENTICATED, true",
        "UNAVAILABLE, false",
        "INTERNAL, false",
        "CANCELLED, false",
        "ABORTED, false",
        "DEADLINE_EXCEEDED, false"
    })
    void shouldTellANoOfTheEngineFromSilence(Status.Code code, boolean surely) {
        CamundaClient client = mock();
        CamundaClientConfiguration configuration = mock();
        when(client.getConfiguration()).thenReturn(configuration);
        when(client.newTopologyRequest())
                .thenThrow(new ClientStatusException(code.toStatus(), new IOException("connection reset by peer")));
        ProcessEngine engine = engine(client, mock(ModelDeployment.class));

        shouldNotTake(engine::ready, surely);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, true",
        "401, , true",
        "403, FORBIDDEN, true",
        "404, NOT_FOUND, true",
        "409, INVALID_STATE, true",
        "429, , true",
        "503, RESOURCE_EXHAUSTED, true",
        "501, UNIMPLEMENTED, true",
        // Of a proxy, or of a path that is none of Camunda's.
        "404, Not Found, false",
        "404, , false",
        "500, INTERNAL, false",
        "502, UNKNOWN, false",
        "503, UNAVAILABLE, false",
        "503, , false",
        "504, DEADLINE_EXCEEDED, false"
    })
    void shouldTellANoOfTheRestInterfaceFromSilence(int status, @Nullable String title, boolean surely) {
        // given
        ResponseDefinitionBuilder answer = title == null
                ? aResponse().withStatus(status).withBody("<html>")
                : aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/problem+json")
                        .withBody("{\"type\": \"about:blank\", \"title\": \"" + title + "\", \"status\": " + status
                                + "}");
        REST.stubFor(WireMock.post("/v2/process-instances").willReturn(answer));
        try (CamundaClient client = LocalCluster.client(1, REST.getPort(), true)) {
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));

            // when, then
            shouldNotTake(() -> engine.start(new MigrationId("m1"), EVERY), surely);
        }
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND, true", "404, Not Found, false", "404, , false", "503, UNAVAILABLE, false"})
    void shouldCallAnInstanceOverOnlyIfTheEngineItselfSaysSo(int status, @Nullable String title, boolean over) {
        // given
        REST.stubFor(WireMock.put("/v2/element-instances/42/variables")
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", title == null ? "text/html" : "application/problem+json")
                        .withBody(
                                title == null
                                        ? "<html>"
                                        : "{\"title\": \"" + title + "\", \"status\": " + status + "}")));
        try (CamundaClient client = LocalCluster.client(1, REST.getPort(), true)) {
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));

            // when, then
            if (over) {
                assertThat(engine.isOver(42)).isTrue();
            } else {
                assertThatThrownBy(() -> engine.isOver(42)).isInstanceOf(EngineUnavailable.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"204, , true", "404, NOT_FOUND, false", "409, INVALID_STATE, false"})
    void shouldCompleteATaskForAPerson(int status, @Nullable String title, boolean completed) {
        // given
        REST.stubFor(WireMock.post("/v2/user-tasks/9/assignment")
                .withRequestBody(WireMock.matchingJsonPath("$.assignee", WireMock.equalTo("ann")))
                .willReturn(aResponse().withStatus(204)));
        ResponseDefinitionBuilder answer = title == null
                ? aResponse().withStatus(status)
                : aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/problem+json")
                        .withBody("{\"title\": \"" + title + "\", \"status\": " + status + "}");
        REST.stubFor(WireMock.post("/v2/user-tasks/9/completion")
                .withRequestBody(WireMock.matchingJsonPath("$.variables.typedWord", WireMock.equalTo("IMPORT")))
                .willReturn(answer));
        try (CamundaClient client = LocalCluster.client(1, REST.getPort(), true)) {
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));

            // when, then
            assertThat(engine.complete(9, "ann", java.util.Map.of("typedWord", "IMPORT")))
                    .isEqualTo(completed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKnowWhichInstancesAreThereNoMore(boolean restOnly) {
        // given
        try (LocalCluster camunda = LocalCluster.start();
                ModelDeployment models = models(camunda.client(restOnly))) {
            CamundaClient client = camunda.client(restOnly);
            ProcessEngine engine = engine(client, models);
            long runs = engine.start(new MigrationId("m1"), EVERY);
            long wasEnded = engine.start(new MigrationId("m2"), EVERY);
            client.newCancelInstanceCommand(wasEnded).send().join();

            // when, then
            assertThat(engine.isOver(runs)).isFalse();
            assertThat(engine.isOver(wasEnded)).isTrue();
            assertThat(engine.isOver(runs + 1_000_000)).isTrue();
        }
    }

    @Test
    void shouldNotCallAnInstanceOverThatNobodyCouldAskFor() {
        try (CamundaClient client = LocalCluster.client(1, 1, false)) {
            ProcessEngine engine = engine(client, mock(ModelDeployment.class));
            assertThatThrownBy(() -> engine.isOver(42)).isInstanceOf(EngineUnavailable.class);
        }
    }

    private static void shouldNotTake(ThrowingCallable request, boolean surelyNothingHappened) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        EngineUnavailable.class,
                        unavailable ->
                                assertThat(unavailable.surelyNothingHappened()).isEqualTo(surelyNothingHappened));
    }

    private ProcessEngine engine(CamundaClient client, ModelDeployment models) {
        return new ProcessEngine(
                client, models, new ProcessVariables("http://ferry", "TASKLIST"), facts, ProcessTraces.off());
    }

    private static ModelDeployment models(CamundaClient client) {
        return new ModelDeployment(
                client,
                new Cluster(client, LocalCluster.settings()),
                LocalCluster.settings(),
                mock(ModelsOnRecord.class));
    }
}
