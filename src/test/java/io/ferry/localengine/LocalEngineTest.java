package io.ferry.localengine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ProblemException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.Incident;
import io.camunda.client.api.search.response.UserTask;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local engine behaves as Camunda 8.8's v2 interface is documented, as far as it goes. */
class LocalEngineTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String ASK_A_PERSON = """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
              <bpmn:process id="ask-a-person" name="Ask a person" isExecutable="true">
                <bpmn:startEvent id="Start"><bpmn:outgoing>toTask</bpmn:outgoing></bpmn:startEvent>
                <bpmn:sequenceFlow id="toTask" sourceRef="Start" targetRef="Task"/>
                <bpmn:userTask id="Task" name="Say how many">
                  <bpmn:extensionElements>
                    <zeebe:userTask/>
                    <zeebe:assignmentDefinition candidateGroups="operator"/>
                    <zeebe:ioMapping><zeebe:input source="=&quot;local&quot;" target="note"/></zeebe:ioMapping>
                  </bpmn:extensionElements>
                </bpmn:userTask>
                <bpmn:sequenceFlow id="toWork" sourceRef="Task" targetRef="Work"/>
                <bpmn:serviceTask id="Work" name="Work">
                  <bpmn:extensionElements><zeebe:taskDefinition type="work" retries="1"/></bpmn:extensionElements>
                </bpmn:serviceTask>
                <bpmn:sequenceFlow id="toEnd" sourceRef="Work" targetRef="End"/>
                <bpmn:endEvent id="End"/>
              </bpmn:process>
            </bpmn:definitions>
            """;

    @TempDir
    private static Path pages;

    private static LocalEngine engine;
    private static CamundaClient rest;
    private static CamundaClient grpc;

    @BeforeAll
    static void start() throws IOException {
        engine = LocalEngine.start(0, 0, pages);
        rest = EngineClient.of(engine, true);
        grpc = EngineClient.of(engine, false);
        grpc.newDeployResourceCommand()
                .addResourceStringUtf8(ASK_A_PERSON, "ask-a-person.bpmn")
                .send()
                .join();
    }

    @AfterAll
    static void stop() {
        rest.close();
        grpc.close();
        engine.close();
    }

    @Test
    void shouldTellOfATaskAndAnIncidentFromBeginningToEnd() {
        long instance = startedWith(rest, Map.of("who", "Ann"));
        UserTask task = waitingTask(instance);
        assertThat(task.getName()).isEqualTo("Say how many");
        assertThat(task.getProcessName()).isEqualTo("Ask a person");
        assertThat(task.getCandidateGroups()).containsExactly("operator");
        assertThat(task.getAssignee()).isNull();
        assertThat(task.getCreationDate()).isNotNull();

        rest.newAssignUserTaskCommand(task.getUserTaskKey())
                .assignee("demo")
                .send()
                .join();
        assertThat(waitingTask(instance).getAssignee()).isEqualTo("demo");
        rest.newCompleteUserTaskCommand(task.getUserTaskKey())
                .variables(Map.of("count", 3))
                .send()
                .join();
        UserTask done = rest.newUserTaskGetRequest(task.getUserTaskKey()).send().join();
        assertThat(done.getState()).isEqualTo(UserTaskState.COMPLETED);
        assertThat(done.getAssignee()).isEqualTo("demo");
        assertThat(done.getCompletionDate()).isNotNull();

        ActivatedJob job = activated();
        assertThat(job.getVariablesAsMap()).containsEntry("count", 3).containsEntry("who", "Ann");
        grpc.newFailCommand(job.getKey())
                .retries(0)
                .errorMessage("The site is gone")
                .send()
                .join();
        Incident incident = rest.newIncidentSearchRequest()
                .filter(filter -> filter.processInstanceKey(instance).state(IncidentState.ACTIVE))
                .send()
                .join()
                .singleItem();
        assertThat(incident.getErrorMessage()).isEqualTo("The site is gone");
        assertThat(incident.getJobKey()).isEqualTo(job.getKey());
        assertThat(hasIncident(instance)).isTrue();

        rest.newUpdateRetriesCommand(job.getKey()).retries(1).send().join();
        rest.newResolveIncidentCommand(incident.getIncidentKey()).send().join();
        assertThat(hasIncident(instance)).isFalse();
        grpc.newCompleteCommand(activated().getKey()).send().join();
        assertThat(rest.newProcessInstanceGetRequest(instance).send().join().getState())
                .isEqualTo(ProcessInstanceState.COMPLETED);
    }

    @Test
    void shouldShowTheVariablesThatATaskSeesAndCutLongOnesInSearchesOnly() {
        String lengthy = "x".repeat(20_000);
        long instance = startedWith(grpc, Map.of("lengthy", lengthy, "note", "of the process"));
        UserTask task = waitingTask(instance);

        var seen = rest.newUserTaskVariableSearchRequest(task.getUserTaskKey())
                .send()
                .join()
                .items();
        assertThat(seen).extracting("name").containsExactlyInAnyOrder("lengthy", "note");
        assertThat(seen).filteredOn("name", "note").extracting("value").containsExactly("\"local\"");
        var cut = seen.stream()
                .filter(one -> one.getName().equals("lengthy"))
                .findFirst()
                .orElseThrow();
        assertThat(cut.isTruncated()).isTrue();
        assertThat(cut.getValue()).hasSizeLessThan(lengthy.length());
        assertThat(rest.newVariableGetRequest(cut.getVariableKey())
                        .send()
                        .join()
                        .getValue())
                .isEqualTo("\"" + lengthy + "\"");
        grpc.newCancelInstanceCommand(instance).send().join();
        assertThat(rest.newUserTaskGetRequest(task.getUserTaskKey())
                        .send()
                        .join()
                        .getState())
                .isEqualTo(UserTaskState.CANCELED);
    }

    @Test
    void shouldFindTasksByVariablesAndCutIntoPages() {
        List<Long> instances = IntStream.range(0, 3)
                .mapToObj(i -> startedWith(grpc, Map.of("wave", "paged")))
                .toList();
        instances.forEach(LocalEngineTest::waitingTask);

        var first = rest.newUserTaskSearchRequest()
                .filter(filter -> filter.processInstanceVariables(Map.of("wave", "\"paged\"")))
                .sort(sort -> sort.creationDate().asc())
                .page(page -> page.limit(2))
                .send()
                .join();
        assertThat(first.page().totalItems()).isEqualTo(3);
        assertThat(first.items()).hasSize(2);
        var second = rest.newUserTaskSearchRequest()
                .filter(filter -> filter.processInstanceVariables(Map.of("wave", "\"paged\"")))
                .sort(sort -> sort.creationDate().asc())
                .page(page -> page.limit(2).after(first.page().endCursor()))
                .send()
                .join();
        assertThat(second.items()).extracting(UserTask::getProcessInstanceKey).containsExactly(instances.getLast());
        instances.forEach(key -> grpc.newCancelInstanceCommand(key).send().join());
    }

    @Test
    void shouldTellAndCompareDatesWhateverTimeZoneTheyAreWrittenIn() {
        rest.newDeployResourceCommand()
                .addResourceStringUtf8(
                        ASK_A_PERSON
                                .replace("ask-a-person", "ask-in-time")
                                .replace(
                                        "<zeebe:userTask/>", "<zeebe:userTask/><zeebe:taskSchedule dueDate=\"=due\"/>"),
                        "ask-in-time.bpmn")
                .send()
                .join();
        long instance = rest.newCreateInstanceCommand()
                .bpmnProcessId("ask-in-time")
                .latestVersion()
                .variables(Map.of("due", "2030-06-01T08:00:00.5+09:00[Asia/Tokyo]"))
                .send()
                .join()
                .getProcessInstanceKey();

        assertThat(waitingTask(instance).getDueDate()).isEqualTo(OffsetDateTime.parse("2030-05-31T23:00:00.5Z"));
        assertThat(dueBefore(instance, "2030-06-01T02:00:00+02:00")).isTrue();
        assertThat(dueBefore(instance, "2030-06-01T00:00:00+02:00")).isFalse();
        assertThat(dueBefore(instance, "2030-05-31T23:00:00Z")).isFalse();
        grpc.newCancelInstanceCommand(instance).send().join();
    }

    private static boolean dueBefore(long instance, String moment) {
        return !rest.newUserTaskSearchRequest()
                .filter(filter ->
                        filter.processInstanceKey(instance).dueDate(due -> due.lt(OffsetDateTime.parse(moment))))
                .send()
                .join()
                .items()
                .isEmpty();
    }

    @Test
    void shouldRefuseAClaimOfSomebodyElsesTaskAndACompletionOfATaskThatIsGone() {
        long instance = startedWith(grpc, Map.of());
        long task = waitingTask(instance).getUserTaskKey();
        rest.newAssignUserTaskCommand(task).assignee("demo").send().join();
        assertThatThrownBy(() -> rest.newAssignUserTaskCommand(task)
                        .assignee("approver")
                        .allowOverride(false)
                        .send()
                        .join())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(409));
        rest.newUnassignUserTaskCommand(task).send().join();
        assertThat(waitingTask(instance).getAssignee()).isNull();
        grpc.newCancelInstanceCommand(instance).send().join();
        assertThatThrownBy(() -> rest.newCompleteUserTaskCommand(task).send().join())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.code()).isEqualTo(404));
    }

    @Test
    void shouldServeModelAndFormAsTheyWereDeployed() {
        rest.newDeployResourceCommand()
                .addResourceFile("bpmn/confirm-the-import.form")
                .addResourceStringUtf8(
                        ASK_A_PERSON
                                .replace("ask-a-person", "ask-by-form")
                                .replace(
                                        "<zeebe:userTask/>",
                                        "<zeebe:userTask/><zeebe:formDefinition formId=\"confirm-the-import\"/>"),
                        "ask-by-form.bpmn")
                .send()
                .join();
        var definition = rest.newProcessDefinitionSearchRequest()
                .filter(filter -> filter.processDefinitionId("ask-by-form"))
                .send()
                .join()
                .singleItem();
        assertThat(rest.newProcessDefinitionGetXmlRequest(definition.getProcessDefinitionKey())
                        .send()
                        .join())
                .contains("ask-by-form");
        long instance = rest.newCreateInstanceCommand()
                .bpmnProcessId("ask-by-form")
                .latestVersion()
                .send()
                .join()
                .getProcessInstanceKey();
        assertThat(rest.newUserTaskGetFormRequest(waitingTask(instance).getUserTaskKey())
                        .send()
                        .join()
                        .getFormId())
                .isEqualTo("confirm-the-import");
        grpc.newCancelInstanceCommand(instance).send().join();
    }

    @Test
    void shouldBeLateWhenItIsToldTo() throws IOException {
        try (LocalEngine late = LocalEngine.start(0, 0, pages, Duration.ofHours(1));
                CamundaClient client = EngineClient.of(late, false)) {
            client.newDeployResourceCommand()
                    .addResourceStringUtf8(ASK_A_PERSON, "ask-a-person.bpmn")
                    .send()
                    .join();
            assertThat(client.newProcessDefinitionSearchRequest().send().join().items())
                    .isEmpty();
        }
    }

    @Test
    void shouldAskForSignInExceptForItsStatus() throws Exception {
        assertThat(get("/v2/status", null).statusCode()).isEqualTo(204);
        for (String path : List.of("/v2/topology", "/tasklist", "/records", "/v2/nothing", "/vendor/x.js")) {
            assertThat(get(path, null).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "demo:wrong").statusCode()).as(path).isEqualTo(401);
        }
        JsonNode me =
                JSON.readTree(get("/v2/authentication/me", "approver:approver").body());
        assertThat(me.path("username").asText()).isEqualTo("approver");
        assertThat(me.path("groups").toString()).isEqualTo("[\"approver\"]");
    }

    @Test
    void shouldSayWhatItDoesNotOfferAndWhatIsWrong() throws Exception {
        assertThat(get("/v2/batch-operations/1", "demo:demo").statusCode()).isEqualTo(501);
        assertThat(get("/v2/user-tasks/1", "demo:demo").statusCode()).isEqualTo(404);
        assertThat(post("/v2/user-tasks/search", "{\"filter\":{\"colour\":\"red\"}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/v2/user-tasks/search", "{\"filter\":").statusCode()).isEqualTo(400);
        assertThat(post("/v2/user-tasks/search", "[]").statusCode()).isEqualTo(400);
        assertThat(post("/v2/user-tasks/search", "{\"page\":{\"after\":\"?\"}}").statusCode())
                .isEqualTo(400);
        assertThat(post("/v2/process-instances", "{\"processDefinitionId\":\"nowhere\"}")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> problem = post("/v2/user-tasks/99999999999999999999/completion", "{}");
        assertThat(problem.statusCode()).isEqualTo(501);
        assertThat(problem.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void shouldTakeNothingFromAnotherSitesPage() throws Exception {
        HttpRequest.Builder request = request("/v2/process-instances", "demo:demo")
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString("{\"processDefinitionId\":\"ask-a-person\"}"));
        assertThat(send(request).statusCode()).isEqualTo(403);
        HttpRequest.Builder plain = request("/v2/process-instances", "demo:demo")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"processDefinitionId\":\"ask-a-person\"}"));
        assertThat(send(plain).statusCode()).isEqualTo(415);
    }

    @Test
    void shouldServeNoFileOutsideOfItsFolders() throws Exception {
        for (String path :
                List.of("/vendor/../pom.xml", "/vendor/%2e%2e/pom.xml", "/pages/..%2fsimplelogger.properties")) {
            assertThat(get(path, "demo:demo").statusCode()).as(path).isIn(404, 501);
        }
    }

    @Test
    void shouldListenToThisComputerOnly() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address instanceof Inet4Address)
                .toList();
        for (InetAddress other : others) {
            for (int port : List.of(engine.grpcPort(), engine.webPort())) {
                assertThatThrownBy(() -> {
                            try (Socket socket = new Socket()) {
                                socket.connect(new InetSocketAddress(other, port), 500);
                            }
                        })
                        .as("%s:%d", other, port)
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(engine.grpcPort()).isPositive();
    }

    @Test
    void shouldNameAPortThatIsInUse() {
        assertThatThrownBy(() -> LocalEngine.start(engine.grpcPort(), 0, pages).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + engine.grpcPort() + " is in use");
        assertThatThrownBy(() -> LocalEngine.start(0, engine.webPort(), pages).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + engine.webPort() + " is in use");
    }

    private static long startedWith(CamundaClient client, Map<String, Object> variables) {
        return client.newCreateInstanceCommand()
                .bpmnProcessId("ask-a-person")
                .latestVersion()
                .variables(variables)
                .send()
                .join()
                .getProcessInstanceKey();
    }

    private static UserTask waitingTask(long instance) {
        return EngineClient.waitingTask(rest, instance);
    }

    private static ActivatedJob activated() {
        return EngineClient.activated(rest, "work");
    }

    private static boolean hasIncident(long instance) {
        return rest.newProcessInstanceGetRequest(instance).send().join().getHasIncident();
    }

    private static HttpRequest.Builder request(String path, @Nullable String user) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.webPort() + path));
        if (user != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
        }
        return request;
    }

    private static HttpResponse<String> get(String path, @Nullable String user) throws Exception {
        return send(request(path, user).GET());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path, "demo:demo")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
