package io.ferry.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a condition of another program, looking four times a second. */
final class Waiting {
    private static final long PAUSE_MILLIS = 250;

    private Waiting() {}

    /** A condition that may take a look at another program. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    /**
     * Waits until the condition holds.
     *
     * @return false when it did not hold within the limit
     */
    static boolean until(Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (condition.holds()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return false;
    }
}
