package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A remote operation that is done automatically or by hand. */
public enum Operation {
    REINSTALL_APP(
            "reinstallApp",
            "Reinstall the app in the source at the same version",
            Phase.BACK_UP_BIGPICTURE,
            Question.REINSTALL_APP),
    CREATE_DUMP("createDump", "Create and download the dump", Phase.BACK_UP_BIGPICTURE, Question.CREATE_DUMP),
    BACK_UP_JIRA("backUpJira", "Create and fetch the Jira backup", Phase.BACK_UP_JIRA, Question.BACK_UP_JIRA),
    IMPORT_BACKUP("importBackup", "Import the Jira backup in the cloud", Phase.RESTORE_JIRA, Question.IMPORT_BACKUP),
    INSTALL_APP("installApp", "Install the app in the cloud", Phase.INSTALL_BIGPICTURE, Question.INSTALL_APP),
    CREATE_USERS("createUsers", "Create missing accounts, once approved", Phase.MAP_USERS, Question.CREATE_USERS),
    RESTORE_DUMP("restoreDump", "Upload and restore the dump", Phase.RESTORE_BIGPICTURE, Question.RESTORE_DUMP),
    ACTIVATE_CONNECTIONS(
            "activateConnections",
            "Switch integrations on again",
            Phase.REACTIVATE_INTEGRATIONS,
            Question.ACTIVATE_CONNECTIONS),
    ROLL_BACK(
            "rollBack",
            "Restore the safety dump, if a roll-back is needed",
            Phase.ROLL_BACK,
            Question.ROLL_BACK_BY_HAND);

    private final String key;
    private final String title;
    private final Phase phase;
    private final Question manually;

    Operation(String key, String title, Phase phase, Question manually) {
        this.key = key;
        this.title = title;
        this.phase = phase;
        this.manually = manually;
    }

    /** The name in JSON and in the process variable {@code modes}. */
    @JsonValue
    public String key() {
        return key;
    }

    /** What people read, in the forms too. */
    public String title() {
        return title;
    }

    /** In which phase it is done. */
    public Phase phase() {
        return phase;
    }

    /** What a person is asked who does it. */
    public Question manually() {
        return manually;
    }

    /**
     * The honest default for real sites: automatic only where a documented call does the work.
     *
     * @param source the Data Center site; a backup of Jira can be fetched only from an export folder that Ferry reads
     */
    public Mode defaultMode(SiteSettings source) {
        return switch (this) {
            case CREATE_USERS -> Mode.AUTOMATIC;
            case BACK_UP_JIRA -> source.exportFolder() == null ? Mode.MANUAL : Mode.AUTOMATIC;
            default -> Mode.MANUAL;
        };
    }

    /** The operation that a person does who is asked this; none for most questions. */
    public static Optional<Operation> doneManuallyAt(Question question) {
        return Arrays.stream(values())
                .filter(operation -> operation.manually == question)
                .findFirst();
    }

    /** Finds an operation by its key. */
    public static Optional<Operation> withKey(String key) {
        return Arrays.stream(values())
                .filter(operation -> operation.key.equals(key))
                .findFirst();
    }

    @JsonCreator
    static Operation ofKey(String key) {
        return withKey(key).orElseThrow(() -> new IllegalArgumentException("No operation of this name"));
    }

    static String allKeys() {
        return Arrays.stream(values()).map(Operation::key).collect(Collectors.joining(", "));
    }
}
