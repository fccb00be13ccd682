package io.ferry.localengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineLog;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.IncidentIntent;
import io.camunda.zeebe.protocol.record.intent.ProcessInstanceIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.protocol.record.value.BpmnElementType;
import io.camunda.zeebe.protocol.record.value.IncidentRecordValue;
import io.camunda.zeebe.protocol.record.value.ProcessInstanceRecordValue;
import io.camunda.zeebe.protocol.record.value.UserTaskRecordValue;
import io.camunda.zeebe.protocol.record.value.VariableRecordValue;
import io.camunda.zeebe.protocol.record.value.deployment.Form;
import io.camunda.zeebe.protocol.record.value.deployment.Process;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's records say, as Camunda's v2 interface tells it: each thing is a JSON object with Camunda's field names.
 * It is made from the record stream alone, at each question anew from where the last one stopped. Like Camunda's own
 * searches it may be late on purpose, see {@link #Projection}.
 */
final class Projection {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TENANT = "<default>";

    private final EngineLog log;
    private final Duration lateness;
    private final Clock clock;
    private @Nullable Record<?> notYet;

    private final Map<Long, ModelNames> names = new HashMap<>();
    private final Map<Long, String> resources = new HashMap<>();
    private final Map<Long, Long> scopes = new HashMap<>();
    private final Map<Long, List<ObjectNode>> variables = new HashMap<>();
    private final Map<Long, Set<Long>> stuck = new HashMap<>();
    private final Map<Kind, Map<Long, ObjectNode>> things = new HashMap<>();
    private final Map<Long, Map<String, ObjectNode>> flowsTaken = new HashMap<>();

    /** What can be searched for. */
    enum Kind {
        PROCESS_DEFINITION,
        PROCESS_INSTANCE,
        ELEMENT_INSTANCE,
        USER_TASK,
        VARIABLE,
        INCIDENT,
        FORM
    }

    /**
     * @param engine has been started
     * @param lateness how much older a record must be than now to be seen: on a real cluster a second or two
     */
    Projection(ZeebeTestEngine engine, Duration lateness, Clock clock) {
        this.log = EngineLog.fromTheBeginning(
                engine,
                Set.of(
                        ValueType.PROCESS,
                        ValueType.FORM,
                        ValueType.PROCESS_INSTANCE,
                        ValueType.USER_TASK,
                        ValueType.VARIABLE,
                        ValueType.INCIDENT));
        this.lateness = lateness;
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            things.put(kind, new TreeMap<>());
        }
    }

    /** Answers a question by what the records say now; the collections that the question sees are valid only meanwhile. */
    synchronized <T> T ask(Function<Projection, T> question) {
        catchUp();
        return question.apply(this);
    }

    Collection<ObjectNode> all(Kind kind) {
        return of(kind).values();
    }

    Optional<ObjectNode> find(Kind kind, long key) {
        return Optional.ofNullable(of(kind).get(key));
    }

    /** The BPMN or the form as it was deployed. */
    String resource(long key) {
        return resources.getOrDefault(key, "");
    }

    /** The form with this id that was deployed last. */
    Optional<ObjectNode> latestForm(String formId) {
        return all(Kind.FORM).stream()
                .filter(form -> form.path("formId").asText().equals(formId))
                .reduce((earlier, later) -> later);
    }

    /** The id of the form by which a process is started, if there is one. */
    Optional<String> startForm(long processDefinitionKey) {
        return Optional.ofNullable(namesOf(processDefinitionKey).startForm());
    }

    /** The sequence flows that an instance has taken. */
    Collection<ObjectNode> flowsTaken(long processInstanceKey) {
        return flowsTaken.getOrDefault(processInstanceKey, Map.of()).values();
    }

    /** The variables that an element instance sees: its own hide those of the scopes around it. */
    Collection<ObjectNode> visibleFrom(long elementInstanceKey) {
        Map<String, ObjectNode> visible = new LinkedHashMap<>();
        for (Long scope = elementInstanceKey; scope != null && scope > 0; scope = scopes.get(scope)) {
            variablesOf(scope).forEach(variable -> visible.putIfAbsent(variable.path("name").asText(), variable));
        }
        return visible.values();
    }

    /** The variables of exactly this scope. */
    Collection<ObjectNode> variablesOf(long scopeKey) {
        return variables.getOrDefault(scopeKey, List.of());
    }

    private Map<Long, ObjectNode> of(Kind kind) {
        return things.getOrDefault(kind, Map.of());
    }

    private void catchUp() {
        long seen = clock.instant().minus(lateness).toEpochMilli();
        while (true) {
            Record<?> record = notYet != null ? notYet : log.next().orElse(null);
            notYet = record;
            if (record == null || !lateness.isZero() && record.getTimestamp() > seen) {
                return;
            }
            notYet = null;
            if (record.getRecordType() == RecordType.EVENT) {
                take(record);
            }
        }
    }

    private void take(Record<?> record) {
        Object value = record.getValue();
        if (value instanceof Process process) {
            definition(process);
        } else if (value instanceof Form form) {
            form(form);
        } else if (value instanceof ProcessInstanceRecordValue element) {
            element(record, element);
        } else if (value instanceof UserTaskRecordValue task) {
            task(record, task);
        } else if (value instanceof VariableRecordValue variable) {
            variable(record, variable);
        } else if (value instanceof IncidentRecordValue incident) {
            incident(record, incident);
        }
    }

    private void definition(Process process) {
        long key = process.getProcessDefinitionKey();
        resources.put(key, new String(process.getResource(), UTF_8));
        ModelNames model = ModelNames.of(process.getResource(), process.getBpmnProcessId());
        names.put(key, model);
        thing(Kind.PROCESS_DEFINITION, key)
                .put("name", model.process())
                .put("resourceName", process.getResourceName())
                .put("version", process.getVersion())
                .put("versionTag", emptyToNull(process.getVersionTag()))
                .put("processDefinitionId", process.getBpmnProcessId())
                .put("tenantId", TENANT)
                .put("processDefinitionKey", String.valueOf(key))
                .put("hasStartForm", model.startForm() != null);
    }

    private void form(Form form) {
        resources.put(form.getFormKey(), new String(form.getResource(), UTF_8));
        thing(Kind.FORM, form.getFormKey())
                .put("tenantId", TENANT)
                .put("formId", form.getFormId())
                .put("version", form.getVersion())
                .put("formKey", String.valueOf(form.getFormKey()));
    }

    private void element(Record<?> record, ProcessInstanceRecordValue value) {
        if (record.getIntent() == ProcessInstanceIntent.SEQUENCE_FLOW_TAKEN) {
            flowsTaken
                    .computeIfAbsent(value.getProcessInstanceKey(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(value.getElementId(), id -> JSON.createObjectNode()
                            .put("sequenceFlowId", value.getProcessInstanceKey() + "_" + id)
                            .put("processInstanceKey", String.valueOf(value.getProcessInstanceKey()))
                            .put("processDefinitionKey", String.valueOf(value.getProcessDefinitionKey()))
                            .put("processDefinitionId", value.getBpmnProcessId())
                            .put("elementId", id)
                            .put("tenantId", TENANT));
            return;
        }
        boolean isProcess = value.getBpmnElementType() == BpmnElementType.PROCESS;
        Kind kind = isProcess ? Kind.PROCESS_INSTANCE : Kind.ELEMENT_INSTANCE;
        if (record.getIntent() == ProcessInstanceIntent.ELEMENT_ACTIVATING) {
            begin(record, value, kind);
        } else if (record.getIntent() == ProcessInstanceIntent.ELEMENT_COMPLETED) {
            end(record, kind, "COMPLETED");
        } else if (record.getIntent() == ProcessInstanceIntent.ELEMENT_TERMINATED) {
            end(record, kind, "TERMINATED");
        }
    }

    private void begin(Record<?> record, ProcessInstanceRecordValue value, Kind kind) {
        scopes.put(record.getKey(), value.getFlowScopeKey());
        ModelNames model = namesOf(value.getProcessDefinitionKey());
        ObjectNode begun = thing(kind, record.getKey())
                .put("processDefinitionId", value.getBpmnProcessId())
                .put("processDefinitionKey", String.valueOf(value.getProcessDefinitionKey()))
                .put("processInstanceKey", String.valueOf(value.getProcessInstanceKey()))
                .put("startDate", moment(record))
                .putNull("endDate")
                .put("state", "ACTIVE")
                .put("hasIncident", false)
                .put("tenantId", TENANT);
        if (kind == Kind.PROCESS_INSTANCE) {
            begun.put("processDefinitionName", model.process())
                    .put("processDefinitionVersion", value.getVersion())
                    .put("processDefinitionVersionTag", versionTag(value.getProcessDefinitionKey()))
                    .put("parentProcessInstanceKey", key(value.getParentProcessInstanceKey()))
                    .put("parentElementInstanceKey", key(value.getParentElementInstanceKey()))
                    .putArray("tags");
        } else {
            begun.put("elementInstanceKey", String.valueOf(record.getKey()))
                    .put("elementId", value.getElementId())
                    .put("elementName", model.elements().getOrDefault(value.getElementId(), value.getElementId()))
                    .put("type", value.getBpmnElementType().name())
                    .putNull("incidentKey");
        }
    }

    private void end(Record<?> record, Kind kind, String state) {
        thing(kind, record.getKey()).put("state", state).put("endDate", moment(record));
    }

    private void task(Record<?> record, UserTaskRecordValue value) {
        ModelNames model = namesOf(value.getProcessDefinitionKey());
        UserTaskIntent intent = (UserTaskIntent) record.getIntent();
        ObjectNode task = thing(Kind.USER_TASK, value.getUserTaskKey());
        String state =
                switch (intent) {
                    case CREATING, ASSIGNING, CLAIMING, UPDATING, COMPLETING, CANCELING ->
                        intent == UserTaskIntent.CLAIMING ? "ASSIGNING" : intent.name();
                    case CREATED, ASSIGNED, UPDATED, MIGRATED, CORRECTED -> "CREATED";
                    case COMPLETED, CANCELED -> intent.name();
                    case COMPLETION_DENIED, ASSIGNMENT_DENIED, UPDATE_DENIED -> "CREATED";
                    default -> task.path("state").asText("CREATED");
                };
        task.put("userTaskKey", String.valueOf(value.getUserTaskKey()))
                .put("name", model.elements().getOrDefault(value.getElementId(), value.getElementId()))
                .put("state", state)
                .put("elementId", value.getElementId())
                .put("processName", model.process() == null ? value.getBpmnProcessId() : model.process())
                .put("processDefinitionId", value.getBpmnProcessId())
                .put("processDefinitionVersion", value.getProcessDefinitionVersion())
                .put("processDefinitionKey", String.valueOf(value.getProcessDefinitionKey()))
                .put("processInstanceKey", String.valueOf(value.getProcessInstanceKey()))
                .put("elementInstanceKey", String.valueOf(value.getElementInstanceKey()))
                .put("formKey", key(value.getFormKey()))
                .put("externalFormReference", emptyToNull(value.getExternalFormReference()))
                .put("priority", value.getPriority())
                .put("tenantId", TENANT);
        if (intent == UserTaskIntent.CREATING) {
            task.put("creationDate", moment(record)).putNull("completionDate").putNull("assignee");
        }
        // What is being done to a task counts only when it is done.
        if (!state.endsWith("ING") || intent == UserTaskIntent.CREATING) {
            task.put("assignee", emptyToNull(value.getAssignee()))
                    .put("dueDate", inUtc(value.getDueDate()))
                    .put("followUpDate", inUtc(value.getFollowUpDate()));
            value.getCandidateGroupsList().forEach(task.putArray("candidateGroups")::add);
            value.getCandidateUsersList().forEach(task.putArray("candidateUsers")::add);
            value.getCustomHeaders().forEach(task.putObject("customHeaders")::put);
        }
        if (state.equals("COMPLETED") || state.equals("CANCELED")) {
            task.put("completionDate", moment(record));
        }
    }

    private void variable(Record<?> record, VariableRecordValue value) {
        boolean isNew = find(Kind.VARIABLE, record.getKey()).isEmpty();
        ObjectNode variable = thing(Kind.VARIABLE, record.getKey());
        if (isNew) {
            variables.computeIfAbsent(value.getScopeKey(), key -> new ArrayList<>()).add(variable);
        }
        variable.put("name", value.getName())
                .put("value", value.getValue())
                .put("variableKey", String.valueOf(record.getKey()))
                .put("scopeKey", String.valueOf(value.getScopeKey()))
                .put("processInstanceKey", String.valueOf(value.getProcessInstanceKey()))
                .put("tenantId", TENANT);
    }

    private void incident(Record<?> record, IncidentRecordValue value) {
        if (record.getIntent() == IncidentIntent.CREATED) {
            thing(Kind.INCIDENT, record.getKey())
                    .put("incidentKey", String.valueOf(record.getKey()))
                    .put("processDefinitionId", value.getBpmnProcessId())
                    .put("processDefinitionKey", String.valueOf(value.getProcessDefinitionKey()))
                    .put("processInstanceKey", String.valueOf(value.getProcessInstanceKey()))
                    .put("elementId", value.getElementId())
                    .put("elementInstanceKey", String.valueOf(value.getElementInstanceKey()))
                    .put("jobKey", key(value.getJobKey()))
                    .put("errorType", value.getErrorType().name())
                    .put("errorMessage", value.getErrorMessage())
                    .put("creationTime", moment(record))
                    .put("state", "ACTIVE")
                    .put("tenantId", TENANT);
            find(Kind.ELEMENT_INSTANCE, value.getElementInstanceKey())
                    .ifPresent(element -> element.put("incidentKey", String.valueOf(record.getKey())));
            stuck.put(record.getKey(), Set.copyOf(value.getElementInstancePath().stream()
                    .flatMap(List::stream)
                    .distinct()
                    .toList()));
        } else if (record.getIntent() == IncidentIntent.RESOLVED) {
            thing(Kind.INCIDENT, record.getKey()).put("state", "RESOLVED");
            find(Kind.ELEMENT_INSTANCE, value.getElementInstanceKey())
                    .ifPresent(element -> element.putNull("incidentKey"));
            Set<Long> free = stuck.remove(record.getKey());
            if (free != null) {
                free.forEach(this::markIncident);
            }
            return;
        }
        stuck.getOrDefault(record.getKey(), Set.of()).forEach(this::markIncident);
    }

    private void markIncident(long key) {
        boolean hasIncident = stuck.values().stream().anyMatch(path -> path.contains(key));
        Stream.of(Kind.PROCESS_INSTANCE, Kind.ELEMENT_INSTANCE)
                .flatMap(kind -> find(kind, key).stream())
                .forEach(thing -> thing.put("hasIncident", hasIncident));
    }

    private ObjectNode thing(Kind kind, long key) {
        return of(kind).computeIfAbsent(key, any -> JSON.createObjectNode());
    }

    private ModelNames namesOf(long processDefinitionKey) {
        return names.getOrDefault(processDefinitionKey, ModelNames.NONE);
    }

    private @Nullable String versionTag(long processDefinitionKey) {
        return find(Kind.PROCESS_DEFINITION, processDefinitionKey)
                .map(definition -> definition.path("versionTag").asText(null))
                .orElse(null);
    }

    /** A date as Camunda's interface tells it; the engine keeps it as the model gave it, such as with the name of a zone. */
    private static @Nullable String inUtc(String date) {
        Instant moment = Search.moment(date);
        return moment == null ? emptyToNull(date) : moment.toString();
    }

    private static String moment(Record<?> record) {
        return Instant.ofEpochMilli(record.getTimestamp()).toString();
    }

    private static @Nullable String key(long key) {
        return key > 0 ? String.valueOf(key) : null;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
