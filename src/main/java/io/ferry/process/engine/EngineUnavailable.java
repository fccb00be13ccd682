package io.ferry.process.engine;

import org.jspecify.annotations.Nullable;

/** The process engine did not do what it was asked. The message says why and what to look at. */
public final class EngineUnavailable extends RuntimeException {
    private final boolean surelyNothingHappened;

    EngineUnavailable(String message, boolean surelyNothingHappened, @Nullable Throwable cause) {
        super(message, cause);
        this.surelyNothingHappened = surelyNothingHappened;
    }

    /** Whether it is known that the engine never took the request: it said no, or there was no connection to it at all. */
    public boolean surelyNothingHappened() {
        return surelyNothingHappened;
    }
}
