package io.ferry.process.backupjira;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.StoredFile;
import io.ferry.backup.BackupReader;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.base.FileContent;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.users.SourcePerson;
import io.ferry.users.UserMatching;
import io.ferry.verification.BackupFindings;
import io.ferry.verification.FindingRecords;
import io.ferry.verification.IssueSampler;
import io.ferry.verification.IssueSamples;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the backup to its end, keeps its people for the mapping and some issues for the verification, and judges whether the cloud can import it. */
@Component
class BackupCheck {
    private final ArtifactStore store;
    private final RecordedFiles files;
    private final BackupReader reader;
    private final UserMatching people;
    private final IssueSamples samples;
    private final BackupFindings findings;
    private final FactsOfMigration facts;

    BackupCheck(
            ArtifactStore store,
            RecordedFiles files,
            BackupReader reader,
            UserMatching people,
            IssueSamples samples,
            BackupFindings findings,
            FactsOfMigration facts) {
        this.store = store;
        this.files = files;
        this.reader = reader;
        this.people = people;
        this.samples = samples;
        this.findings = findings;
        this.facts = facts;
    }

    /** What is read. */
    record Stored(@Nullable StoredFile backupFile) {}

    /** What Ferry thinks of it. */
    record Judged(BackupVerdict backupVerdict) {}

    /** Reads the backup and puts on record what it holds. */
    Judged read(Step step, Stored stored) {
        Artifact backup = files.expectNamed(
                step,
                FactName.BACKUP_FILE,
                ArtifactKind.JIRA_BACKUP,
                stored.backupFile(),
                (title, detail, whatToDo) -> StepRefused.uploadedFileRefused(
                        title, detail, whatToDo + " Then hand over the file, or make the backup again."));
        IssueSampler sampler = samples.sampler();
        FindingRecords records = new FindingRecords();
        BackupReading reading = read(store.content(backup.id()), BackupVisitor.both(sampler, records));
        findings.keep(step.id(), reading.findings(), records);
        facts.verified(step.id(), FactName.BACKUP_CONTENT, samples.keep(step.id(), sampler, reading));
        people.putPeople(step.id(), SourcePerson.of(reading));
        BackupVerdict verdict = BackupVerdict.of(reading);
        facts.verified(step.id(), FactName.BACKUP_VERDICT, verdict);
        return new Judged(verdict);
    }

    private BackupReading read(FileContent file, BackupVisitor visitor) {
        try {
            return reader.read(file, visitor);
        } catch (BackupUnreadableException unreadable) {
            throw StepRefused.uploadedFileRefused(
                    "This file is no Jira backup that Ferry can read.",
                    String.valueOf(unreadable.getMessage()),
                    "Hand over another file, or make the backup again.");
        }
    }
}
