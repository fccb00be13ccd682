package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camunda.client.CamundaClient;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceResponse;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import io.ferry.migration.App;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.process.TestEngine;
import io.ferry.process.common.ProcessProperties;
import io.ferry.process.common.ProcessVariables;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.remote.CredentialReference;
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
import java.net.URI;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.util.ClassUtils;

/** On an engine in memory, with Ferry's real models. */
class ProcessEngineTest {
    private static final ProcessProperties PROPERTIES =
            new ProcessProperties(Duration.ofSeconds(5), 3, Duration.ofMinutes(10), Duration.ofHours(24));

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final FactsOfMigration facts = mock();

    @Test
    void shouldDeployAllModelsAtOnceAndStartTheMainProcess() throws Exception {
        // given
        try (TestEngine camunda = TestEngine.start();
                Models models = new Models(camunda.client(), properties())) {
            CamundaClient client = camunda.client();
            ProcessEngine engine = engine(client, models);

            // when
            engine.ready();
            long first = engine.start(new MigrationId("m1"));
            engine.cancel(new MigrationId("m1"));
            engine.cancel(new MigrationId("m1"));

            // then
            assertThat(first).isPositive();
        }
    }

    @Test
    void shouldTryAgainWhatIsStuck() throws Exception {
        // given
        try (TestEngine camunda = TestEngine.start();
                Models models = new Models(camunda.client(), properties())) {
            CamundaClient client = camunda.client();
            ProcessEngine engine = engine(client, models);
            engine.start(new MigrationId("m1"));
            ActivatedJob job = registration(client).getFirst();
            client.newFailCommand(job).retries(0).send().join();
            camunda.settle();
            Record<?> stuck = StreamSupport.stream(camunda.records().spliterator(), false)
                    .filter(record -> record.getValueType() == ValueType.INCIDENT)
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
        }
    }

    @Test
    void shouldStartAPhaseOfASiteWithTenThousandBoxesWithWhatTheRouteWouldHandOn() throws Exception {
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
        try (TestEngine camunda = TestEngine.start();
                Models models = new Models(camunda.client(), properties())) {
            CamundaClient client = camunda.client();
            ProcessEngine engine = engine(client, models);

            // when
            engine.startPhase(aMigration(), Phase.ROLL_BACK);

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
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(
                (reader, factory) -> reader.getAnnotationMetadata().hasAnnotatedMethods(JobWorker.class.getName()));
        return scanner.findCandidateComponents("io.ferry.process").stream()
                .map(bean -> ClassUtils.resolveClassName(String.valueOf(bean.getBeanClassName()), null))
                .flatMap(worker -> Stream.of(worker.getDeclaredMethods()))
                .map(method -> method.getAnnotation(JobWorker.class))
                .filter(worker -> worker != null && worker.type().equals(type))
                .map(worker -> String.join("\n", worker.fetchVariables()))
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
                Instant.EPOCH);
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

    @Test
    void shouldNotCallItNothingWhenTheConnectionDiesWithTheRequestOnIt() throws Exception {
        // given
        CompletableFuture<Server> gateway = new CompletableFuture<>();
        GatewayGrpc.GatewayImplBase dies = new GatewayGrpc.GatewayImplBase() {
            @Override
            public void deployResource(DeployResourceRequest request, StreamObserver<DeployResourceResponse> answer) {
                answer.onNext(DeployResourceResponse.getDefaultInstance());
                answer.onCompleted();
            }

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
        try (CamundaClient client = client("127.0.0.1:" + gateway.join().getPort());
                Models models = new Models(client, properties())) {
            ProcessEngine engine = engine(client, models);

            // when, then
            assertThatThrownBy(() -> engine.start(new MigrationId("m1")))
                    .isInstanceOfSatisfying(
                            EngineUnavailable.class,
                            unavailable -> assertThat(unavailable.surelyNothingHappened())
                                    .isFalse());
        } finally {
            gateway.join().shutdownNow();
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
        when(client.newTopologyRequest())
                .thenThrow(new ClientStatusException(code.toStatus(), new IOException("connection reset by peer")));
        ProcessEngine engine = engine(client, mock(Models.class));

        assertThatThrownBy(engine::ready)
                .isInstanceOfSatisfying(
                        EngineUnavailable.class,
                        unavailable ->
                                assertThat(unavailable.surelyNothingHappened()).isEqualTo(surely));
    }

    @Test
    void shouldKnowWhichInstancesAreThereNoMore() throws Exception {
        // given
        try (TestEngine camunda = TestEngine.start();
                Models models = new Models(camunda.client(), properties())) {
            CamundaClient client = camunda.client();
            ProcessEngine engine = engine(client, models);
            long runs = engine.start(new MigrationId("m1"));
            long wasEnded = engine.start(new MigrationId("m2"));
            client.newCancelInstanceCommand(wasEnded).send().join();

            // when, then
            assertThat(engine.isOver(runs)).isFalse();
            assertThat(engine.isOver(wasEnded)).isTrue();
            assertThat(engine.isOver(runs + 1_000_000)).isTrue();
        }
    }

    @Test
    void shouldNotCallAnInstanceOverThatNobodyCouldAskFor() {
        try (CamundaClient client = client("127.0.0.1:1");
                Models models = new Models(client, properties())) {
            ProcessEngine engine = engine(client, models);
            assertThatThrownBy(() -> engine.isOver(42)).isInstanceOf(EngineUnavailable.class);
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
