package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Reads the backup to its end, and judges whether the cloud can import it. */
@Component
public class ReadJiraBackupWorker {
    private final Steps steps;
    private final BackupCheck backup;

    ReadJiraBackupWorker(Steps steps, BackupCheck backup) {
        this.steps = steps;
        this.backup = backup;
    }

    @JobWorker(type = "read-jira-backup")
    public BackupCheck.Judged readJiraBackup(ActivatedJob job, @VariablesAsType BackupCheck.Stored variables) {
        return steps.run(job, step -> backup.read(step, variables));
    }
}
