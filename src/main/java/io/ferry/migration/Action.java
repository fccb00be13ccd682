package io.ferry.migration;

import java.util.Arrays;

/** What Ferry does at a remote site and writes down first, as an {@link Intent}. */
public enum Action {
    REINSTALL_APP("reinstallApp"),
    CREATE_DUMP("createDump"),
    BACK_UP_JIRA("backUpJira"),
    UPLOAD_BACKUP("uploadBackup"),
    IMPORT_BACKUP("importBackup"),
    INSTALL_APP("installApp"),
    CREATE_USER("createUser"),
    UPLOAD_DUMP("uploadDump"),
    MAKE_SAFETY_DUMP("makeSafetyDump"),
    RESTORE_DUMP("restoreDump"),
    ACTIVATE_CONNECTIONS("activateConnections"),
    UPLOAD_SAFETY_DUMP("uploadSafetyDump"),
    ROLL_BACK("rollBack");

    private final String key;

    Action(String key) {
        this.key = key;
    }

    /** The name in the database. */
    public String key() {
        return key;
    }

    static Action ofKey(String key) {
        return Arrays.stream(values())
                .filter(action -> action.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("The record holds an action that Ferry does not know: " + key));
    }
}
