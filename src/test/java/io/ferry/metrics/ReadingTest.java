package io.ferry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final MetricsProperties PROPERTIES =
            new MetricsProperties(Duration.ofSeconds(30), Duration.ofSeconds(2));

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean away;

    private final Reading<Integer> reading = new Reading<>("source", PROPERTIES, this::read, nanos::get);

    private int read() {
        int number = reads.incrementAndGet();
        if (away) {
            throw new IllegalStateException("away");
        }
        return number;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void shouldAskOnceForAllSeriesOfAScrapeAndAgainWhenItIsOld() {
        for (int series = 0; series < 100; series++) {
            assertThat(reading.number(Integer::doubleValue)).isEqualTo(1);
        }

        pass(Duration.ofSeconds(29));
        assertThat(reading.number(Integer::doubleValue)).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(reading.number(Integer::doubleValue)).isEqualTo(2);
    }

    @Test
    void shouldShowWhatItKnowsForAWhileAndThenNothing() {
        assertThat(reading.number(Integer::doubleValue)).isEqualTo(1);
        away = true;

        pass(Duration.ofMinutes(2));
        assertThat(reading.number(Integer::doubleValue)).isEqualTo(1);
        pass(Duration.ofMinutes(3));
        assertThat(reading.number(Integer::doubleValue)).isNaN();

        away = false;
        pass(Duration.ofSeconds(30));
        assertThat(reading.number(Integer::doubleValue)).isEqualTo(reads.get());
    }

    @Test
    void shouldAskASourceThatIsAwayNoMoreOften() {
        away = true;

        for (int series = 0; series < 100; series++) {
            assertThat(reading.number(Integer::doubleValue)).isNaN();
        }

        assertThat(reads).hasValue(1);
    }

    @Test
    void shouldNotWaitLongForASourceThatIsSlowAndNotForEachSeries() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Reading<Integer> slow =
                new Reading<>("source", new MetricsProperties(Duration.ofMinutes(30), Duration.ofMillis(300)), () -> {
                    answers.await();
                    return read();
                });

        long start = System.nanoTime();
        for (int series = 0; series < 100; series++) {
            assertThat(slow.number(Integer::doubleValue)).isNaN();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        answers.countDown();

        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(slow.number(Integer::doubleValue)).isEqualTo(1));
    }

    @Test
    void shouldShowSinceWhenNothingCame() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        reading.showAge(meters);
        away = true;
        pass(Duration.ofMinutes(10));

        assertThat(meters.get("ferry.metrics.age").timeGauge().value(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(600);
    }
}
