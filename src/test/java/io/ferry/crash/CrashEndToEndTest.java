package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.S3TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short crash test: a round on one Ferry and one on two, each with a seed that stays the same. The long one is {@code src/bench/crash-test.sh}. */
@Tag("camunda")
class CrashEndToEndTest {
    /**
     * After the engine's two standstills, Ferry dies while the engine stands still, then PostgreSQL, then Ferry by itself: each at
     * a change to a site.
     */
    private static final long ROUND = 22_609;

    /** Four times a node dies: before a site gets a change, after Ferry has heard of one, at any moment, and between the two. */
    private static final long ROUND_OF_TWO_NODES = 36;

    /** Long enough for all kills to find migrations under way. */
    private static final Duration WORK_OF_TWO_NODES = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingAndDoNothingTwiceWhateverDies() throws Exception {
        Figures figures = new Figures(System.out);

        // when one migration goes the whole way and another one is rolled back; first the engine stands still twice,
        // then
        // programs die, and network and sites have a bad hour
        CrashTest.Plan plan = new CrashTest.Plan(
                ROUND,
                ROUND,
                2,
                6,
                2,
                1,
                false,
                Lane.LONG_WORK,
                List.of(Ending.MIGRATED, Ending.ROLLED_BACK),
                Database.POSTGRESQL,
                new Round.Weather(2, Blow.Kind.ALL, true, true));
        CrashTest.run(folder, figures, plan);
        figures.print();

        // then both end, the sites saw each change once, and the engine's standstill needed nobody's help
        assertThat(figures.violations()).isEmpty();
        assertThat(figures.sum("outcomes")).isEqualTo(2);
        assertThat(figures.sum("runs")).isEqualTo(2);
        assertThat(CrashTest.strokes(figures)).isGreaterThanOrEqualTo(plan.leastStrokes());
        assertThat(figures.sum("engine stopped")).isEqualTo(3);
    }

    @Test
    void shouldLoseNothingAndDoNothingTwiceWhenTwoNodesDieInTurn() throws Exception {
        S3TestStore.isNeeded();
        Figures figures = new Figures(System.out);

        // when two Ferrys carry two migrations on one Camunda, and one or the other is killed, while all else is in peace
        CrashTest.Plan plan = new CrashTest.Plan(
                ROUND_OF_TWO_NODES,
                ROUND_OF_TWO_NODES,
                2,
                4,
                2,
                2,
                false,
                WORK_OF_TWO_NODES,
                List.of(Ending.MIGRATED),
                Database.POSTGRESQL,
                new Round.Weather(0, Set.of(Blow.Kind.FERRY), false, false));
        CrashTest.run(folder, figures, plan);
        figures.print();

        // then both are migrated, and the sites saw each change once
        assertThat(figures.violations()).isEmpty();
        assertThat(figures.sum("outcomes")).isEqualTo(2);
        assertThat(figures.sum("runs")).isEqualTo(2);
        assertThat(figures.sum("kills")).isGreaterThanOrEqualTo(plan.leastStrokes());
    }
}
