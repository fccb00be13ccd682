package io.ferry.users;

import java.io.Serial;

/** Somebody else changed this person after the caller last looked; nothing was changed. */
public final class ChangedMeanwhile extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient PersonMapping now;

    ChangedMeanwhile(PersonMapping now) {
        super("This person was changed meanwhile");
        this.now = now;
    }

    /** Where the person stands by now. */
    public PersonMapping now() {
        return now;
    }
}
