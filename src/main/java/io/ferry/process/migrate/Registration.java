package io.ferry.process.migrate;

import io.camunda.client.exception.CamundaError;
import io.ferry.migration.InvalidField;
import io.ferry.migration.MigrationId;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.lifecycle.Result;
import io.ferry.process.lifecycle.Result.CarriedByAnother;
import io.ferry.process.lifecycle.Result.Registered;
import io.ferry.process.lifecycle.Result.SettingsNotUsable;
import io.ferry.process.lifecycle.Result.TargetTaken;
import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import io.ferry.process.model.ProcessVariables;
import io.ferry.process.model.TaskContext;
import io.ferry.remote.CredentialResolver;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds or makes the record of the migration that a process instance carries, and answers as the model expects. */
@Component
class Registration {
    /** Nobody could confirm anything later, so it is said before the first phase. */
    private static final InvalidField STARTED_BY_NOBODY = new InvalidField(
            "ferry.approval.not-the-starter",
            "a start by somebody who signs in to Ferry, for Camunda does not say who uses this form: end this process in Operate,"
                    + " and start the migration on Ferry's page: New migration",
            "true");

    private final MigrationLifecycle lifecycle;
    private final ProcessVariables variables;
    private final CredentialResolver credentials;
    private final ApprovalProperties approval;

    Registration(
            MigrationLifecycle lifecycle,
            ProcessVariables variables,
            CredentialResolver credentials,
            ApprovalProperties approval) {
        this.lifecycle = lifecycle;
        this.credentials = credentials;
        this.variables = variables;
        this.approval = approval;
    }

    /**
     * @param processInstanceKey the instance of the main process
     * @param form its variables: {@code migrationId} when the interface started it, else the settings, flat or nested
     * @return the common variables
     * @throws CamundaError SETTINGS_REFUSED with a problem that names the fields
     */
    ProcessVariables.Common register(long processInstanceKey, StartForm form) {
        String id = form.migrationId();
        if (id == null && approval.notTheStarter() && !Boolean.TRUE.equals(form.rehearsal())) {
            throw settingsRefused(List.of(STARTED_BY_NOBODY), form);
        }
        List<InvalidField> notUnderstood = id == null ? form.notUnderstood() : List.of();
        if (!notUnderstood.isEmpty()) {
            throw settingsRefused(notUnderstood, form);
        }
        Result.OfRegistration result = id == null
                ? lifecycle.register(form.request(), processInstanceKey)
                : lifecycle.carry(new MigrationId(id), processInstanceKey);
        return switch (result) {
            case Registered(var migration) -> variables.common(migration);
            case CarriedByAnother(MigrationId other) ->
                throw CamundaError.jobError(
                        "Another process instance carries the migration " + other
                                + " already. Cancel this one in Operate.",
                        Map.of(),
                        0);
            case SettingsNotUsable(var fields) -> throw settingsRefused(fields, form);
            case TargetTaken taken -> throw settingsRefused(List.of(field(taken)), form);
        };
    }

    private static InvalidField field(TargetTaken taken) {
        return new InvalidField(
                "target.url",
                "a cloud site to which no other migration is under way (%s: wait for its end%s)"
                        .formatted(taken.by().getMessage(), taken.by().phase() == null ? ", or cancel it" : ""),
                taken.target().url().toString());
    }

    private CamundaError settingsRefused(List<InvalidField> fields, StartForm form) {
        Map<String, @Nullable Object> answer = form.flat(credentials::isDeclared);
        answer.put(TaskContext.VARIABLE, form.context());
        answer.put(
                Problem.VARIABLE,
                new Problem(
                        BpmnCode.SETTINGS_REFUSED.name(),
                        "These settings cannot be used.",
                        fields.stream().map(InvalidField::toString).collect(Collectors.joining("; ")),
                        "Correct the named fields. Nothing has been changed."));
        return CamundaError.bpmnError(BpmnCode.SETTINGS_REFUSED.name(), "These settings cannot be used.", answer);
    }
}
