package io.ferry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MEGABYTE = 1_000_000;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace = new Pace();

    @Test
    void shouldTellNothingInTheFirstSeconds() {
        pace.moved(0, 0);
        pace.moved(2 * SECOND, 10 * MEGABYTE);

        assertThat(pace.left(2 * SECOND, 100 * MEGABYTE)).isEmpty();
    }

    @Test
    void shouldTellHowLongTheRestTakesAtTheRateThatWasMeasured() {
        come(0, 20, 5);

        assertThat(pace.left(20 * SECOND, 200 * MEGABYTE)).contains(Duration.ofSeconds(20));
    }

    @Test
    void shouldTellNothingOfAFileWhoseSizeIsNotKnown() {
        come(0, 20, 5);

        assertThat(pace.left(20 * SECOND, 0)).isEmpty();
    }

    @Test
    void shouldTellNothingWhileNothingComesAndMeasureAnewAfterwards() {
        come(0, 20, 5);
        assertThat(pace.left(40 * SECOND, 200 * MEGABYTE)).isEmpty();

        // when it comes on twice as fast
        for (int second = 60; second <= 70; second++) {
            pace.moved(second * SECOND, 100 * MEGABYTE + (second - 60) * 10 * MEGABYTE);
        }

        assertThat(pace.left(70 * SECOND, 300 * MEGABYTE)).contains(Duration.ofSeconds(10));
    }

    /** The end moves by more than a tenth of what is left, or not at all, however restless the connection is. */
    @Test
    void shouldNotJumpBackAndForth() {
        Random random = new Random(7);
        long whole = 2_000 * MEGABYTE;
        long bytes = 0;
        long end = -1;
        int moves = 0;
        pace.moved(0, 0);
        for (int second = 1; bytes < whole; second++) {
            bytes = Math.min(whole, bytes + Math.round(5 * MEGABYTE * Math.exp(random.nextGaussian() * 0.5)));
            pace.moved(second * SECOND, bytes);
            Duration left = pace.left(second * SECOND, whole).orElse(null);
            if (left == null) {
                continue;
            }
            long now = second * SECOND + left.toNanos();
            if (end >= 0 && now != end) {
                moves++;
                assertThat(Math.abs(now - end)).isGreaterThan(left.toNanos() / 10);
            }
            end = now;
        }
        assertThat(moves).isLessThan(40);
    }

    private void come(int from, int to, int megabytesASecond) {
        for (int second = from; second <= to; second++) {
            pace.moved(second * SECOND, (second - from) * megabytesASecond * MEGABYTE);
        }
    }
}
