package io.ferry.remote;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/**
 * What stands around every call: retry, rate limiter, bulkhead, circuit breaker, time limiter, in this order from the
 * outside, each kept for a site and side. Their metrics go to Micrometer.
 */
@Component
final class Guards implements MeterBinder {
    private final RemoteProperties properties;
    private final FailureClassifier failures;
    private final RetryRegistry retries;
    private final RateLimiterRegistry rates;
    private final BulkheadRegistry bulkheads;
    private final CircuitBreakerRegistry breakers;
    private final TimeLimiterRegistry limits = TimeLimiterRegistry.ofDefaults();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Guards(RemoteProperties properties, FailureClassifier failures) {
        this.properties = properties;
        this.failures = failures;
        IntervalFunction growing = IntervalFunction.ofExponentialRandomBackoff(
                properties.firstPause(), 2.0, 0.3, properties.longestPause());
        this.retries = RetryRegistry.of(RetryConfig.custom()
                .maxAttempts(properties.attempts())
                .retryOnException(this::isWorthAnotherTry)
                .intervalBiFunction((attempt, outcome) -> pause(growing, attempt, outcome))
                .build());
        this.rates = RateLimiterRegistry.of(RateLimiterConfig.custom()
                .limitForPeriod(properties.callsPerSecond())
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(properties.longestQueue())
                .build());
        this.bulkheads = BulkheadRegistry.of(BulkheadConfig.custom()
                .maxConcurrentCalls(properties.callsAtOnce())
                .maxWaitDuration(properties.longestQueue())
                .build());
        this.breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(properties.breakerCalls())
                .minimumNumberOfCalls(properties.breakerCalls())
                .failureRateThreshold(properties.breakerRate())
                .waitDurationInOpenState(properties.breakerPause())
                .permittedNumberOfCallsInHalfOpenState(2)
                .recordException(Guards::isTheSitesTrouble)
                .build());
    }

    /**
     * Sends a call with retries.
     *
     * @param key the site and side
     * @param limit how long one try may take, its whole answer read
     * @param call what failures say about it
     * @param send sends it once
     */
    <T> T call(String key, Duration limit, Call call, Callable<T> send) {
        return run(call, () -> retries.retry(key).executeCallable(() -> once(key, limit, call, send)));
    }

    /** Runs something that is repeated after passing failures, but takes its own time and has its own limits. */
    <T> T repeat(String key, Call call, Callable<T> send) {
        return run(call, () -> retries.retry(key).executeCallable(() -> attempt(key, call, send)));
    }

    private <T> T once(String key, Duration limit, Call call, Callable<T> send) {
        var limiter = limits.timeLimiter(
                key + " " + limit,
                () -> TimeLimiterConfig.custom().timeoutDuration(limit).build());
        return attempt(key, call, () -> limiter.executeFutureSupplier(() -> threads.submit(send)));
    }

    private <T> T attempt(String key, Call call, Callable<T> send) {
        try {
            return rates.rateLimiter(key)
                    .executeCallable(() -> bulkheads
                            .bulkhead(key)
                            .executeCallable(
                                    () -> breakers.circuitBreaker(key).executeCallable(() -> run(call, send))));
        } catch (CallNotPermittedException e) {
            throw RemoteFailure.passing(
                            call.siteName() + " failed so often that Ferry leaves it alone for a while.",
                            "Look whether the site is well. Ferry tries again after "
                                    + properties.breakerPause().toSeconds() + " seconds.")
                    .notBefore(properties.breakerPause());
        } catch (RequestNotPermitted | BulkheadFullException e) {
            throw RemoteFailure.passing(
                    "Too many of Ferry's calls wait for " + call.siteName() + ".",
                    "Ferry tries again; raise ferry.remote.calls-per-second or calls-at-once if the site allows it.");
        } catch (Exception e) {
            throw failures.thrown(call, e);
        }
    }

    private <T> T run(Call call, Callable<T> action) {
        try {
            return action.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw call.changes()
                    ? FailureClassifier.unknown(call, "was left waiting, as Ferry is being stopped")
                    : RemoteFailure.passing("Ferry is being stopped.", "It goes on after the next start.");
        } catch (Exception e) {
            throw failures.thrown(call, e);
        }
    }

    private boolean isWorthAnotherTry(Throwable thrown) {
        return thrown instanceof RemoteFailure failure
                && failure.isPassing()
                && failure.retryAfter()
                        .map(pause -> pause.compareTo(properties.longestPause()) <= 0)
                        .orElse(true);
    }

    private static long pause(IntervalFunction growing, int attempt, Either<Throwable, ?> outcome) {
        long asked = outcome.isLeft() && outcome.getLeft() instanceof RemoteFailure failure
                ? failure.retryAfter().map(Duration::toMillis).orElse(0L)
                : 0L;
        return Math.max(asked, growing.apply(attempt));
    }

    /** A site that slows Ferry down or refuses is well; one that breaks down or keeps silent is not. */
    private static boolean isTheSitesTrouble(Throwable thrown) {
        return thrown instanceof OutcomeUnknownException
                || (thrown instanceof RemoteFailure failure && failure.isPassing() && !failure.hasStatus(429));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TaggedRetryMetrics.ofRetryRegistry(retries).bindTo(registry);
        TaggedRateLimiterMetrics.ofRateLimiterRegistry(rates).bindTo(registry);
        TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(registry);
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(registry);
        TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(limits).bindTo(registry);
    }
}
