package io.ferry.process.backupjira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.migration.Action;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.Changes;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Steps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has Jira write an XML backup, inside one long request. The file's name carries Ferry's mark. */
@Component
public class RunJiraBackupWorker {
    private final Steps steps;
    private final Sites sites;
    private final Intents intents;
    private final Changes changes;

    RunJiraBackupWorker(Steps steps, Sites sites, Intents intents, Changes changes) {
        this.steps = steps;
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
    }

    @JobWorker(type = "run-jira-backup", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> runJiraBackup(ActivatedJob job) {
        return steps.run(job, step -> {
            ExportFolder folder = sites.exportFolder(step.settings());
            IntentState state = intents.begin(step.id(), Action.BACK_UP_JIRA, step.visit());
            String fileName = state.intent().mark() + ".zip";
            changes.atMostOnce(
                    step,
                    state,
                    "The backup of Jira",
                    intent -> backUp(step, fileName),
                    intent -> folder.holdsComplete(fileName)
                            ? Optional.of(Map.of("fileName", fileName))
                            : Optional.empty());
            return Map.of("backupName", fileName);
        });
    }

    private Map<String, Object> backUp(Step step, String fileName) {
        return switch (sites.source(step.settings()).runXmlBackup(fileName)) {
            case XmlBackupOutcome.Written written -> Map.of("fileName", written.fileName());
            case XmlBackupOutcome.Refused(String reason, String whatToDo) ->
                throw StepRefused.refused("Jira wrote no backup.", reason, whatToDo);
        };
    }
}
