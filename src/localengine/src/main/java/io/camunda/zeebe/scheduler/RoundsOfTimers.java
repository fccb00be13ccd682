package io.camunda.zeebe.scheduler;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * How idle threads of the engine wait. Each time that a thread finds nothing to do it looks at one of the 32 spokes of its wheel
 * of timers; with the usual pause of 20 ms after each look, a timer of the engine's own is up to 640 ms late. These look at all
 * spokes between two pauses.
 */
public final class RoundsOfTimers implements IdleStrategy {
    private static final int SPOKES = 32;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private int looks;

    private RoundsOfTimers() {}

    /** Lets all threads of a group wait so. */
    public static void in(ActorThreadGroup group) {
        for (ActorThread thread : group.threads) {
            thread.idleStrategy = thread.new ActorTaskRunnerIdleStrategy(new RoundsOfTimers());
        }
    }

    @Override
    public void idle() {
        looks++;
        if (looks > SPOKES) {
            looks = 0;
            LockSupport.parkNanos(PAUSE);
        }
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void reset() {
        looks = 0;
    }
}
