package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Steps;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches the backup from Jira's export folder into the store, hashed on the way. */
@Component
public class FetchJiraBackupWorker {
    private final Steps steps;
    private final Sites sites;
    private final MigrationFiles files;
    private final FactsOfMigration facts;

    FetchJiraBackupWorker(Steps steps, Sites sites, MigrationFiles files, FactsOfMigration facts) {
        this.steps = steps;
        this.sites = sites;
        this.files = files;
        this.facts = facts;
    }

    @JobWorker(
            type = "fetch-jira-backup",
            fetchVariables = {"migrationId", "backupName"})
    public Map<String, @Nullable Object> fetchJiraBackup(ActivatedJob job) {
        return steps.run(job, step -> {
            ExportFolder folder = sites.exportFolder(step.settings());
            String name = Objects.requireNonNull(step.text("backupName"), "The process has no variable backupName");
            StoredFile file =
                    files.fetchOnce(step, ArtifactKind.JIRA_BACKUP, name, out -> files.copy(folder, name, out));
            facts.verified(step.id(), FactName.BACKUP_FILE, file);
            return Map.of("backupFile", file);
        });
    }
}
