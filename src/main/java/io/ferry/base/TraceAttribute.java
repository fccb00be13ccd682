package io.ferry.base;

/**
 * What spans say of Ferry's work ({@code docs/monitoring.md}). Nothing else leaves with a span: no host, address, person or
 * message has an attribute.
 */
public enum TraceAttribute {
    MIGRATION("ferry.migration.id", "The migration's id, as in the log"),
    PROCESS("camunda.process.id", "The process, such as `migrate`"),
    PROCESS_INSTANCE("camunda.process.instance.key", "The key of the process instance, as in Operate"),
    ELEMENT("camunda.element.id", "The task in the model"),
    JOB("camunda.job.key", "The key of the job"),
    RETRIES("camunda.job.retries", "How many tries the job had left when this one began, this one included"),
    PROGRAM("ferry.site", "Which program was called, such as `jira-cloud`"),
    HTTP_METHOD("http.request.method", "The HTTP method of a call to a site"),
    HTTP_STATUS("http.response.status_code", "The status that the site answered with; none if it did not answer"),
    ERROR("error.type", "What failed: a status, or the name of a class");

    private final String key;
    private final String meaning;

    TraceAttribute(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** Its name in a span. */
    public String key() {
        return key;
    }

    /** What it says, in a sentence for the documentation. */
    public String meaning() {
        return meaning;
    }
}
