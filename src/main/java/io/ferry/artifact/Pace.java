package io.ferry.artifact;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a file comes, and how long it still takes. The rate is smoothed over half a minute. An end that was told stays until
 * what is left differs from it by more than a tenth, so that it does not jump back and forth. While nothing comes, nothing is
 * told.
 */
final class Pace {
    private static final double SMOOTHED_OVER = Duration.ofSeconds(30).toNanos();
    private static final long FIRST = Duration.ofSeconds(3).toNanos();
    private static final long EACH = Duration.ofMillis(500).toNanos();
    private static final long STANDS_STILL = Duration.ofSeconds(15).toNanos();
    private static final double KEPT = 0.1;

    private boolean begun;
    private long beganAt;
    private long measuredAt;
    private long measured;
    private double perNano;
    private boolean told;
    private long toldEnd;

    /**
     * Notes how much has come.
     *
     * @param nanos a moment of {@link System#nanoTime}
     * @param bytes so many in all
     */
    synchronized void moved(long nanos, long bytes) {
        long passed = nanos - measuredAt;
        if (!begun || passed > STANDS_STILL || bytes < measured) {
            begun = true;
            told = false;
            beganAt = nanos;
            measuredAt = nanos;
            measured = bytes;
            perNano = 0;
        } else if (passed >= EACH) {
            double now = (double) (bytes - measured) / passed;
            // At first the plain average, so that the first burst does not count for half a minute.
            double weight = Math.max(1 - Math.exp(-passed / SMOOTHED_OVER), (double) passed / (nanos - beganAt));
            perNano += weight * (now - perNano);
            measuredAt = nanos;
            measured = bytes;
        }
    }

    /**
     * How long it takes until all of it has come.
     *
     * @param nanos a moment of {@link System#nanoTime}
     * @param whole the size of all of it; 0 if it is not known
     * @return empty if that is not known, or not yet, or nothing comes
     */
    synchronized Optional<Duration> left(long nanos, long whole) {
        if (!begun || whole <= 0 || perNano <= 0 || measuredAt - beganAt < FIRST || nanos - measuredAt > STANDS_STILL) {
            return Optional.empty();
        }
        long since = nanos - measuredAt;
        long left = Math.max(0, Math.round((whole - measured) / perNano) - since);
        if (!told || Math.abs(nanos + left - toldEnd) > KEPT * Math.max(left, EACH)) {
            told = true;
            toldEnd = nanos + left;
        }
        return Optional.of(Duration.ofNanos(Math.max(0, toldEnd - nanos)));
    }
}
