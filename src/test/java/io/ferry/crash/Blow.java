package io.ferry.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One stroke of {@code kill -9}, as the dice have it.
 *
 * @param victims the programs that die together
 * @param pause after everything is up again; where a call is waited for, how long after it at most
 * @param at the moment of a call that changes something at a site; null: just after the pause
 * @param nth which of the next such calls
 * @param down how long the programs stay dead
 * @param again how long after the start Ferry is killed once more, before it can be ready; null: not
 */
record Blow(
        List<Victim> victims,
        Duration pause,
        Relay.@Nullable Moment at,
        int nth,
        Duration down,
        @Nullable Duration again) {

    static Blow thrown(Random dice, boolean ferryOnly) {
        int who = ferryOnly ? 0 : dice.nextInt(100);
        List<Victim> victims = who < 56
                ? List.of(Victim.FERRY)
                : who < 76
                        ? List.of(Victim.ZEEBE)
                        : who < 86
                                ? List.of(Victim.SEARCH_STORE)
                                : who < 94 ? List.of(Victim.FERRY, Victim.ZEEBE) : List.of(Victim.values());
        boolean atCall = dice.nextInt(100) < 60;
        int pause = atCall ? dice.nextInt(4) == 0 ? dice.nextInt(900) : 0 : 200 + dice.nextInt(6000);
        Relay.Moment moment = Relay.Moment.values()[dice.nextInt(Relay.Moment.values().length)];
        int nth = 1 + dice.nextInt(4);
        int down = dice.nextInt(3) == 0 ? dice.nextInt(3000) : 0;
        int again = dice.nextInt(100) < 12 ? 500 + dice.nextInt(6000) : 0;
        return new Blow(
                victims,
                Duration.ofMillis(pause),
                atCall ? moment : null,
                nth,
                Duration.ofMillis(down),
                again == 0 ? null : Duration.ofMillis(again));
    }

    static List<Blow> thrown(Random dice, int kills, boolean ferryOnly) {
        List<Blow> blows = new ArrayList<>();
        int planned = 0;
        while (planned < kills) {
            Blow blow = thrown(dice, ferryOnly);
            blows.add(blow);
            planned += blow.victims().size() + (blow.again() == null ? 0 : 1);
        }
        return blows;
    }
}
