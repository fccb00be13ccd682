package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The facts of a migration that are kept: counts, verdicts, hashes. Named like the process variables they come from. */
public enum FactName {
    READINESS("readiness", "the readiness of both sites"),
    /** How people keep JCMA out, where the source does not report that it is. */
    JCMA("jcma", "how JCMA is kept out"),
    BASELINE("baseline", "the counts of the source"),
    /** The app's version when the readiness was checked, before it was installed anew. */
    SOURCE_APP_BEFORE("sourceAppBefore", "the app on the source before it was reinstalled"),
    SOURCE_APP("sourceApp", "the app on the source"),
    DUMP_FILE("dumpFile", "the dump"),
    BACKUP_FILE("backupFile", "the Jira backup"),
    BACKUP_VERDICT("backupVerdict", "what was judged of the Jira backup"),
    /** What only the backup tells of the source, and which issues were drawn from it. */
    BACKUP_CONTENT("backupContent", "what the Jira backup holds"),
    /** What the target Jira held before the import. */
    TARGET_JIRA("targetJira", "the target Jira before the import"),
    JIRA_COMPARISON("jiraComparison", "the comparison after the import of Jira"),
    TARGET_APP("targetApp", "the app in the cloud"),
    MATCHING("matching", "the matching of people"),
    CREATED("created", "the accounts that were created"),
    MAPPING("mapping", "the mapping of people"),
    TARGET_STATE("targetState", "the app in the cloud before the restore"),
    /** What the target held before the first restore over it: what a roll-back must bring back. */
    ORIGINAL_STATE("originalState", "the app in the cloud before the first restore"),
    UPLOADED_DUMP("uploadedDump", "the dump that was uploaded"),
    SAFETY_DUMP("safetyDump", "the safety dump"),
    /** Counts of the target site after the restore, in the form of the baseline. */
    ARRIVED("arrived", "the counts of the target"),
    VERIFICATION("verification", "the comparison of the result"),
    INTEGRATIONS("integrations", "the integrations"),
    INTEGRATIONS_COMPARISON("integrationsComparison", "the comparison of the integrations"),
    /** What is left to do for people, and what they said about it. */
    REMAINING_TASKS("remainingTasks", "what remains to be done"),
    ROLLED_BACK("rolledBack", "what was rolled back");

    private final String key;
    private final String title;

    FactName(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** The name in JSON. */
    @JsonValue
    public String key() {
        return key;
    }

    /** What people read, within a sentence. */
    public String title() {
        return title;
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
