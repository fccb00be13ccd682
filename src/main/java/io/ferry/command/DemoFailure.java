package io.ferry.command;

/** Why a demonstration cannot go on, in a sentence for the person at the terminal. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
