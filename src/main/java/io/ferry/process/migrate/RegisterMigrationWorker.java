package io.ferry.process.migrate;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.model.ProcessVariables;
import org.springframework.stereotype.Component;

/** Puts a migration that was started from the start form on record, and gives the process its common variables. */
@Component
public class RegisterMigrationWorker {
    private final Registration registration;

    RegisterMigrationWorker(Registration registration) {
        this.registration = registration;
    }

    @JobWorker(type = "register-migration")
    public ProcessVariables.Common registerMigration(ActivatedJob job, @VariablesAsType StartForm form) {
        return registration.register(job.getProcessInstanceKey(), form);
    }
}
