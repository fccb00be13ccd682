package io.ferry.remote;

import io.ferry.base.TraceAttribute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What is measured and traced of calls and transfers ({@code docs/monitoring.md}). A meter names the program at a site, such as
 * {@code jira-cloud}, and never a host, path, tenant or migration: fifty sites have no more series than one. Nor do spans name them, and no header
 * of a trace is sent to a site.
 */
@Component
final class RemoteMeters implements MeterBinder {
    private static final String SITE = "site";
    private static final String DIRECTION = "direction";
    private static final String STATUS = "status";
    private static final String NO_ANSWER = "none";

    /** Upper bounds of the histogram's buckets. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final Tracer tracer;
    private final Map<Direction, AtomicInteger> active = new EnumMap<>(Direction.class);

    /** Empty until Spring binds the server's own registry. */
    private final CompositeMeterRegistry meters = new CompositeMeterRegistry();

    RemoteMeters(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer.getIfAvailable(() -> Tracer.NOOP);
        for (Direction direction : Direction.values()) {
            AtomicInteger underWay = new AtomicInteger();
            active.put(direction, underWay);
            Gauge.builder("ferry.transfers.active", underWay, AtomicInteger::get)
                    .description("Transfers from and to sites that are under way")
                    .tag(DIRECTION, direction.tag)
                    .register(meters);
            bytes(direction);
        }
    }

    /** Which way the bytes of a transfer go. */
    enum Direction {
        /** From a site. */
        DOWNLOAD("download", "GET"),
        /** To a site. */
        UPLOAD("upload", "POST");

        private final String tag;
        private final String method;

        Direction(String tag, String method) {
            this.tag = tag;
            this.method = method;
        }
    }

    /** Why a call was not sent. */
    enum Refusal {
        /** The site's circuit breaker is open. */
        BREAKER_OPEN("breaker_open"),
        /** Too many of Ferry's own calls wait for the site. */
        BUSY("busy");

        private final String tag;

        Refusal(String tag) {
            this.tag = tag;
        }
    }

    /** One try of a call or transfer; it ends when this is closed. */
    final class Try implements AutoCloseable {
        private final long start = System.nanoTime();
        private final Timer.Builder timer;
        private final Span span;
        private final Runnable end;
        private String status = NO_ANSWER;

        private Try(Timer.Builder timer, Span span, Runnable end) {
            this.timer = timer;
            this.span = span;
            this.end = end;
        }

        /** Notes that the site answered, with which HTTP status. */
        void answered(int httpStatus) {
            status = httpStatus >= 100 && httpStatus < 600 ? httpStatus / 100 + "xx" : NO_ANSWER;
            span.tag(TraceAttribute.HTTP_STATUS.key(), String.valueOf(httpStatus));
            if (httpStatus >= 400) {
                failed(String.valueOf(httpStatus));
            }
        }

        private void failed(String how) {
            span.tag(TraceAttribute.ERROR.key(), how).error(new IOException(how));
        }

        @Override
        public void close() {
            end.run();
            if (status.equals(NO_ANSWER)) {
                failed("no_answer");
            }
            span.end();
            timer.tag(STATUS, status).register(meters).record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /**
     * Begins to measure a call that is sent now.
     *
     * @param method the HTTP method
     */
    Try call(Access access, String method) {
        return new Try(
                Timer.builder("ferry.remote.calls")
                        .description("Calls to sites, each try by itself, until the whole answer is read")
                        .tags(SITE, access.program(), "method", method)
                        .serviceLevelObjectives(BUCKETS),
                begin(method, access, method),
                () -> {});
    }

    /** Begins to measure a transfer that is tried now. */
    Try transfer(Access access, Direction direction) {
        AtomicInteger underWay = Objects.requireNonNull(active.get(direction));
        underWay.incrementAndGet();
        return new Try(
                Timer.builder("ferry.transfer.tries")
                        .description("Transfers of files from and to sites, each try by itself")
                        .tag(DIRECTION, direction.tag),
                begin(direction.tag, access, direction.method),
                underWay::decrementAndGet);
    }

    private Span begin(String what, Access access, String method) {
        return tracer.spanBuilder()
                .kind(Span.Kind.CLIENT)
                .name(what + " " + access.program())
                .tag(TraceAttribute.PROGRAM.key(), access.program())
                .tag(TraceAttribute.HTTP_METHOD.key(), method)
                .start();
    }

    /** Counts bytes that have just passed, those included that pass again after a break. */
    void passed(Direction direction, long bytes) {
        bytes(direction).increment(bytes);
    }

    /** Counts a call that is going to be tried again. */
    void retried(String program) {
        Counter.builder("ferry.remote.retries")
                .description("Calls and transfers that failed and were tried again")
                .tag(SITE, program)
                .register(meters)
                .increment();
    }

    /** Counts a call that was not sent. */
    void refused(Access access, Refusal why) {
        Counter.builder("ferry.remote.refusals")
                .description("Calls that Ferry did not send, to spare the site")
                .tags(SITE, access.program(), "reason", why.tag)
                .register(meters)
                .increment();
    }

    /**
     * Shows how many circuit breakers of a program are in a state.
     *
     * @param of counted anew whenever metrics are read
     */
    <T> void breakers(String program, String state, T counted, ToDoubleFunction<T> of) {
        Gauge.builder("ferry.remote.breakers", counted, of)
                .description("Circuit breakers by state; each address of a site has one")
                .tags(SITE, program, "state", state)
                .register(meters);
    }

    private Counter bytes(Direction direction) {
        return Counter.builder("ferry.transfers")
                .description("Bytes of files that came from sites and went to them, and that people uploaded")
                .baseUnit(BaseUnits.BYTES)
                .tag(DIRECTION, direction.tag)
                .register(meters);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters.add(registry);
    }
}
