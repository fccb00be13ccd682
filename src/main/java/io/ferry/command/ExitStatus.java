package io.ferry.command;

/** How a command ends, for scripts; docs/commands.md lists them. Some commands have their own: their help says so. */
public enum ExitStatus {
    /** It did what it was asked to; a migration ended as MIGRATED or REHEARSED. */
    WELL(0),
    /** It could not, and said why. */
    FAILED(1),
    /** The arguments cannot be used. */
    WRONG_ARGUMENTS(2),
    /** A migration ended as ROLLED_BACK, STOPPED or CANCELLED. */
    ENDED_OTHERWISE(3),
    /** A migration waits for a person. */
    WAITS_FOR_A_PERSON(4),
    /** A migration has an incident: an operator must act. */
    HAS_AN_INCIDENT(5),
    /** A migration is under way, and nobody needs to do anything. */
    UNDER_WAY(6),
    /** No Ferry answers, or it is not known to be Ferry. */
    UNREACHABLE(7),
    /** Ferry does not know who asks, or does not allow it. */
    NOT_ALLOWED(8),
    /** Ferry knows no such migration. */
    NOT_FOUND(9);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number that a script sees. */
    public int code() {
        return code;
    }
}
