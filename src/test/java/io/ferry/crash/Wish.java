package io.ferry.crash;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody's wish to cancel a migration: at some moment, and again until Ferry takes it. */
final class Wish {
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Lane lane;
    private final String migration;
    private final Duration pause;
    private final Lane.@Nullable Gate gate;
    private volatile @Nullable Instant asked;
    private volatile @Nullable Instant taken;

    private Wish(Lane lane, String migration, Duration pause, Lane.@Nullable Gate gate) {
        this.lane = lane;
        this.migration = migration;
        this.pause = pause;
        this.gate = gate;
    }

    /**
     * As the dice have it: after a pause, or at one of the migration's calls that change something, which is held meanwhile
     * or not.
     */
    static Wish thrown(long seed, Lane lane, String migration) {
        SplittableRandom dice = Ending.dice(seed, lane.number());
        dice.nextInt(100);
        Duration pause = Duration.ofMillis(1000 + dice.nextInt(150_000));
        int nth = 1 + dice.nextInt(25);
        boolean held = dice.nextBoolean();
        return new Wish(lane, migration, pause, dice.nextInt(3) == 0 ? null : lane.gate(nth, held));
    }

    /** Waits for the moment, and asks until Ferry takes the wish, or the migration has ended. */
    void come(Http ferry, Figures figures) {
        try {
            String moment = "after " + pause.toSeconds() + " s";
            if (gate == null) {
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            } else {
                moment = "at " + gate.await() + (gate.isHeld() ? ", held" : "");
            }
            asked = Instant.now();
            while (!isTaken(ferry, figures)) {
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
            figures.say("    cancelled: lane " + lane.number() + " " + moment
                    + (taken == null ? "; it had ended before" : ""));
        } catch (InterruptedException over) {
            // The migration has ended before the moment came.
        } finally {
            if (gate != null) {
                gate.open();
            }
        }
    }

    private boolean isTaken(Http ferry, Figures figures) throws InterruptedException {
        try {
            ferry.send("POST", "/api/migrations/" + migration + "/cancel", null);
            taken = Instant.now();
            return true;
        } catch (Http.Refused refused) {
            figures.count("cancelling refused", "with " + refused.status());
            return refused.status() == 409 && Round.hasEnded(ferry, migration);
        } catch (IOException dead) {
            return false;
        }
    }

    /**
     * When it was uttered.
     *
     * @param asked for the first time
     * @param taken when Ferry said yes; null: never, since the migration had ended
     */
    record Uttered(Instant asked, @Nullable Instant taken) {}

    /** Null if the moment never came. */
    @Nullable
    Uttered uttered() {
        Instant first = asked;
        return first == null ? null : new Uttered(first, taken);
    }
}
