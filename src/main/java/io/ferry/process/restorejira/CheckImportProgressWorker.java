package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far the import is. */
@Component
public class CheckImportProgressWorker {
    private final Steps steps;
    private final JiraImport jiraImport;

    CheckImportProgressWorker(Steps steps, JiraImport jiraImport) {
        this.steps = steps;
        this.jiraImport = jiraImport;
    }

    @JobWorker(type = "check-import-progress")
    public JiraImport.Import checkImportProgress(ActivatedJob job, @VariablesAsType JiraImport.SoFar variables) {
        return steps.look(job, step -> jiraImport.look(step, variables));
    }
}
