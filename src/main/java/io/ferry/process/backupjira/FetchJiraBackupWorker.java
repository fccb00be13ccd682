package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Fetches the backup from Jira's export folder into the store, hashed on the way. */
@Component
public class FetchJiraBackupWorker {
    private final Steps steps;
    private final JiraBackup backup;

    FetchJiraBackupWorker(Steps steps, JiraBackup backup) {
        this.steps = steps;
        this.backup = backup;
    }

    @JobWorker(type = "fetch-jira-backup")
    public JiraBackup.Stored fetchJiraBackup(ActivatedJob job, @VariablesAsType JiraBackup.Named variables) {
        return steps.run(job, step -> backup.fetch(step, variables));
    }
}
