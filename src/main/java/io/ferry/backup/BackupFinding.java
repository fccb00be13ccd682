package io.ferry.backup;

/**
 * One thing that was found in a backup. Its message holds counts, names of entities and places, never the data of
 * people, so that it may stand in process variables, forms and logs.
 *
 * @param code what was found
 * @param message what was found here, in one sentence
 * @param where the (first) place
 */
public record BackupFinding(FindingCode code, String message, BackupPlace where) {

    /** {@return what this means for the import} */
    public Severity severity() {
        return code.severity();
    }

    /** {@return what a person should do about it} */
    public String whatToDo() {
        return code.whatToDo();
    }
}
