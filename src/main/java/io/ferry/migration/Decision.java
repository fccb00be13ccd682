package io.ferry.migration;

import java.util.Arrays;
import java.util.Optional;

/** What a person can answer to a {@link Question}. The names are the values that forms send and that the record keeps. */
public enum Decision {
    /** Yes, do it. */
    CONFIRM,
    /** End the migration or the phase here. */
    STOP,
    /** Continue, though Ferry found something. */
    GO_ON,
    /** A person has done the work. */
    DONE,
    /** Ferry tries the work again. */
    AUTOMATIC,
    /** What Ferry started still runs: Ferry watches it again, and starts nothing. */
    KEEP_WATCHING,
    /** A person does the work. */
    MANUAL,
    BACK,
    CREATE,
    SKIP,
    ACCEPT,
    ROLL_BACK,
    KEEP,
    STARTED,
    NOT_WANTED,
    OPEN,
    STAY_FROZEN,
    SWITCH_ON,
    /** No connection was picked. */
    NONE,
    /** Keep what was answered; the task comes back. */
    SAVE,
    /** Close the list; what is not done stays an open point of the report. */
    CLOSE,
    NOTED,
    NONE_FOUND,
    /** The site offers it, as the person saw. */
    OFFERED,
    /** The site offers it, because its vendor opened it for this site. */
    OPENED_ON_REQUEST,
    /** The site does not offer it, as the person saw. */
    NOT_OFFERED,
    CHECK_AGAIN,
    BACK_UP_AGAIN,
    COMPARE_AGAIN,
    MATCH_AGAIN,
    VERIFY_AGAIN,
    TRY_AGAIN,
    LOOK_AGAIN,
    /** What was allowed has not been started, and nobody will start it any more. */
    NEVER_STARTED,
    /** Only in older records: a task was completed without an answer. Ferry no longer accepts that. */
    NOT_GIVEN("none");

    private final String key;

    Decision() {
        this.key = name();
    }

    Decision(String key) {
        this.key = key;
    }

    /** The value in forms, process variables, reports and the database. */
    public String key() {
        return key;
    }

    /** Whether what was asked for is not done yet: the same task comes again, or nothing is done. */
    public boolean leavesUndone() {
        return switch (this) {
            case STOP,
                    BACK,
                    SAVE,
                    NOT_OFFERED,
                    NOT_GIVEN,
                    KEEP_WATCHING,
                    CHECK_AGAIN,
                    BACK_UP_AGAIN,
                    COMPARE_AGAIN,
                    MATCH_AGAIN,
                    VERIFY_AGAIN,
                    TRY_AGAIN,
                    LOOK_AGAIN -> true;
            default -> false;
        };
    }

    /** Finds a decision by its value; none where it is not one. */
    public static Optional<Decision> withKey(String key) {
        return Arrays.stream(values())
                .filter(decision -> decision.key.equals(key))
                .findFirst();
    }
}
