package io.ferry.remote;

import org.jspecify.annotations.Nullable;

/**
 * A call that was to change a site was sent, and nobody knows what became of it: the answer never came, or could not be
 * read. It must not be sent again before the site was asked; what cannot be found out goes to a person.
 */
public final class OutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String title;
    private final String whatToDo;

    private OutcomeUnknownException(String title, String whatToDo, @Nullable Throwable cause) {
        super(title + " " + whatToDo, cause);
        this.title = title;
        this.whatToDo = whatToDo;
    }

    /**
     * @param title what was sent, to which site, and what came instead of an answer; without secrets
     * @param whatToDo where to look
     */
    public static OutcomeUnknownException of(String title, String whatToDo) {
        return new OutcomeUnknownException(title, whatToDo, null);
    }

    /** One sentence: what happened, at which site. */
    public String title() {
        return title;
    }

    /** What the operator does next. */
    public String whatToDo() {
        return whatToDo;
    }
}
