package io.ferry.process.upload;

import io.ferry.artifact.IncomingFile;
import java.io.Serial;

/** A file is not taken, and nothing has changed. */
public final class UploadRefused extends RuntimeException {
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
    private final transient IncomingFile.Rejection rejection;

    UploadRefused(Reason reason, IncomingFile.Rejection rejection) {
        super(rejection.title());
        this.reason = reason;
        this.rejection = rejection;
    }

    static UploadRefused because(Reason reason, String title, String whatToDo) {
        return new UploadRefused(reason, new IncomingFile.Rejection(title, whatToDo));
    }

    /** Why it is not taken. */
    public Reason reason() {
        return reason;
    }

    /** What its sender reads. */
    public IncomingFile.Rejection rejection() {
        return rejection;
    }
}
