package io.ferry.process.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.ferry.base.TraceAttribute;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.process.engine.CamundaFailure.Kind;
import io.ferry.process.model.ProcessVariables;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The process engine, as those outside of this room see it. */
@Component
public class ProcessEngine {
    /** Long enough for a person to correct settings on which the process waits before it can hear the message. */
    private static final Duration CANCELLATION_WAITS = Duration.ofHours(24);

    /**
     * What a phase reads that an earlier one found out, named like the variable by which the route hands it on. Other facts
     * tell more than the variable of their name, up to everything that stands on a site, which no process can carry.
     */
    private static final Set<FactName> HANDED_ON = EnumSet.of(
            FactName.DUMP_FILE, FactName.BACKUP_FILE, FactName.BACKUP_VERDICT, FactName.MAPPING, FactName.SAFETY_DUMP);

    private final CamundaClient camunda;
    private final ModelDeployment models;
    private final ProcessVariables variables;
    private final FactsOfMigration facts;
    private final ProcessTraces traces;

    ProcessEngine(
            CamundaClient camunda,
            ModelDeployment models,
            ProcessVariables variables,
            FactsOfMigration facts,
            ProcessTraces traces) {
        this.camunda = camunda;
        this.models = models;
        this.variables = variables;
        this.facts = facts;
        this.traces = traces;
    }

    /**
     * Makes sure that the engine answers and has the models, before anything is put on record.
     *
     * @throws EngineUnavailable if not
     */
    public void ready() {
        asked(() -> {
            models.deployed();
            return camunda.newTopologyRequest()
                    .requestTimeout(Duration.ofSeconds(5))
                    .send()
                    .join();
        });
    }

    /**
     * Starts the main process for a migration on record.
     *
     * @param remindEvery how often the process looks for what people are to be reminded of
     * @return the key of the process instance
     * @throws EngineUnavailable if the engine did not take it, or did not say so
     */
    public long start(MigrationId id, Duration remindEvery) {
        return create("migrate", Map.of(ProcessVariables.MIGRATION_ID, id.value()), remindEvery);
    }

    /**
     * Starts one phase alone, with what the route would hand it.
     *
     * @param remindEvery how often the process looks for what people are to be reminded of
     * @return the key of the process instance
     * @throws EngineUnavailable if the engine did not take it, or did not say so
     */
    public long startPhase(Migration migration, Phase phase, Duration remindEvery) {
        Map<String, Object> all = new HashMap<>(variables.of(migration));
        for (FactName name : HANDED_ON) {
            facts.find(migration.id(), name).ifPresent(fact -> all.put(name.key(), fact.value()));
        }
        all.put("phase", phase.processId());
        return create("run-a-phase", all, remindEvery);
    }

    /**
     * Asks the main process to cancel the migration. It does so where it stands; nothing that was done is undone. Asking
     * twice does no more than asking once.
     *
     * @throws EngineUnavailable if the engine did not take the request
     */
    public void cancel(MigrationId id) {
        tell("cancel-migration", "cancel-" + id.value(), CANCELLATION_WAITS, id);
    }

    /**
     * Asks the main process for the roll-back, about which a person then decides. Heard only while the route runs.
     *
     * @throws EngineUnavailable if the engine did not take the request
     */
    public void rollBack(MigrationId id) {
        // A second one may be wanted after the first was decided against, so each has a name of its own.
        tell("roll-back-migration", "roll-back-" + UUID.randomUUID(), Duration.ofMinutes(1), id);
    }

    private void tell(String message, String messageId, Duration waits, MigrationId id) {
        try {
            asked(() -> camunda.newPublishMessageCommand()
                    .messageName(message)
                    .correlationKey(id.value())
                    .messageId(messageId)
                    .timeToLive(waits)
                    .send()
                    .join());
        } catch (EngineUnavailable e) {
            if (kindOf(e) != Kind.ALREADY_THERE) {
                throw e;
            }
        }
    }

    /**
     * Whether a process instance is there no more: it has ended, somebody ended it in Operate, or the engine's data was made
     * anew. The engine itself is asked, for searches are a little late, and forget.
     *
     * @throws EngineUnavailable if the engine does not say
     */
    public boolean isOver(long processInstanceKey) {
        try {
            // It offers no question that changes nothing; no variables change nothing either.
            asked(() -> camunda.newSetVariablesCommand(processInstanceKey)
                    .variables(Map.of())
                    .send()
                    .join());
            return false;
        } catch (EngineUnavailable e) {
            if (kindOf(e) == Kind.NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Lets what is stuck be tried again, with as many tries as at first.
     *
     * @throws EngineUnavailable if the engine did not take the request
     */
    public void retry(Incident incident) {
        try {
            asked(() -> {
                if (incident.jobKey() != null) {
                    camunda.newUpdateRetriesCommand(incident.jobKey())
                            .retries(JobRetries.IN_MODELS)
                            .send()
                            .join();
                }
                return camunda.newResolveIncidentCommand(incident.key()).send().join();
            });
        } catch (EngineUnavailable e) {
            // Searches show it a little longer than it lasts: somebody else has resolved it.
            if (kindOf(e) != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /**
     * Gives processes under way what follows from the settings on record: addresses and links on forms.
     *
     * @throws EngineUnavailable if the engine did not take the request
     */
    public void refresh(Migration migration, Collection<Long> processInstanceKeys) {
        for (long key : processInstanceKeys) {
            asked(() -> camunda.newSetVariablesCommand(key)
                    .variables(variables.of(migration))
                    .send()
                    .join());
        }
    }

    /**
     * Completes a task for a person.
     *
     * @param userTask the task's key
     * @param assignee as whom it is completed: Camunda's user name
     * @param entered what the form would send
     * @return false if the task waits no more: somebody else has completed it, or its process has ended
     * @throws EngineUnavailable if the engine did not take it, or did not say so
     */
    public boolean complete(long userTask, String assignee, Map<String, Object> entered) {
        try {
            asked(() -> camunda.newAssignUserTaskCommand(userTask)
                    .assignee(assignee)
                    .allowOverride(true)
                    .send()
                    .join());
            asked(() -> camunda.newCompleteUserTaskCommand(userTask)
                    .variables(entered)
                    .send()
                    .join());
            return true;
        } catch (EngineUnavailable e) {
            if (kindOf(e) == Kind.NOT_FOUND || kindOf(e) == Kind.WRONG_STATE) {
                return false;
            }
            throw e;
        }
    }

    private long create(String processId, Map<String, Object> start, Duration remindEvery) {
        Map<String, Object> all = new HashMap<>(start);
        all.put("remindEvery", remindEvery.toString());
        try (ProcessTraces.Traced traced = traces.process(processId, all)) {
            try {
                long key = created(processId, all);
                traced.tag(TraceAttribute.PROCESS_INSTANCE, String.valueOf(key));
                return key;
            } catch (EngineUnavailable e) {
                traced.failed(e);
                throw e;
            }
        }
    }

    private long created(String processId, Map<String, Object> all) {
        try {
            return asked(() -> createNow(processId, all));
        } catch (EngineUnavailable e) {
            if (kindOf(e) != Kind.NOT_FOUND) {
                throw e;
            }
            // The engine has lost the models since they were deployed, and nothing was created.
            return asked(() -> {
                models.deployAgain();
                return createNow(processId, all);
            });
        }
    }

    private long createNow(String processId, Map<String, Object> variables) {
        models.deployed();
        return camunda.newCreateInstanceCommand()
                .bpmnProcessId(processId)
                .latestVersion()
                .variables(variables)
                .send()
                .join()
                .getProcessInstanceKey();
    }

    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ClientException e) {
            CamundaFailure why = CamundaFailure.of(e, camunda.getConfiguration());
            throw new EngineUnavailable(why.what() + ". " + why.whatToDo(), why.nothingHappened(), e);
        }
    }

    private static Kind kindOf(EngineUnavailable failure) {
        return failure.getCause() == null ? Kind.OTHER : CamundaFailure.kindOf(failure.getCause());
    }
}
