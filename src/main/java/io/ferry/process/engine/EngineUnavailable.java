package io.ferry.process.engine;

/** The process engine did not do what it was asked. */
public final class EngineUnavailable extends RuntimeException {
    private final boolean surelyNothingHappened;

    EngineUnavailable(String message, boolean surelyNothingHappened, Throwable cause) {
        super(message, cause);
        this.surelyNothingHappened = surelyNothingHappened;
    }

    /** Whether it is known that the engine never took the request: it said no, or there was no connection to it at all. */
    public boolean surelyNothingHappened() {
        return surelyNothingHappened;
    }
}
