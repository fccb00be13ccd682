package io.ferry.localengine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.response.DeploymentEvent;
import io.camunda.client.api.response.PartitionBrokerHealth;
import io.camunda.client.api.response.Process;
import io.camunda.client.api.response.ProcessInstanceEvent;
import io.camunda.client.api.response.Topology;
import io.camunda.client.api.search.enums.ElementInstanceState;
import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.ElementInstance;
import io.camunda.client.api.search.response.Incident;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.search.response.SearchResponse;
import io.camunda.client.api.search.response.UserTask;
import io.camunda.client.api.search.response.Variable;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Tells the story of src/test/story by Camunda's Java client, chapter by chapter as {@code story.mjs} does. */
final class JavaTeller {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CamundaClient camunda;
    private final List<JsonNode> told = new ArrayList<>();

    private JavaTeller(CamundaClient camunda) {
        this.camunda = camunda;
    }

    /**
     * Runs the process from its deployment to its end.
     *
     * @param folder where the model and the form are
     * @return what was seen, a JSON object a chapter
     */
    static List<JsonNode> tell(CamundaClient camunda, Path folder) throws IOException {
        JavaTeller teller = new JavaTeller(camunda);
        teller.topology();
        Process process = teller.deploy(folder);
        long instance = teller.start(process);
        teller.answer(instance);
        teller.work(instance);
        teller.askForWhatIsNowhere();
        return teller.told;
    }

    private void topology() {
        Topology topology = camunda.newTopologyRequest().send().join();
        tell(
                "topology",
                facts("line", topology.getGatewayVersion().replaceFirst("^(\\d+\\.\\d+).*", "$1"))
                        .and("partitions", topology.getPartitionsCount())
                        .and(
                                "healthy",
                                topology.getBrokers().stream()
                                        .flatMap(broker -> broker.getPartitions().stream())
                                        .allMatch(
                                                partition -> partition.getHealth() == PartitionBrokerHealth.HEALTHY)));
    }

    private Process deploy(Path folder) {
        DeploymentEvent deployed = camunda.newDeployResourceCommand()
                .addResourceFile(folder.resolve("story.bpmn").toString())
                .addResourceFile(folder.resolve("story-answer.form").toString())
                .send()
                .join();
        Process process = deployed.getProcesses().getFirst();
        tell(
                "deployed",
                facts("process", process.getBpmnProcessId())
                        .and(
                                "resource",
                                Path.of(process.getResourceName()).getFileName().toString())
                        .and("form", deployed.getForm().getFirst().getFormId()));
        return process;
    }

    private long start(Process process) {
        ProcessInstanceEvent instance = camunda.newCreateInstanceCommand()
                .bpmnProcessId("story")
                .latestVersion()
                .variables(Map.of("question", "How many?", "note", "of the process", "lengthy", "x".repeat(20_000)))
                .send()
                .join();
        tell(
                "started",
                facts("process", instance.getBpmnProcessId())
                        .and(
                                "sameDefinition",
                                instance.getProcessDefinitionKey() == process.getProcessDefinitionKey()));
        return instance.getProcessInstanceKey();
    }

    private void answer(long instance) throws IOException {
        SearchResponse<UserTask> waiting = until(
                () -> camunda.newUserTaskSearchRequest()
                        .filter(filter -> filter.processInstanceKey(instance).state(UserTaskState.CREATED))
                        .send()
                        .join(),
                found -> !found.items().isEmpty());
        UserTask task = waiting.singleItem();
        long key = task.getUserTaskKey();
        tell(
                "task",
                facts("total", waiting.page().totalItems())
                        .and("name", task.getName())
                        .and("element", task.getElementId())
                        .and("state", task.getState())
                        .and("assignee", task.getAssignee())
                        .and(
                                "groups",
                                task.getCandidateGroups().stream().sorted().toList())
                        .and("users", task.getCandidateUsers())
                        .and("due", task.getDueDate().toInstant().toString().replaceFirst("Z$", ".000Z"))
                        .and("priority", task.getPriority())
                        .and("process", task.getBpmnProcessId())
                        .and(
                                "created",
                                Duration.between(task.getCreationDate(), OffsetDateTime.now())
                                                .abs()
                                                .compareTo(Duration.ofMinutes(1))
                                        < 0));
        form(key);
        variables(key);

        camunda.newAssignUserTaskCommand(key).assignee("demo").send().join();
        UserTask claimed = until(() -> task(key), found -> found.getAssignee() != null);
        tell(
                "claimed",
                facts("assignee", claimed.getAssignee())
                        .and(
                                "secondClaim",
                                refusal(() -> camunda.newAssignUserTaskCommand(key)
                                        .assignee("ann")
                                        .allowOverride(false)
                                        .send()
                                        .join())));

        camunda.newCompleteUserTaskCommand(key)
                .variables(Map.of("count", 3))
                .send()
                .join();
        UserTask completed = until(() -> task(key), found -> found.getState() == UserTaskState.COMPLETED);
        tell(
                "completed",
                facts("state", completed.getState())
                        .and("assignee", completed.getAssignee())
                        .and(
                                "again",
                                refusal(() -> camunda.newCompleteUserTaskCommand(key)
                                        .send()
                                        .join())));
    }

    private UserTask task(long key) {
        return camunda.newUserTaskGetRequest(key).send().join();
    }

    private void form(long task) throws IOException {
        var form = camunda.newUserTaskGetFormRequest(task).send().join();
        JsonNode schema = JSON.readTree(String.valueOf(form.getSchema()));
        tell(
                "form",
                facts("form", form.getFormId())
                        .and("fields", schema.path("components").findValuesAsText("key")));
    }

    private void variables(long task) {
        List<Variable> seen = until(
                        () -> camunda.newUserTaskVariableSearchRequest(task)
                                .send()
                                .join(),
                        found -> !found.items().isEmpty())
                .items();
        Variable cut = named("lengthy", seen);
        Variable whole =
                camunda.newVariableGetRequest(cut.getVariableKey()).send().join();
        tell(
                "variables",
                facts("names", seen.stream().map(Variable::getName).sorted().toList())
                        .and("note", named("note", seen).getValue())
                        .and("cut", cut.isTruncated())
                        .and("wholeLength", whole.getValue().length()));
    }

    private static Variable named(String name, List<Variable> variables) {
        return variables.stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void work(long instance) {
        ActivatedJob job = activate();
        tell(
                "job",
                facts("type", job.getType())
                        .and("element", job.getElementId())
                        .and("retries", job.getRetries())
                        .and("headers", job.getCustomHeaders())
                        .and(
                                "variables",
                                job.getVariablesAsMap().keySet().stream()
                                        .sorted()
                                        .toList())
                        .and("count", job.getVariable("count"))
                        .and("ours", job.getProcessInstanceKey() == instance));

        camunda.newFailCommand(job.getKey())
                .retries(0)
                .errorMessage("The site is gone")
                .send()
                .join();
        SearchResponse<Incident> incidents = incidents(instance, IncidentState.ACTIVE);
        Incident incident = incidents.singleItem();
        ProcessInstance troubled = until(() -> instance(instance), ProcessInstance::getHasIncident);
        tell(
                "incident",
                facts("total", incidents.page().totalItems())
                        .and("type", incident.getErrorType())
                        .and("message", incident.getErrorMessage())
                        .and("element", incident.getElementId())
                        .and("state", incident.getState())
                        .and("sameJob", incident.getJobKey() == job.getKey())
                        .and("instance", stateOf(troubled)));

        camunda.newUpdateRetriesCommand(job.getKey()).retries(1).send().join();
        camunda.newResolveIncidentCommand(incident.getIncidentKey()).send().join();
        ProcessInstance well = until(() -> instance(instance), found -> !found.getHasIncident());
        Incident resolved = incidents(instance, IncidentState.RESOLVED).singleItem();
        tell("resolved", facts("state", resolved.getState()).and("instance", stateOf(well)));

        ActivatedJob again = activate();
        camunda.newCompleteCommand(again.getKey())
                .variables(Map.of("done", true))
                .send()
                .join();
        end(instance, again.getKey() == job.getKey());
    }

    private void end(long instance, boolean sameJob) {
        ProcessInstance ended =
                until(() -> instance(instance), found -> found.getState() != ProcessInstanceState.ACTIVE);
        List<ElementInstance> elements = until(
                        () -> camunda.newElementInstanceSearchRequest()
                                .filter(filter -> filter.processInstanceKey(instance))
                                .sort(sort -> sort.startDate()
                                        .asc()
                                        .elementInstanceKey()
                                        .asc())
                                .send()
                                .join(),
                        found -> found.items().stream()
                                .allMatch(element -> element.getState() == ElementInstanceState.COMPLETED))
                .items();
        List<Variable> left = camunda.newVariableSearchRequest()
                .filter(filter -> filter.processInstanceKey(instance))
                .send()
                .join()
                .items();
        tell(
                "ended",
                facts("sameJob", sameJob)
                        .and("process", ended.getProcessDefinitionId())
                        .and("name", ended.getProcessDefinitionName())
                        .and("state", ended.getState())
                        .and("hasIncident", ended.getHasIncident())
                        .and("parent", ended.getParentProcessInstanceKey())
                        .and(
                                "elements",
                                elements.stream()
                                        .map(element -> element.getType() + " " + element.getElementId() + " "
                                                + element.getState())
                                        .sorted()
                                        .toList())
                        .and(
                                "variables",
                                left.stream()
                                        .map(variable -> variable.getName() + " "
                                                + (variable.isTruncated() ? "(cut)" : variable.getValue()))
                                        .sorted()
                                        .toList()));
    }

    private void askForWhatIsNowhere() {
        tell(
                "nowhere",
                facts(
                                "instance",
                                refusal(() -> camunda.newProcessInstanceGetRequest(1)
                                        .send()
                                        .join()))
                        .and(
                                "process",
                                refusal(() -> camunda.newCreateInstanceCommand()
                                        .bpmnProcessId("nowhere")
                                        .latestVersion()
                                        .send()
                                        .join())));
    }

    private ActivatedJob activate() {
        return until(
                        () -> camunda.newActivateJobsCommand()
                                .jobType("story-work")
                                .maxJobsToActivate(1)
                                .timeout(Duration.ofMinutes(1))
                                .workerName("teller")
                                .send()
                                .join()
                                .getJobs(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private SearchResponse<Incident> incidents(long instance, IncidentState state) {
        return until(
                () -> camunda.newIncidentSearchRequest()
                        .filter(filter -> filter.processInstanceKey(instance).state(state))
                        .send()
                        .join(),
                found -> !found.items().isEmpty());
    }

    private ProcessInstance instance(long key) {
        return camunda.newProcessInstanceGetRequest(key).send().join();
    }

    private static Map<String, Object> stateOf(ProcessInstance instance) {
        return facts("state", instance.getState()).and("hasIncident", instance.getHasIncident()).all;
    }

    /** Searches are late on a real cluster; one that finds nothing yet, or not even the instance, is asked again. */
    private static <T> T until(Callable<T> search, Predicate<T> there) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(ProblemException.class)
                .until(search, there);
    }

    private static Map<String, Object> refusal(Callable<?> call) {
        try {
            call.call();
            return facts("refused", false).all;
        } catch (ProblemException refused) {
            return facts("refused", true).and("status", refused.code()).all;
        } catch (ClientStatusException refused) {
            // gRPC's status, as the REST API translates it.
            int status = refused.getStatusCode() == Status.Code.NOT_FOUND ? 404 : 409;
            return facts("refused", true).and("status", status).all;
        } catch (Exception unexpected) {
            throw new AssertionError("No answer of Camunda", unexpected);
        }
    }

    private void tell(String chapter, Facts facts) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("chapter", chapter));
        all.putAll(facts.all);
        try {
            // By way of text, so that numbers are of the types that the other teller's are read as.
            told.add(JSON.readTree(JSON.writeValueAsString(all)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Facts facts(String name, Object value) {
        return new Facts().and(name, value);
    }

    /** What one chapter has seen, in order; enums by their names. */
    private static final class Facts {
        private final Map<String, Object> all = new LinkedHashMap<>();

        Facts and(String name, @Nullable Object value) {
            all.put(name, value instanceof Enum<?> constant ? constant.name() : value);
            return this;
        }
    }
}
