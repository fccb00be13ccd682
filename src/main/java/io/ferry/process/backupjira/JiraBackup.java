package io.ferry.process.backupjira;

import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.migration.Action;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.UploadRegistration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The XML backup of Jira, from its making to the store. The file's name carries Ferry's mark. */
@Component
class JiraBackup {
    private final Sites sites;
    private final Intents intents;
    private final AtMostOnce changes;
    private final MigrationFiles files;
    private final UploadRegistration uploads;
    private final FactsOfMigration facts;

    JiraBackup(
            Sites sites,
            Intents intents,
            AtMostOnce changes,
            MigrationFiles files,
            UploadRegistration uploads,
            FactsOfMigration facts) {
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
        this.files = files;
        this.uploads = uploads;
        this.facts = facts;
    }

    /** Under which name it lies in Jira's export folder. */
    record Named(@Nullable String backupName) {}

    /** The backup in Ferry's store. */
    record Stored(StoredFile backupFile) {}

    /** Has Jira write one, inside one long request. */
    Named run(Step step) {
        ExportFolder folder = sites.exportFolder(step.settings());
        IntentState state = intents.begin(step.id(), Action.BACK_UP_JIRA, step.visit());
        String fileName = state.intent().mark() + ".zip";
        changes.atMostOnce(
                step,
                state,
                "The backup of Jira",
                intent -> backUp(step, fileName),
                intent ->
                        folder.holdsComplete(fileName) ? Optional.of(Map.of("fileName", fileName)) : Optional.empty());
        return new Named(fileName);
    }

    private Map<String, Object> backUp(Step step, String fileName) {
        return switch (sites.source(step.settings()).runXmlBackup(fileName)) {
            case XmlBackupOutcome.Written written -> Map.of("fileName", written.fileName());
            case XmlBackupOutcome.Refused(String reason, String whatToDo) ->
                throw StepRefused.refused("Jira wrote no backup.", reason, whatToDo);
        };
    }

    /** Downloads it from Jira's export folder into the store, hashed on the way. */
    Stored fetch(Step step, Named named) {
        ExportFolder folder = sites.exportFolder(step.settings());
        String name = Objects.requireNonNull(named.backupName(), "The process has no variable backupName");
        return stored(
                step, files.fetchOnce(step, ArtifactKind.JIRA_BACKUP, name, out -> files.copy(folder, name, out)));
    }

    /** Takes the one that a person uploaded on Ferry's page; not there yet, the same task waits again. */
    Stored registerUploaded(Step step) {
        return stored(step, uploads.register(step, FileKind.JIRA_BACKUP));
    }

    private Stored stored(Step step, StoredFile file) {
        facts.verified(step.id(), FactName.BACKUP_FILE, file);
        return new Stored(file);
    }
}
