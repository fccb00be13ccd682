package io.ferry.backup.findings;

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

    /** {@return how sure it is that the import stops} */
    public Certainty certainty() {
        return code.certainty();
    }

    /** {@return why it matters} */
    public String why() {
        return code.why();
    }

    /** {@return the public page that it rests on} */
    public FindingSource source() {
        return code.source();
    }

    /** {@return what a person should do about it} */
    public String whatToDo() {
        return code.whatToDo();
    }
}
