package io.ferry.remote;

/** A site does not offer a call, or nobody configured it: a person does this step by hand. */
public final class AutomationUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final String why;

    private AutomationUnavailableException(String operation, String why) {
        super("Ferry cannot do this by itself here (" + operation + "): " + why);
        this.operation = operation;
        this.why = why;
    }

    /**
     * @param operation what was to be done, in a few words
     * @param why why it cannot be done automatically, as a sentence
     */
    public static AutomationUnavailableException of(String operation, String why) {
        return new AutomationUnavailableException(operation, why);
    }

    /** What was to be done, in a few words. */
    public String operation() {
        return operation;
    }

    /** Why it cannot be done automatically, as a sentence. */
    public String why() {
        return why;
    }
}
