package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactId;
import io.ferry.artifact.ArtifactStore;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Steps;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Uploads the backup and starts its import, which overwrites the cloud site: at most once for each confirmation. */
@Component
public class ImportJiraBackupWorker {
    private final Steps steps;
    private final Sites sites;
    private final ArtifactStore store;
    private final Confirmations confirmations;
    private final Intents intents;
    private final Changes changes;
    private final LongWork work;

    ImportJiraBackupWorker(
            Steps steps,
            Sites sites,
            ArtifactStore store,
            Confirmations confirmations,
            Intents intents,
            Changes changes,
            LongWork work) {
        this.steps = steps;
        this.sites = sites;
        this.store = store;
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.work = work;
    }

    @JobWorker(
            type = "import-jira-backup",
            fetchVariables = {"migrationId", "backupFile"})
    public Map<String, @Nullable Object> importJiraBackup(ActivatedJob job) {
        return steps.run(job, step -> {
            Confirmation confirmed = confirmation(step);
            JiraCloud jira = sites.target(step.settings());
            ArtifactId file =
                    new ArtifactId(String.valueOf(step.map("backupFile").get("id")));
            Map<String, Object> uploaded = changes.atMostOnce(
                    step,
                    intents.begin(confirmed, Action.UPLOAD_BACKUP, Map.of("artifact", file.value())),
                    "The upload of the backup",
                    intent -> upload(jira, store.verify(file)),
                    // An upload changes nothing but the disk of the site: a second one does no harm.
                    intent -> Optional.of(upload(jira, store.verify(file))));
            Map<String, Object> started = changes.atMostOnce(
                    step,
                    intents.begin(confirmed, Action.IMPORT_BACKUP, uploaded),
                    "The import of the backup",
                    intent -> start(jira, uploaded),
                    intent -> theNewOne(jira, uploaded));
            Map<String, @Nullable Object> variables = new HashMap<>(work.begun("import"));
            variables.put("importTask", started.get("taskId"));
            return variables;
        });
    }

    private Confirmation confirmation(Step step) {
        return confirmations
                .latest(step.id(), Question.IMPORT)
                .filter(Confirmation::isConfirmation)
                .orElseThrow(() -> StepRefused.refused(
                        "Nobody has confirmed the import.",
                        "The record holds no confirmation that is good for it.",
                        "Confirm the import first."));
    }

    /** The imports that the site knew before are kept: what it shows in addition later is ours. */
    private Map<String, Object> upload(JiraCloud jira, Artifact file) {
        List<String> known = jira.imports().stream().map(ImportProgress::taskId).toList();
        JiraCloud.UploadedBackup uploaded = uploaded(jira, store.path(file.id()));
        if (!uploaded.is(file.bytes(), file.sha256())) {
            throw RemoteFailure.passing(
                    "The backup did not arrive at the cloud site as it left.",
                    "Ferry uploads it again; nothing has been imported.");
        }
        return Map.of(
                "fileId", uploaded.fileId(),
                "sha256", uploaded.transferred().sha256(),
                "importsBefore", known);
    }

    private static JiraCloud.UploadedBackup uploaded(JiraCloud jira, Path file) {
        try {
            return jira.uploadBackup(file);
        } catch (OutcomeUnknownException unknown) {
            throw RemoteFailure.passing(unknown.title(), "Ferry uploads the backup again; that does no harm.");
        }
    }

    private static Map<String, Object> start(JiraCloud jira, Map<String, Object> uploaded) {
        return switch (jira.startImport(String.valueOf(uploaded.get("fileId")))) {
            case ImportStart.Started(String taskId) -> Map.of("taskId", taskId);
            case ImportStart.Refused(String reason) ->
                throw StepRefused.refused(
                        "The cloud site does not import this backup.",
                        reason,
                        "Put right what it says, or import by hand.");
        };
    }

    private static Optional<Map<String, Object>> theNewOne(JiraCloud jira, Map<String, Object> uploaded) {
        List<?> known = uploaded.get("importsBefore") instanceof List<?> list ? list : List.of();
        List<String> added = jira.imports().stream()
                .map(ImportProgress::taskId)
                .filter(task -> !known.contains(task))
                .toList();
        return added.size() == 1 ? Optional.of(Map.of("taskId", added.getFirst())) : Optional.empty();
    }
}
