package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short crash test, with seeds that stay the same. The long one is {@code src/bench/crash-test.sh}. */
@Tag("camunda")
class CrashEndToEndTest {
    private static final long SEED = 20_261_123;

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingAndDoNothingTwiceWhateverDies() throws Exception {
        Figures figures = new Figures(System.out);

        // when a migration runs while only the engine stands still now and then, and the way to it is disturbed
        CrashTest.Plan engine = new CrashTest.Plan(
                SEED,
                null,
                1,
                4,
                1,
                List.of(Ending.MIGRATED),
                Database.H2,
                new Round.Weather(Set.of(Blow.Kind.ENGINE), false, true));
        // and then one goes the whole way and another one is rolled back, while everything happens that can
        CrashTest.Plan all = new CrashTest.Plan(
                SEED + 1,
                null,
                2,
                8,
                2,
                List.of(Ending.MIGRATED, Ending.ROLLED_BACK),
                Database.POSTGRESQL,
                new Round.Weather(Blow.Kind.ALL, true, true));
        CrashTest.run(folder, figures, engine, all);
        figures.print();

        // then all end, the sites saw each change once, and the engine's bad hour needed nobody's help
        assertThat(figures.violations()).isEmpty();
        assertThat(figures.sum("outcomes")).isEqualTo(3);
        assertThat(figures.sum("runs")).isEqualTo(3);
        assertThat(CrashTest.strokes(figures)).isGreaterThanOrEqualTo(engine.leastStrokes() + all.leastStrokes());
    }
}
