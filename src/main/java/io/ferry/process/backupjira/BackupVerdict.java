package io.ferry.process.backupjira;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.model.BackupReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Ferry thinks of a backup, as the process variable {@code backupVerdict}: counts and findings, no people.
 *
 * @param importable whether nothing blocks the import
 * @param verdict the same in three words: importable, with losses, or not
 * @param complete whether the file is whole
 * @param kind which product wrote it
 * @param jiraVersion null where the backup does not say
 * @param findings the worst first, at most 20
 */
record BackupVerdict(
        boolean importable,
        String verdict,
        boolean complete,
        String kind,
        @Nullable String jiraVersion,
        long issues,
        long people,
        int projects,
        List<Finding> findings) {
    private static final int MOST_FINDINGS = 20;

    /** One finding, as a form shows it. */
    record Finding(String severity, String code, String message, String whatToDo) {
        static Finding of(BackupFinding found) {
            return new Finding(found.severity().name(), found.code().name(), found.message(), found.whatToDo());
        }
    }

    static BackupVerdict of(BackupReading reading) {
        return new BackupVerdict(
                reading.importable(),
                reading.verdict().name(),
                reading.complete(),
                reading.kind().name(),
                reading.jiraVersion(),
                reading.issues(),
                reading.peopleCounts().total(),
                reading.projects().size(),
                reading.findings().stream()
                        .limit(MOST_FINDINGS)
                        .map(Finding::of)
                        .toList());
    }
}
