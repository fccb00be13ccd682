package io.ferry.localengine;

import static io.ferry.localengine.Web.Answer.DONE;
import static io.ferry.localengine.Web.Answer.json;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camunda.zeebe.process.test.engine.UserTaskCommands;
import io.camunda.zeebe.protocol.impl.record.value.usertask.UserTaskRecord;
import io.ferry.localengine.Projection.Kind;
import io.ferry.localengine.Web.Answer;
import io.ferry.localengine.Web.Call;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The part of Camunda's v2 interface (8.8) that is served: reading from the {@link Projection}, commands through the
 * {@link Gateway} and, for user tasks, the {@link UserTaskCommands}.
 */
final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "/(\\d{1,19})";

    /** Camunda cuts longer values in search results. */
    private static final int LONGEST_VALUE = 8191;

    private final Projection projection;
    private final Gateway gateway;
    private final UserTaskCommands userTasks;

    Api(Projection projection, Gateway gateway, UserTaskCommands userTasks) {
        this.projection = projection;
        this.gateway = gateway;
        this.userTasks = userTasks;
    }

    void addTo(Web web) {
        web.open("GET", "/v2/status", call -> DONE);
        web.on("GET", "/v2/topology", call -> json(gateway.topology()));
        web.on("GET", "/v2/authentication/me", Api::me);
        definitions(web);
        instances(web);
        tasks(web);
        incidentsAndVariables(web);
        jobsAndMessages(web);
    }

    private static Answer me(Call call) {
        ObjectNode me = JSON.createObjectNode()
                .put("username", call.signedIn().name())
                .put("displayName", call.signedIn().name())
                .putNull("email")
                .putNull("salesPlanType")
                .put("canLogout", false);
        me.putArray("authorizedComponents").add("*");
        call.signedIn().groups().forEach(me.putArray("groups")::add);
        me.putArray("tenants");
        me.putArray("roles");
        me.putObject("c8Links");
        return json(me);
    }

    private void definitions(Web web) {
        Set<String> fields = Set.of(
                "name", "resourceName", "version", "versionTag", "processDefinitionId", "tenantId", "processDefinitionKey",
                "hasStartForm");
        web.on("POST", "/v2/deployments", call -> json(gateway.deploy(files(call))));
        web.on("POST", "/v2/process-definitions/search", call -> {
            JsonNode query = call.body();
            boolean latest = query.path("filter").path("isLatestVersion").asBoolean();
            return json(projection.ask(now -> Search.answer(
                    latest ? latestOf(now.all(Kind.PROCESS_DEFINITION)) : now.all(Kind.PROCESS_DEFINITION),
                    fields,
                    Map.of("isLatestVersion", (wanted, item) -> true),
                    query)));
        });
        one(web, "/v2/process-definitions" + KEY, Kind.PROCESS_DEFINITION, "Process Definition");
        web.on("GET", "/v2/process-definitions" + KEY + "/xml", call -> {
            found(call, Kind.PROCESS_DEFINITION, "Process Definition");
            return Answer.text("text/xml", projection.ask(now -> now.resource(call.key())));
        });
        web.on("GET", "/v2/process-definitions" + KEY + "/form", call -> {
            found(call, Kind.PROCESS_DEFINITION, "Process Definition");
            return projection.ask(now -> now.startForm(call.key())
                    .flatMap(now::latestForm)
                    .map(form -> json(withSchema(now, form)))
                    .orElse(DONE));
        });
    }

    private static Collection<ObjectNode> latestOf(Collection<ObjectNode> definitions) {
        Map<String, ObjectNode> latest = new LinkedHashMap<>();
        definitions.forEach(definition ->
                latest.put(definition.path("processDefinitionId").asText(), definition));
        return latest.values();
    }

    private static ObjectNode withSchema(Projection now, ObjectNode form) {
        return form.deepCopy().put("schema", now.resource(form.path("formKey").asLong()));
    }

    private void instances(Web web) {
        search(
                web,
                "/v2/process-instances/search",
                Kind.PROCESS_INSTANCE,
                Set.of(
                        "processDefinitionId", "processDefinitionName", "processDefinitionVersion",
                        "processDefinitionVersionTag", "processDefinitionKey", "processInstanceKey",
                        "parentProcessInstanceKey", "parentElementInstanceKey", "startDate", "endDate", "state",
                        "hasIncident", "tenantId"),
                now -> Map.of(
                        "variables",
                        (wanted, item) -> haveValues(
                                now.variablesOf(item.path("processInstanceKey").asLong()), wanted),
                        // No instance here has any.
                        "tags",
                        (wanted, item) -> wanted.isEmpty()));
        one(web, "/v2/process-instances" + KEY, Kind.PROCESS_INSTANCE, "Process Instance");
        web.on("POST", "/v2/process-instances", call -> json(gateway.createInstance(call.body())));
        web.on("POST", "/v2/process-instances" + KEY + "/cancellation", done(call -> gateway.cancelInstance(call.key())));
        web.on("GET", "/v2/process-instances" + KEY + "/sequence-flows", call -> {
            ObjectNode answer = JSON.createObjectNode();
            projection.ask(now -> {
                now.flowsTaken(call.key()).forEach(answer.withArray("items")::add);
                return answer;
            });
            return json(answer);
        });
        search(
                web,
                "/v2/element-instances/search",
                Kind.ELEMENT_INSTANCE,
                Set.of(
                        "processDefinitionId", "state", "type", "elementId", "elementName", "hasIncident", "tenantId",
                        "elementInstanceKey", "processInstanceKey", "processDefinitionKey", "incidentKey", "startDate",
                        "endDate"),
                now -> Map.of());
        one(web, "/v2/element-instances" + KEY, Kind.ELEMENT_INSTANCE, "Element Instance");
        web.on("PUT", "/v2/element-instances" + KEY + "/variables", done(call -> gateway.setVariables(call.key(), call.body())));
    }

    private void tasks(Web web) {
        search(
                web,
                "/v2/user-tasks/search",
                Kind.USER_TASK,
                Set.of(
                        "state", "assignee", "priority", "elementId", "name", "tenantId", "processDefinitionId",
                        "creationDate", "completionDate", "followUpDate", "dueDate", "userTaskKey",
                        "processDefinitionKey", "processInstanceKey", "elementInstanceKey"),
                now -> Map.of(
                        "candidateGroup", (wanted, item) -> anyHolds(item.path("candidateGroups"), wanted),
                        "candidateUser", (wanted, item) -> anyHolds(item.path("candidateUsers"), wanted),
                        "processInstanceVariables",
                                (wanted, item) -> haveValues(
                                        now.variablesOf(item.path("processInstanceKey").asLong()), wanted),
                        "localVariables",
                                (wanted, item) -> haveValues(
                                        now.variablesOf(item.path("elementInstanceKey").asLong()), wanted)));
        one(web, "/v2/user-tasks" + KEY, Kind.USER_TASK, "User Task");
        web.on("GET", "/v2/user-tasks" + KEY + "/form", call -> {
            ObjectNode task = found(call, Kind.USER_TASK, "User Task");
            return projection.ask(now -> now.find(Kind.FORM, task.path("formKey").asLong())
                    .map(form -> json(withSchema(now, form)))
                    .orElse(DONE));
        });
        web.on("POST", "/v2/user-tasks" + KEY + "/variables/search", call -> {
            ObjectNode task = found(call, Kind.USER_TASK, "User Task");
            JsonNode query = call.body();
            return json(truncated(projection.ask(now -> Search.answer(
                    now.visibleFrom(task.path("elementInstanceKey").asLong()),
                    VARIABLE_FIELDS,
                    Map.of(),
                    query))));
        });
        web.on("POST", "/v2/user-tasks" + KEY + "/assignment", done(call -> {
            JsonNode body = call.body();
            String assignee = body.path("assignee").asText("");
            if (assignee.isBlank()) {
                throw Problem.badRequest("No assignee provided");
            }
            userTasks.assign(call.key(), assignee, body.path("allowOverride").asBoolean(true));
        }));
        web.on("DELETE", "/v2/user-tasks" + KEY + "/assignee", done(call -> userTasks.unassign(call.key())));
        web.on("POST", "/v2/user-tasks" + KEY + "/completion", done(call -> {
            Map<String, Object> variables = new LinkedHashMap<>();
            call.body().path("variables").propertyStream().forEach(variable ->
                    variables.put(variable.getKey(), JSON.convertValue(variable.getValue(), Object.class)));
            userTasks.complete(call.key(), variables);
        }));
        web.on("PATCH", "/v2/user-tasks" + KEY, done(call -> {
            JsonNode changes = call.body().path("changeset");
            userTasks.update(call.key(), record -> change(record, changes));
        }));
    }

    private static void change(UserTaskRecord record, JsonNode changes) {
        if (changes.has("dueDate")) {
            record.setDueDate(changes.path("dueDate").asText("")).setDueDateChanged();
        }
        if (changes.has("followUpDate")) {
            record.setFollowUpDate(changes.path("followUpDate").asText("")).setFollowUpDateChanged();
        }
        if (changes.has("priority")) {
            record.setPriority(changes.path("priority").asInt()).setPriorityChanged();
        }
        if (changes.has("candidateGroups")) {
            record.setCandidateGroupsList(texts(changes.path("candidateGroups"))).setCandidateGroupsChanged();
        }
        if (changes.has("candidateUsers")) {
            record.setCandidateUsersList(texts(changes.path("candidateUsers"))).setCandidateUsersChanged();
        }
    }

    private static final Set<String> VARIABLE_FIELDS =
            Set.of("name", "value", "tenantId", "variableKey", "scopeKey", "processInstanceKey");

    private void incidentsAndVariables(Web web) {
        search(
                web,
                "/v2/incidents/search",
                Kind.INCIDENT,
                Set.of(
                        "processDefinitionId", "errorType", "errorMessage", "elementId", "creationTime", "state",
                        "tenantId", "incidentKey", "processDefinitionKey", "processInstanceKey", "elementInstanceKey",
                        "jobKey"),
                now -> Map.of());
        one(web, "/v2/incidents" + KEY, Kind.INCIDENT, "Incident");
        web.on("POST", "/v2/incidents" + KEY + "/resolution", done(call -> gateway.resolveIncident(call.key())));
        web.on("POST", "/v2/variables/search", call -> {
            JsonNode query = call.body();
            return json(truncated(projection.ask(
                    now -> Search.answer(now.all(Kind.VARIABLE), VARIABLE_FIELDS, Map.of(), query))));
        });
        one(web, "/v2/variables" + KEY, Kind.VARIABLE, "Variable");
    }

    private void jobsAndMessages(Web web) {
        web.on("POST", "/v2/jobs/activation", call -> json(gateway.activateJobs(call.body())));
        web.on("POST", "/v2/jobs" + KEY + "/completion", done(call -> gateway.completeJob(call.key(), call.body())));
        web.on("POST", "/v2/jobs" + KEY + "/failure", done(call -> gateway.failJob(call.key(), call.body())));
        web.on("POST", "/v2/jobs" + KEY + "/error", done(call -> gateway.throwError(call.key(), call.body())));
        web.on("PATCH", "/v2/jobs" + KEY, done(call -> gateway.updateJob(call.key(), call.body())));
        web.on("POST", "/v2/messages/publication", call -> json(gateway.publishMessage(call.body())));
    }

    private void search(
            Web web,
            String path,
            Kind kind,
            Set<String> fields,
            Function<Projection, Map<String, BiPredicate<JsonNode, ObjectNode>>> special) {
        web.on("POST", path, call -> {
            JsonNode query = call.body();
            return json(projection.ask(now -> Search.answer(now.all(kind), fields, special.apply(now), query)));
        });
    }

    private void one(Web web, String path, Kind kind, String name) {
        web.on("GET", path, call -> json(found(call, kind, name)));
    }

    private ObjectNode found(Call call, Kind kind, String name) {
        return projection.ask(now -> now.find(kind, call.key()).map(ObjectNode::deepCopy))
                .orElseThrow(() -> Problem.notFound(name, String.valueOf(call.key())));
    }

    /** A command that answers with nothing but that it is done. */
    private interface Command {
        void run(Call call) throws IOException;
    }

    private static Web.Handler done(Command command) {
        return call -> {
            command.run(call);
            return DONE;
        };
    }

    /** Whether each wanted variable is there with the wanted value, which is JSON text. */
    private static boolean haveValues(Collection<ObjectNode> variables, JsonNode wanted) {
        return StreamSupport.stream(wanted.spliterator(), false)
                .allMatch(one -> variables.stream()
                        .anyMatch(variable -> variable.path("name").equals(one.path("name"))
                                && Search.holds(variable.path("value"), one.path("value"))));
    }

    private static boolean anyHolds(JsonNode values, JsonNode wanted) {
        return StreamSupport.stream(values.spliterator(), false).anyMatch(value -> Search.holds(value, wanted));
    }

    private static ObjectNode truncated(ObjectNode answer) {
        answer.path("items").forEach(item -> {
            String value = item.path("value").asText();
            boolean tooLong = value.length() > LONGEST_VALUE;
            ((ObjectNode) item)
                    .put("value", tooLong ? value.substring(0, LONGEST_VALUE) : value)
                    .put("isTruncated", tooLong);
        });
        return answer;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, byte[]> files(Call call) throws IOException {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(call.content()));
        request.headers().set("Content-Type", call.type());
        HttpPostRequestDecoder decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request, UTF_8);
        try {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (var part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file) {
                    files.put(file.getFilename(), file.get());
                }
            }
            if (files.isEmpty()) {
                throw Problem.badRequest("Required part 'resources' is not present.");
            }
            return files;
        } finally {
            decoder.destroy();
        }
    }
}
