package io.ferry.api;

import io.ferry.base.Plural;
import io.ferry.base.Words;
import io.ferry.migration.Migration;
import io.ferry.migration.Outcome;
import io.ferry.verification.Verdict;
import java.util.List;

/**
 * A state in a word or two.
 *
 * @param tone the class of the style sheet that colours it: {@code good}, {@code warn}, {@code bad} or {@code plain}
 */
record Badge(String tone, String text) {

    /** How a migration has ended, or that it has not. */
    static Badge of(Migration migration) {
        Outcome outcome = migration.outcome();
        if (outcome == null) {
            return new Badge("plain", migration.processInstanceKey() == null ? "Starting" : "Under way");
        }
        String tone = switch (outcome) {
            case MIGRATED, REHEARSED -> "good";
            case ROLLED_BACK, STOPPED, CANCELLED -> "warn";
        };
        return new Badge(tone, Words.capital(Words.of(outcome.name())));
    }

    /** The same, but not green, while something is left to look at. */
    Badge withOpenPoints(List<OpenPoint> points) {
        long open = points.stream().filter(OpenPoint::needsALook).count();
        return open == 0
                ? this
                : new Badge(tone.equals("good") ? "warn" : tone, text + ", " + Plural.of(open, "open point"));
    }

    /** What a comparison says. */
    static Badge of(Verdict verdict) {
        return switch (verdict) {
            case EQUAL -> new Badge("good", "Equal");
            case TOLERABLE -> new Badge("good", "Tolerable");
            case NOT_VERIFIABLE -> new Badge("warn", "Not verifiable");
            case DIFFERENT -> new Badge("bad", "Different");
        };
    }
}
