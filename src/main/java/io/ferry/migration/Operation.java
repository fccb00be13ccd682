package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A remote operation that is done automatically or by hand. */
public enum Operation {
    REINSTALL_APP("reinstallApp", "Reinstall the app in the source at the same version", Question.REINSTALL_APP),
    CREATE_DUMP("createDump", "Create and download the dump", Question.CREATE_DUMP),
    BACK_UP_JIRA("backUpJira", "Create and fetch the Jira backup", Question.BACK_UP_JIRA),
    IMPORT_BACKUP("importBackup", "Import the Jira backup in the cloud", Question.IMPORT_BACKUP),
    INSTALL_APP("installApp", "Install the app in the cloud", Question.INSTALL_APP),
    CREATE_USERS("createUsers", "Create missing accounts, once approved", Question.CREATE_USERS),
    RESTORE_DUMP("restoreDump", "Upload and restore the dump", Question.RESTORE_DUMP),
    ACTIVATE_CONNECTIONS("activateConnections", "Switch integrations on again", Question.ACTIVATE_CONNECTIONS),
    ROLL_BACK("rollBack", "Restore the safety dump, if a roll-back is needed", Question.ROLL_BACK_BY_HAND);

    private final String key;
    private final String title;
    private final Question manually;

    Operation(String key, String title, Question manually) {
        this.key = key;
        this.title = title;
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
