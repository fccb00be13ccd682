package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Has Jira write an XML backup, inside one long request. The file's name carries Ferry's mark. */
@Component
public class RunJiraBackupWorker {
    private final Steps steps;
    private final JiraBackup backup;

    RunJiraBackupWorker(Steps steps, JiraBackup backup) {
        this.steps = steps;
        this.backup = backup;
    }

    @JobWorker(type = "run-jira-backup")
    public JiraBackup.Named runJiraBackup(ActivatedJob job) {
        return steps.run(job, backup::run);
    }
}
