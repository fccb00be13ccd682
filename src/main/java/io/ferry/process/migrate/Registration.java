package io.ferry.process.migrate;

import io.camunda.client.exception.CamundaError;
import io.ferry.migration.InvalidField;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.TargetInUse;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import io.ferry.process.model.ProcessVariables;
import io.ferry.readiness.SettingsCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds or makes the record of the migration that a process instance carries. */
@Component
class Registration {
    private final Migrations migrations;
    private final SettingsCheck check;
    private final ProcessVariables variables;

    Registration(Migrations migrations, SettingsCheck check, ProcessVariables variables) {
        this.migrations = migrations;
        this.check = check;
        this.variables = variables;
    }

    /**
     * @param processInstanceKey the instance of the main process
     * @param form its variables: {@code migrationId} when the interface started it, else the fields of the start form
     * @return the common variables
     * @throws CamundaError SETTINGS_REFUSED with a problem that names the fields
     */
    ProcessVariables.Common register(long processInstanceKey, StartForm form) {
        try {
            Migration migration = migration(processInstanceKey, form);
            if (!migrations.recordProcessInstance(migration.id(), processInstanceKey)) {
                throw CamundaError.jobError(
                        "Another process instance carries the migration " + migration.id()
                                + " already. Cancel this one in Operate.",
                        Map.of(),
                        0);
            }
            return variables.common(migration);
        } catch (SettingsRefused refused) {
            throw settingsRefused(refused, form);
        }
    }

    private Migration migration(long processInstanceKey, StartForm form) {
        String id = form.migrationId();
        if (id != null) {
            return migrations.get(new MigrationId(id));
        }
        // The job may run a second time: what it put on record the first time is found by the instance.
        return migrations.carriedBy(processInstanceKey).orElseGet(() -> registered(checked(form), processInstanceKey));
    }

    private NewMigration checked(StartForm form) {
        NewMigration wanted = form.request().read();
        check.check(wanted.settings());
        return wanted;
    }

    private Migration registered(NewMigration wanted, long processInstanceKey) {
        try {
            return migrations.register(wanted, processInstanceKey);
        } catch (TargetInUse inUse) {
            throw new SettingsRefused(List.of(new InvalidField(
                    "target.url",
                    "a cloud site to which no other migration is under way (%s: wait for its end%s)"
                            .formatted(inUse.getMessage(), inUse.phase() == null ? ", or cancel it" : ""),
                    wanted.settings().target().url().toString())));
        }
    }

    private static CamundaError settingsRefused(SettingsRefused refused, StartForm form) {
        Map<String, Object> answer = new HashMap<>(form.notReferences());
        answer.put(
                Problem.VARIABLE,
                new Problem(
                        BpmnCode.SETTINGS_REFUSED.name(),
                        "These settings cannot be used.",
                        refused.refusals().stream().map(InvalidField::toString).collect(Collectors.joining("; ")),
                        "Correct the named fields. Nothing has been changed."));
        return CamundaError.bpmnError(BpmnCode.SETTINGS_REFUSED.name(), "These settings cannot be used.", answer);
    }
}
