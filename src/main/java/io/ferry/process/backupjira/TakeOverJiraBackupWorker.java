package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Steps;
import io.ferry.artifact.StoredFile;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.Uploads;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the backup that a person handed over on Ferry's page; not there yet, the same task waits again. */
@Component
public class TakeOverJiraBackupWorker {
    private final Steps steps;
    private final Uploads handingOver;
    private final FactsOfMigration facts;

    TakeOverJiraBackupWorker(Steps steps, Uploads handingOver, FactsOfMigration facts) {
        this.steps = steps;
        this.handingOver = handingOver;
        this.facts = facts;
    }

    @JobWorker(type = "take-over-jira-backup", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> takeOverJiraBackup(ActivatedJob job) {
        return steps.run(job, step -> {
            StoredFile file = handingOver.takeOver(step, FileKind.JIRA_BACKUP);
            facts.verified(step.id(), FactName.BACKUP_FILE, file);
            return Map.of("backupFile", file);
        });
    }
}
