package io.ferry.jira.datacenter;

/** What became of a request for an XML backup. Anything that is not clearly one of these is an unknown outcome. */
public sealed interface XmlBackupOutcome {

    /**
     * Jira says that the backup is written.
     *
     * @param fileName the name of the zip in Jira's export folder
     */
    record Written(String fileName) implements XmlBackupOutcome {}

    /**
     * Jira wrote no backup, and says why.
     *
     * @param reason what the result page says, with addresses masked
     * @param whatToDo what the operator does next
     */
    record Refused(String reason, String whatToDo) implements XmlBackupOutcome {}
}
