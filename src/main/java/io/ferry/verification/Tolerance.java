package io.ferry.verification;

/**
 * By how much a count may differ.
 *
 * @param percent of what was expected, 0 to 100
 */
record Tolerance(double percent) {

    /** Compares two counts. */
    Verdict compare(long expected, long found) {
        if (expected == found) {
            return Verdict.EQUAL;
        }
        return Math.abs(expected - found) * 100.0 <= percent * expected ? Verdict.TOLERABLE : Verdict.DIFFERENT;
    }
}
