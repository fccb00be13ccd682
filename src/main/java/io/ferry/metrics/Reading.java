package io.ferry.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was last read from somewhere that must not be asked for every series. It is read when somebody wants it and it has
 * become old, by one thread at a time. A source that does not answer delays nobody for longer than a moment and fails
 * nothing: what was read before is shown for a while, and then nothing (NaN).
 *
 * @param <T> what is read
 */
final class Reading<T> {
    private static final Logger log = LoggerFactory.getLogger(Reading.class);

    /** What is so many readings old says nothing about now. */
    private static final int READINGS_UNTIL_STALE = 8;

    private static final Duration NEVER_STALE_BEFORE = Duration.ofMinutes(1);

    private final String source;
    private final Callable<T> read;
    private final MetricsProperties properties;
    private final LongSupplier nanos;
    private final long begun;

    private @Nullable CompletableFuture<Void> underWay;
    private volatile @Nullable Known<T> known;
    private volatile long tried;
    private volatile boolean everTried;
    private volatile boolean failing;

    private record Known<T>(T value, long at) {}

    /**
     * @param source what is asked, for people: {@code database}
     * @param read asks it; may fail
     */
    Reading(String source, MetricsProperties properties, Callable<T> read) {
        this(source, properties, read, System::nanoTime);
    }

    Reading(String source, MetricsProperties properties, Callable<T> read, LongSupplier nanos) {
        this.source = source;
        this.properties = properties;
        this.read = read;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /**
     * A number of what was read.
     *
     * @param number takes it
     * @return NaN if nothing is known that is new enough
     */
    double number(ToDoubleFunction<T> number) {
        return now().map(number::applyAsDouble).orElse(Double.NaN);
    }

    /** What is known, read anew if it is old; empty if nothing is known that is new enough. */
    Optional<T> now() {
        if (!everTried || nanos.getAsLong() - tried >= properties.readEvery().toNanos()) {
            waitFor(reading());
        }
        Known<T> newest = known;
        return newest == null || isStale(age(newest)) ? Optional.empty() : Optional.of(newest.value());
    }

    private boolean isStale(Duration age) {
        return age.compareTo(NEVER_STALE_BEFORE) > 0
                && age.compareTo(properties.readEvery().multipliedBy(READINGS_UNTIL_STALE)) > 0;
    }

    /** Shows how old it is. */
    void showAge(MeterRegistry meters) {
        TimeGauge.builder("ferry.metrics.age", this, TimeUnit.SECONDS, Reading::seconds)
                .description("How long ago the source answered with what is shown of it")
                .tag("source", source)
                .register(meters);
    }

    private double seconds() {
        now();
        Known<T> newest = known;
        return Duration.ofNanos(nanos.getAsLong() - (newest == null ? begun : newest.at()))
                        .toMillis()
                / 1000.0;
    }

    private Duration age(Known<T> of) {
        return Duration.ofNanos(nanos.getAsLong() - of.at());
    }

    private synchronized CompletableFuture<Void> reading() {
        if (underWay != null && !underWay.isDone()) {
            return underWay;
        }
        CompletableFuture<Void> started = new CompletableFuture<>();
        underWay = started;
        Thread.ofVirtual().name("reads-metrics-" + source).start(() -> {
            try {
                known = new Known<>(read.call(), nanos.getAsLong());
                failing = false;
            } catch (Exception e) {
                tell(e);
            } finally {
                tried = nanos.getAsLong();
                everTried = true;
                started.complete(null);
            }
        });
        return started;
    }

    private void waitFor(CompletableFuture<Void> reading) {
        try {
            reading.get(properties.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            // What was read before is shown; each further series of the same answer must not wait again.
            tried = nanos.getAsLong();
            everTried = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Once for each time that it begins to fail: the pages and health say the same all along. */
    private void tell(Exception e) {
        if (!failing) {
            failing = true;
            log.warn("What metrics show of {} is left out until it can be read: {}", source, e.getMessage());
        }
    }
}
