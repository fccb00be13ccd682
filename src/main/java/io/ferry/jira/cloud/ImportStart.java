package io.ferry.jira.cloud;

/** What became of the wish to start an import. */
public sealed interface ImportStart {

    /**
     * It runs.
     *
     * @param taskId to ask for its progress
     */
    record Started(String taskId) implements ImportStart {}

    /**
     * The site does not take the file, or not now.
     *
     * @param reason what it says, with addresses masked
     */
    record Refused(String reason) implements ImportStart {}
}
