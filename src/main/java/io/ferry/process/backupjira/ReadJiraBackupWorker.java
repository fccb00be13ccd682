package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.backup.BackupReader;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Steps;
import io.ferry.users.UserMappings;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.FindingRecords;
import io.ferry.verification.IssueSampler;
import io.ferry.verification.IssueSamples;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
