package io.ferry.process.model;

/** The BPMN errors that workers throw; the models' boundary events know them by these names. */
public enum BpmnCode {
    /** The site does not offer the call, or nobody configured it: a person does it. */
    AUTOMATION_UNAVAILABLE,
    /**
     * The site did not let Ferry do it, and no further try helps: a person repairs what is said and lets Ferry try again, or
     * does it. Nothing was changed by what failed.
     */
    AUTOMATION_FAILED,
    /** Ferry cannot find out whether the site did what it was asked to do: a person looks. */
    OUTCOME_UNKNOWN,
    /** The site refuses by design: version, licence, wrong file, a result page with an error. */
    REFUSED,
    /** What a person answered does not count: somebody else must answer, or as well, or the task was not assigned. */
    CONFIRMATION_NOT_VALID,
    /** The file that a person uploaded cannot be taken. */
    UPLOADED_FILE_REFUSED,
    /** The migration's settings cannot be used. */
    SETTINGS_REFUSED
}
