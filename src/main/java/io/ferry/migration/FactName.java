package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The facts of a migration that are kept: counts, verdicts, hashes. Named like the process variables they come from. */
public enum FactName {
    READINESS("readiness"),
    BASELINE("baseline"),
    /** The app's version when the readiness was checked, before it was installed anew. */
    SOURCE_APP_BEFORE("sourceAppBefore"),
    SOURCE_APP("sourceApp"),
    DUMP_FILE("dumpFile"),
    BACKUP_FILE("backupFile"),
    BACKUP_VERDICT("backupVerdict"),
    /** What only the backup tells of the source, and which issues were drawn from it. */
    BACKUP_CONTENT("backupContent"),
    /** What the target Jira held before the import. */
    TARGET_JIRA("targetJira"),
    JIRA_COMPARISON("jiraComparison"),
    TARGET_APP("targetApp"),
    MATCHING("matching"),
    CREATED("created"),
    MAPPING("mapping"),
    TARGET_STATE("targetState"),
    /** What the target held before the first restore over it: what a roll-back must bring back. */
    ORIGINAL_STATE("originalState"),
    UPLOADED_DUMP("uploadedDump"),
    SAFETY_DUMP("safetyDump"),
    /** Counts of the target site after the restore, in the form of the baseline. */
    ARRIVED("arrived"),
    VERIFICATION("verification"),
    INTEGRATIONS("integrations"),
    INTEGRATIONS_COMPARISON("integrationsComparison"),
    /** What is left to do for people, and what they said about it. */
    REMAINING_TASKS("remainingTasks"),
    ROLLED_BACK("rolledBack");

    private final String key;

    FactName(String key) {
        this.key = key;
    }

    /** The name in JSON. */
    @JsonValue
    public String key() {
        return key;
    }

    /** Whether it tells of a file that was carried. */
    boolean isFile() {
        return this == DUMP_FILE || this == BACKUP_FILE;
    }

    /** Whether it tells everything that stands on a site: too much for a report, which holds the counts only. */
    boolean isState() {
        return switch (this) {
            case BASELINE, BACKUP_CONTENT, ARRIVED, TARGET_STATE, ORIGINAL_STATE -> true;
            default -> false;
        };
    }

    /** Finds the name by its form in JSON. */
    public static Optional<FactName> withKey(String key) {
        return Arrays.stream(values()).filter(name -> name.key.equals(key)).findFirst();
    }
}
