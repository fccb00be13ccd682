package io.ferry.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Programs that die of {@code kill -9}, an engine that stands still for a while, or both at once, as the dice have it.
 *
 * @param kind who is hit
 * @param engineStops how long the engine stands still from this moment on; zero: it does not
 * @param pause after everything is up again; where a call is waited for, how long after it at most
 * @param at the moment of a call that changes something at a site; null: just after the pause
 * @param nth which of the next such calls
 * @param down how long what died stays dead
 * @param again how long after its start Ferry is killed once more, before it can be ready; null: not
 */
record Blow(
        Kind kind,
        Duration engineStops,
        Duration pause,
        Relay.@Nullable Moment at,
        int nth,
        Duration down,
        @Nullable Duration again) {

    /** As long as a cluster of Camunda's may take to elect a leader. */
    static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private static final Duration SHORTEST_STOP = Duration.ofSeconds(1);

    /** Who is hit. */
    enum Kind {
        FERRY(46, Victim.FERRY),
        DATABASE(14, Victim.DATABASE),
        FERRY_AND_DATABASE(8, Victim.FERRY, Victim.DATABASE),
        ENGINE(22),
        FERRY_WHILE_THE_ENGINE_STANDS_STILL(10, Victim.FERRY);

        static final Set<Kind> ALL = Set.of(values());
        static final Set<Kind> WITHOUT_DATABASE = Set.of(FERRY, ENGINE, FERRY_WHILE_THE_ENGINE_STANDS_STILL);

        private final int weight;
        private final List<Victim> victims;

        Kind(int weight, Victim... victims) {
            this.weight = weight;
            this.victims = List.of(victims);
        }

        boolean stopsTheEngine() {
            return this == ENGINE || this == FERRY_WHILE_THE_ENGINE_STANDS_STILL;
        }
    }

    /** The programs that die together; none where only the engine stands still. */
    List<Victim> victims() {
        return kind.victims;
    }

    /** How many programs this hits, one that is hit twice counted twice. */
    int strokes() {
        return victims().size() + (engineStops.isZero() ? 0 : 1) + (again == null ? 0 : 1);
    }

    /** @param kinds the dice choose among these */
    static Blow thrown(Random dice, Set<Kind> kinds) {
        Kind kind = kind(dice, kinds);
        Duration stop = SHORTEST_STOP.plusMillis(
                dice.nextInt((int) LONGEST_STOP.minus(SHORTEST_STOP).toMillis() + 1));
        boolean atCall = dice.nextInt(100) < 60;
        int pause = atCall ? dice.nextInt(4) == 0 ? dice.nextInt(900) : 0 : 200 + dice.nextInt(6000);
        Relay.Moment moment = Relay.Moment.values()[dice.nextInt(Relay.Moment.values().length)];
        int nth = 1 + dice.nextInt(4);
        int down = dice.nextInt(3) == 0 ? dice.nextInt(3000) : 0;
        int again = dice.nextInt(100) < 12 ? 500 + dice.nextInt(6000) : 0;
        return new Blow(
                kind,
                kind.stopsTheEngine() ? stop : Duration.ZERO,
                Duration.ofMillis(pause),
                atCall ? moment : null,
                nth,
                Duration.ofMillis(down),
                again == 0 || !kind.victims.contains(Victim.FERRY) ? null : Duration.ofMillis(again));
    }

    private static Kind kind(Random dice, Set<Kind> kinds) {
        // In the order of the enum: a set has none, and the same seed must decide the same.
        List<Kind> possible = Stream.of(Kind.values()).filter(kinds::contains).toList();
        int thrown =
                dice.nextInt(possible.stream().mapToInt(kind -> kind.weight).sum());
        for (Kind kind : possible) {
            thrown -= kind.weight;
            if (thrown < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("No blow is possible");
    }

    /** As many blows as make so many strokes, or one more. */
    static List<Blow> thrown(Random dice, int strokes, Set<Kind> kinds) {
        List<Blow> blows = new ArrayList<>();
        int planned = 0;
        while (planned < strokes) {
            Blow blow = thrown(dice, kinds);
            blows.add(blow);
            planned += blow.strokes();
        }
        return blows;
    }
}
