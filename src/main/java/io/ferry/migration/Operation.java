package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A remote operation that is done automatically or by hand. */
public enum Operation {
    REINSTALL_APP("reinstallApp"),
    CREATE_DUMP("createDump"),
    BACK_UP_JIRA("backUpJira"),
    IMPORT_BACKUP("importBackup"),
    INSTALL_APP("installApp"),
    CREATE_USERS("createUsers"),
    RESTORE_DUMP("restoreDump"),
    ACTIVATE_CONNECTIONS("activateConnections"),
    ROLL_BACK("rollBack");

    private final String key;

    Operation(String key) {
        this.key = key;
    }

    /** The name in JSON and in the process variable {@code modes}. */
    @JsonValue
    public String key() {
        return key;
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
