package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ferry.localcamunda.Distribution;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short crash test: one round with a seed that stays the same. The long one is {@code src/bench/crash-test.sh}. */
@Tag("camunda")
class CrashEndToEndTest {
    private static final long SEED = 20_261_123;

    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingAndDoNothingTwiceWhateverDies() throws Exception {
        assumeTrue(
                Distribution.of(System.getenv()).isSetUp(),
                "The local Camunda is not set up (bash src/localcamunda/setup.sh): the crash test is skipped");
        Figures figures = new Figures(System.out);

        // when one migration goes the whole way and another one is rolled back, and programs die meanwhile
        CrashTest.Plan plan = new CrashTest.Plan(SEED, SEED, 2, 8, 2, List.of(Ending.MIGRATED, Ending.ROLLED_BACK));
        CrashTest.run(folder, figures, plan, new Round.Weather(false, true));
        figures.print();

        // then both end, and the sites saw each change once
        assertThat(figures.violations()).isEmpty();
        assertThat(figures.sum("outcomes")).isEqualTo(2);
        assertThat(figures.sum("runs")).isEqualTo(2);
        assertThat(figures.sum("kills")).isGreaterThanOrEqualTo(plan.leastKills());
    }
}
