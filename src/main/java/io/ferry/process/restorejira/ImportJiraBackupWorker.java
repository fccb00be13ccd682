package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Uploads the backup and starts its import, which overwrites the cloud site: at most once for each confirmation. */
@Component
public class ImportJiraBackupWorker {
    private final Steps steps;
    private final JiraImport jiraImport;

    ImportJiraBackupWorker(Steps steps, JiraImport jiraImport) {
        this.steps = steps;
        this.jiraImport = jiraImport;
    }

    @JobWorker(type = "import-jira-backup")
    public JiraImport.Import importJiraBackup(ActivatedJob job, @VariablesAsType JiraImport.Backup variables) {
        return steps.run(job, step -> jiraImport.start(step, variables));
    }
}
