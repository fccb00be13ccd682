package io.ferry.process.restorejira;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.base.FileContent;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.jira.cloud.ImportStart;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Intents;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.LongWork.Seen;
import io.ferry.process.common.LongWork.State;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.model.Problem;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The import of the backup, which overwrites the cloud site: at most once for each confirmation, and only over what the
 * person saw.
 */
@Component
class JiraImport {
    private final Sites sites;
    private final ArtifactStore store;
    private final ImportGuards guards;
    private final Intents intents;
    private final AtMostOnce changes;
    private final LongWork work;

    JiraImport(
            Sites sites, ArtifactStore store, ImportGuards guards, Intents intents, AtMostOnce changes, LongWork work) {
        this.sites = sites;
        this.store = store;
        this.guards = guards;
        this.intents = intents;
        this.changes = changes;
        this.work = work;
    }

    /** What is imported. */
    record Backup(@Nullable StoredFile backupFile) {}

    /** What the process knows of the import when it asks. */
    record SoFar(
            @Nullable String importTask,
            @Nullable Integer importPercent,
            @Nullable Watch importWatch) {}

    /** The import, begun or seen again. */
    record Import(
            String importTask,
            State importState,
            int importPercent,
            Watch importWatch,
            @Nullable Problem problem) {
        static Import of(String task, Seen seen) {
            return new Import(task, seen.state(), seen.percent(), seen.watch(), seen.problem());
        }
    }

    /** Uploads the backup and starts its import. */
    Import start(Step step, Backup backup) {
        Confirmation confirmed = guards.confirmed(step);
        JiraCloud jira = sites.target(step.settings());
        StoredFile recorded = guards.backup(step);
        // An upload changes nothing but the disk of the site: a second one does no harm.
        Map<String, Object> uploaded = changes.untilDone(
                step,
                intents.begin(confirmed, Action.UPLOAD_BACKUP, Map.of("artifact", recorded.id())),
                intent -> upload(jira, guards.expectBackup(step, confirmed, backup.backupFile())));
        Map<String, Object> started = changes.atMostOnce(
                step,
                intents.begin(confirmed, Action.IMPORT_BACKUP, uploaded),
                "The import of the backup",
                intent -> {
                    // The upload may have taken hours.
                    guards.expectSeen(guards.expectUnchanged(step, confirmed));
                    guards.expectConfirmed(step, confirmed, String.valueOf(uploaded.get("sha256")));
                    return start(jira, uploaded);
                },
                intent -> theNewOne(jira, uploaded));
        return Import.of(String.valueOf(started.get("taskId")), work.begun());
    }

    /** Asks how far the import is. */
    Import look(Step step, SoFar known) {
        JiraCloud jira = sites.target(step.settings());
        String task = LongWork.known(known.importTask(), "The import");
        return Import.of(task, work.look(step, "The import", known.importPercent(), known.importWatch(), () -> {
            ImportProgress seen = jira.importState(task);
            return new Progress(seen.state(), seen.percent(), seen.message());
        }));
    }

    /** The imports that the site knew before are kept: what it shows in addition later is ours. */
    private Map<String, Object> upload(JiraCloud jira, Artifact file) {
        List<String> known = jira.imports().stream().map(ImportProgress::taskId).toList();
        JiraCloud.UploadedBackup uploaded = uploaded(jira, store.content(file.id()));
        if (!uploaded.is(file.bytes(), file.sha256())) {
            throw RemoteFailure.passing(
                    "The backup did not arrive at the cloud site as it left.",
                    "Nothing has been imported; another upload does no harm.");
        }
        return Map.of(
                "fileId", uploaded.fileId(),
                "sha256", uploaded.transferred().sha256(),
                "importsBefore", known);
    }

    private static JiraCloud.UploadedBackup uploaded(JiraCloud jira, FileContent file) {
        try {
            return jira.uploadBackup(file);
        } catch (OutcomeUnknownException unknown) {
            throw RemoteFailure.passing(unknown.title(), "Nothing has been imported; another upload does no harm.");
        }
    }

    private static Map<String, Object> start(JiraCloud jira, Map<String, Object> uploaded) {
        return switch (jira.startImport(String.valueOf(uploaded.get("fileId")))) {
            case ImportStart.Started(String taskId) -> Map.of("taskId", taskId);
            case ImportStart.Refused(String reason) ->
                throw StepRefused.refused(
                        "The cloud site does not import this backup.", reason, "Fix what it says, or import by hand.");
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
