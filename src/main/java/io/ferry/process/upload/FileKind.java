package io.ferry.process.upload;

import io.ferry.artifact.ArtifactKind;
import io.ferry.migration.FactName;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which files people upload and get. */
public enum FileKind {
    DUMP("dump", "dump", ArtifactKind.DUMP, FactName.DUMP_FILE, "Task_MakeTheDumpByHand"),
    JIRA_BACKUP(
            "jira-backup",
            "Jira backup",
            ArtifactKind.JIRA_BACKUP,
            FactName.BACKUP_FILE,
            "Task_MakeTheJiraBackupByHand"),
    /** No task takes it: a copy of the way back, outside the cloud. */
    SAFETY_DUMP("safety-dump", "safety dump", ArtifactKind.SAFETY_DUMP, null, "Task_RecordTheSafetyDump");

    private final String key;
    private final String title;
    private final ArtifactKind artifact;
    private final Optional<FactName> fact;
    private final String task;

    FileKind(String key, String title, ArtifactKind artifact, @Nullable FactName fact, String task) {
        this.key = key;
        this.title = title;
        this.artifact = artifact;
        this.fact = Optional.ofNullable(fact);
        this.task = task;
    }

    /** Its name in addresses. */
    public String key() {
        return key;
    }

    /** Its name inside a sentence. */
    public String title() {
        return title;
    }

    /** What it is in the store. */
    public ArtifactKind artifact() {
        return artifact;
    }

    /** Whether it is a dump of the app. */
    boolean isDump() {
        return this != JIRA_BACKUP;
    }

    /** The fact that names the file once a step took it; none where no step does. */
    Optional<FactName> fact() {
        return fact;
    }

    /** The element id of the task whose form asks for it. */
    String task() {
        return task;
    }

    /** The kind with this name in addresses. */
    public static Optional<FileKind> withKey(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /** The kind that is this in the store. */
    public static Optional<FileKind> of(ArtifactKind artifact) {
        return Arrays.stream(values()).filter(kind -> kind.artifact == artifact).findFirst();
    }
}
