package io.ferry.process.handover;

import io.ferry.artifact.Arrival;
import java.io.Serial;

/** A file is not taken, and nothing has changed. */
public final class HandOverRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Why it is not taken. */
    public enum Reason {
        /** It is the wrong file. */
        WRONG_FILE,
        /** None is wanted now. */
        NOT_WANTED,
        /** One is there already: whoever hands over another one says so. */
        REPLACES,
        /** Another one is on its way. */
        ON_ITS_WAY,
        /** Where it shall come from cannot be used. */
        WRONG_PLACE
    }

    private final Reason reason;
    private final transient Arrival.Refusal refusal;

    HandOverRefused(Reason reason, Arrival.Refusal refusal) {
        super(refusal.title());
        this.reason = reason;
        this.refusal = refusal;
    }

    static HandOverRefused because(Reason reason, String title, String whatToDo) {
        return new HandOverRefused(reason, new Arrival.Refusal(title, whatToDo));
    }

    /** Why it is not taken. */
    public Reason reason() {
        return reason;
    }

    /** What its sender reads. */
    public Arrival.Refusal refusal() {
        return refusal;
    }
}
