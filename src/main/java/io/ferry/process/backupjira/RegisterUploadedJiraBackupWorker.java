package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Takes the backup that a person uploaded on Ferry's page; not there yet, the same task waits again. */
@Component
public class RegisterUploadedJiraBackupWorker {
    private final Steps steps;
    private final JiraBackup backup;

    RegisterUploadedJiraBackupWorker(Steps steps, JiraBackup backup) {
        this.steps = steps;
        this.backup = backup;
    }

    @JobWorker(type = "register-uploaded-jira-backup")
    public JiraBackup.Stored registerUploadedJiraBackup(ActivatedJob job) {
        return steps.run(job, backup::registerUploaded);
    }
}
