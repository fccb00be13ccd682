package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.S3TestStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The short crash test: rounds on one Ferry, killed or with its database put back, and on two, with seeds that stay the same. The long one is
 * {@code src/bench/crash-test.sh}.
 */
@Tag("camunda")
class CrashEndToEndTest {
    /**
     * After the engine's two standstills, Ferry dies while the engine stands still, then PostgreSQL, then Ferry by itself: each at
     * a change to a site.
     */
    private static final long ROUND = 22_609;

    /** A node dies when a site has answered a change; and, as soon as there are two again, before a site gets one. */
    private static final long ROUND_OF_TWO_NODES = 558;

    /** The backup is older than the dump, and is put back when the process has gone past it: alone, and with Ferry's files. */
    private static final String ROUND_OF_A_RESTORE = "487601, alone, 1";

    private static final String ROUND_OF_A_RESTORE_WITH_FILES = "84, with the files, 1";

    /** PostgreSQL and a bucket are put back, as operators of several nodes have them. */
    private static final String ROUND_OF_A_RESTORE_OF_TWO_NODES = "84, with the files, 2";

    /** Long enough for the second node's death to find migrations under way. */
    private static final Duration WORK_OF_TWO_NODES = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingAndDoNothingTwiceWhateverDies() throws Exception {
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
                null,
                List.of(Ending.MIGRATED, Ending.ROLLED_BACK),
                Database.POSTGRESQL,
                new Round.Weather(2, Blow.Kind.ALL, true, true, false));
        Figures figures = runToBothEnds(plan);

        // then the engine's standstill needed nobody's help
        assertThat(CrashTest.strokes(figures)).isGreaterThanOrEqualTo(plan.leastStrokes());
        assertThat(figures.sum("engine stopped")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({ROUND_OF_A_RESTORE, ROUND_OF_A_RESTORE_WITH_FILES, ROUND_OF_A_RESTORE_OF_TWO_NODES})
    void shouldAskAndDoNothingTwiceWhenItsDatabaseIsPutBack(long round, String what, int nodes) throws Exception {
        // when Ferry's database goes back to where it was some changes ago, while the sites and the engine have gone on
        CrashTest.Plan plan = new CrashTest.Plan(
                round,
                round,
                2,
                0,
                2,
                nodes,
                false,
                Lane.LONG_WORK,
                null,
                List.of(Ending.MIGRATED, Ending.ROLLED_BACK),
                Database.H2,
                new Round.Weather(0, Set.of(), false, false, true));
        Figures figures = runToBothEnds(plan);

        // then people are asked
        assertThat(figures.of("databases put back")).containsExactly(Map.entry(what, 1));
        assertThat(figures.sum("people who confirmed after they were told of it"))
                .isPositive();
    }

    @Test
    void shouldLoseNothingAndDoNothingTwiceWhenOneOfTwoNodesDies() throws Exception {
        disturbOneOfTwoNodes(false);
    }

    @Test
    void shouldAnswerEveryRequestWhileOneOfTwoNodesIsDrained() throws Exception {
        Figures figures = disturbOneOfTwoNodes(true);

        assertThat(figures.sum("requests while nodes are drained")).isPositive();
    }

    /**
     * Two Ferrys carry two migrations on one Camunda, and twice one of them ends: at changes to sites, which are in peace. Nothing is
     * lost by it, and nothing done twice.
     */
    private Figures disturbOneOfTwoNodes(boolean drain) throws IOException, InterruptedException {
        S3TestStore.isNeeded();
        CrashTest.Plan plan = new CrashTest.Plan(
                ROUND_OF_TWO_NODES,
                ROUND_OF_TWO_NODES,
                2,
                2,
                2,
                2,
                drain,
                WORK_OF_TWO_NODES,
                null,
                List.of(Ending.MIGRATED),
                Database.POSTGRESQL,
                new Round.Weather(0, Set.of(Blow.Kind.FERRY), false, false, false));
        Figures figures = runToBothEnds(plan);
        assertThat(figures.sum("kills")).isEqualTo(2);
        return figures;
    }

    /** Two migrations end as wanted, and the sites saw each change once. */
    private Figures runToBothEnds(CrashTest.Plan plan) throws IOException, InterruptedException {
        Figures figures = new Figures(System.out);
        CrashTest.run(folder, figures, plan);
        figures.print();
        assertThat(figures.violations()).isEmpty();
        assertThat(figures.sum("outcomes")).isEqualTo(2);
        assertThat(figures.sum("runs")).isEqualTo(2);
        return figures;
    }
}
