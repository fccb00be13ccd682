package io.ferry.sandbox.world;

import java.time.Duration;

/** Lets a request take its time. The only place of the sandbox that waits; tests give one that does not. */
@FunctionalInterface
public interface Pauses {

    /**
     * Waits.
     *
     * @param duration how long
     */
    void pause(Duration duration);

    /** @return pauses that really wait */
    static Pauses real() {
        return duration -> {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
