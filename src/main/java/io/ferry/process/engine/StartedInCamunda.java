package io.ferry.process.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.search.response.Variable;
import io.ferry.base.Json;
import io.ferry.base.PlainText;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.process.model.ProcessVariables;
import io.ferry.process.model.TaskContext;
import io.ferry.remote.Masking;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Instances of Ferry's processes of which Ferry has no record: what was started in Camunda and waits for its settings to be
 * corrected, is stuck before it could be registered, or was not meant to be started there at all.
 */
@Component
public class StartedInCamunda {
    /** A part of a migration that Ferry calls has a parent; what has none was started by somebody. */
    static final List<String> PROCESSES = Stream.concat(
                    Stream.of("migrate", "run-a-phase", "clean-up"),
                    Arrays.stream(Phase.values()).map(Phase::processId))
            .toList();

    private static final String NAME = "name";
    private static final int LONGEST_TITLE = 200;

    /** What begins is registered within a second or two. */
    private static final Duration BEGINNING = Duration.ofSeconds(15);

    private final CamundaSearch camunda;
    private final Migrations migrations;
    private final WaitingTasks waitingTasks;
    private final Incidents incidents;
    private final Clock clock;

    StartedInCamunda(
            CamundaSearch camunda, Migrations migrations, WaitingTasks waitingTasks, Incidents incidents, Clock clock) {
        this.camunda = camunda;
        this.migrations = migrations;
        this.waitingTasks = waitingTasks;
        this.incidents = incidents;
        this.clock = clock;
    }

    /**
     * An instance of which Ferry has no record.
     *
     * @param title the migration's name and sites, as far as they are known, else the process's name
     * @param process the process's name
     * @param since when it was started
     * @param link where an operator looks at it
     */
    public record Unregistered(
            String title,
            String process,
            Instant since,
            List<WaitingTask> tasks,
            List<Incident> incidents,
            String link) {
        public Unregistered {
            tasks = List.copyOf(tasks);
            incidents = List.copyOf(incidents);
        }
    }

    /**
     * Those that wait for somebody or are stuck, or that nobody has registered for a while, oldest first. A new one shows a
     * second or two late.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public List<Unregistered> unregistered() {
        return camunda
                .all(client -> client.newProcessInstanceSearchRequest()
                        .filter(instance ->
                                instance.state(ProcessInstanceState.ACTIVE).processDefinitionId(id -> id.in(PROCESSES)))
                        .sort(instance -> instance.startDate().asc()))
                .stream()
                // Without a parent it is null, or -1 in clusters with data of older versions.
                .filter(instance ->
                        instance.getParentProcessInstanceKey() == null || instance.getParentProcessInstanceKey() <= 0)
                .filter(instance -> !migrations.knowsInstance(instance.getProcessInstanceKey()))
                .map(this::looked)
                .filter(found -> !found.tasks().isEmpty()
                        || !found.incidents().isEmpty()
                        || found.since().isBefore(clock.instant().minus(BEGINNING)))
                .toList();
    }

    /**
     * Whether Camunda has an instance of the main process for this migration, or had one. A new one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public boolean hasProcess(MigrationId id) {
        // The value is JSON text: a string keeps its quotes.
        Map<String, Object> ofMigration = Map.of(ProcessVariables.MIGRATION_ID, "\"" + id.value() + "\"");
        return !camunda.first(client -> client.newProcessInstanceSearchRequest()
                        .filter(instance ->
                                instance.processDefinitionId("migrate").variables(ofMigration)))
                .isEmpty();
    }

    private Unregistered looked(ProcessInstance instance) {
        long key = instance.getProcessInstanceKey();
        String process = instance.getProcessDefinitionName() == null
                ? instance.getProcessDefinitionId()
                : instance.getProcessDefinitionName();
        return new Unregistered(
                title(key).orElse(process),
                process,
                instance.getStartDate().toInstant(),
                waitingTasks.ofInstance(key),
                incidents.of(List.of(key)),
                incidents.linkTo(key));
    }

    private Optional<String> title(long key) {
        Map<String, String> known = camunda
                .all(client -> client.newVariableSearchRequest()
                        .filter(variable ->
                                variable.scopeKey(key).name(name -> name.in(List.of(TaskContext.VARIABLE, NAME)))))
                .stream()
                .flatMap(variable -> text(variable).map(text -> Map.entry(variable.getName(), text)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
        return Optional.ofNullable(known.get(TaskContext.VARIABLE)).or(() -> Optional.ofNullable(known.get(NAME)));
    }

    /** Whoever started it may have given it any value. */
    private static Optional<String> text(Variable variable) {
        try {
            return Json.MAPPER.readValue(variable.getValue(), Object.class) instanceof String text && !text.isBlank()
                    ? Optional.of(Masking.mask(PlainText.line(text.strip())))
                            .map(line -> line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE) + "…")
                    : Optional.empty();
        } catch (JsonProcessingException cut) {
            return Optional.empty();
        }
    }
}
