package io.ferry.command;

/** Why a command cannot do what it was asked to, in a sentence for the person at the terminal. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes the sentence; it says what to do. */
    public CommandFailure(String message) {
        super(message);
    }
}
