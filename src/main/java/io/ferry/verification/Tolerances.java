package io.ferry.verification;

/**
 * What counts as good enough.
 *
 * @param percent by how much a count may differ, 0 to 100
 */
public record Tolerances(double percent) {

    public Tolerances {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("A tolerance is a percentage from 0 to 100, not " + percent);
        }
    }

    /** Compares two counts. */
    Verdict compare(long expected, long found) {
        if (expected == found) {
            return Verdict.EQUAL;
        }
        return Math.abs(expected - found) * 100.0 <= percent * expected ? Verdict.TOLERABLE : Verdict.DIFFERENT;
    }
}
