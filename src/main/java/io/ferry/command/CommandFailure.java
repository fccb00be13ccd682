package io.ferry.command;

/** Why a command cannot do what it was asked to, in a sentence for the person at the terminal. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /** Takes the sentence; it says what to do. */
    public CommandFailure(String message) {
        this(message, ExitStatus.FAILED);
    }

    /** Takes the sentence, which says what to do, and how the command ends. */
    public CommandFailure(String message, ExitStatus status) {
        super(message);
        this.status = status;
    }

    /** How the command ends, for scripts. */
    public ExitStatus status() {
        return status;
    }
}
