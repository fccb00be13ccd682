package io.ferry.remote;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/**
 * What stands around every call: retry, rate limiter, bulkhead, circuit breaker, time limiter, in this order from the
 * outside, each kept for a site and side. {@link RemoteMeters} shows what becomes of them: their names hold hosts.
 *
 * <p>Transfers last for hours. They have places of their own, so that no small call waits for one, and they ask the circuit
 * breaker without holding its permission.
 */
@Component
final class ResiliencePolicies {
    private static final List<CircuitBreaker.State> SHOWN =
            List.of(CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN);

    private final RemoteProperties properties;
    private final FailureClassifier failures;
    private final RemoteMeters meters;
    private final RetryRegistry retries;
    private final RateLimiterRegistry rates;
    private final RateLimiterConfig rateAtHost;
    private final BulkheadRegistry bulkheads;
    private final BulkheadConfig maxConcurrentTransfers;
    private final CircuitBreakerRegistry breakers;
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final TimeLimiterRegistry limits = TimeLimiterRegistry.ofDefaults();
    private final ExecutorService threads = Context.taskWrapping(Executors.newVirtualThreadPerTaskExecutor());

    ResiliencePolicies(RemoteProperties properties, FailureClassifier failures, RemoteMeters meters) {
        this.properties = properties;
        this.failures = failures;
        this.meters = meters;
        IntervalFunction growing = IntervalFunction.ofExponentialRandomBackoff(
                properties.initialBackoff(), 2.0, 0.3, properties.maxBackoff());
        this.retries = RetryRegistry.of(RetryConfig.custom()
                .maxAttempts(properties.attempts())
                .retryOnException(this::isWorthAnotherTry)
                .intervalBiFunction((attempt, outcome) -> pause(growing, attempt, outcome))
                .build());
        this.rates = RateLimiterRegistry.of(RateLimiterConfig.custom()
                .limitForPeriod(properties.callsPerSecond())
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(properties.maxWait())
                .build());
        this.rateAtHost = RateLimiterConfig.from(rates.getDefaultConfig())
                .limitForPeriod(Math.max(properties.callsPerSecond(), properties.callsPerSecondAtHost()))
                .build();
        this.bulkheads = BulkheadRegistry.of(BulkheadConfig.custom()
                .maxConcurrentCalls(properties.maxConcurrentCalls())
                .maxWaitDuration(properties.maxWait())
                .build());
        this.maxConcurrentTransfers = BulkheadConfig.from(bulkheads.getDefaultConfig())
                .maxConcurrentCalls(properties.maxConcurrentTransfers())
                .build();
        this.breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(properties.slidingWindowSize())
                .minimumNumberOfCalls(properties.slidingWindowSize())
                .failureRateThreshold(properties.failureRateThreshold())
                .waitDurationInOpenState(properties.waitDurationInOpenState())
                .permittedNumberOfCallsInHalfOpenState(2)
                // Else one whose site nobody calls any more is shown as open for ever.
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .recordException(ResiliencePolicies::isTheSitesTrouble)
                .build());
        retries.getEventPublisher().onEntryAdded(added -> {
            String program = Access.programOf(added.getAddedEntry().getName());
            added.getAddedEntry().getEventPublisher().onRetry(retry -> meters.retried(program));
        });
        breakers.getEventPublisher()
                .onEntryAdded(
                        added -> show(Access.programOf(added.getAddedEntry().getName())));
    }

    /**
     * Sends a call with retries.
     *
     * @param access whose call it is
     * @param limit how long one try may take, its whole answer read
     * @param call what failures say about it
     * @param send sends it once
     */
    <T> T call(Access access, Duration limit, Call call, Callable<T> send) {
        var limiter = limits.timeLimiter(
                access.key() + " " + limit,
                () -> TimeLimiterConfig.custom().timeoutDuration(limit).build());
        return repeat(access, call, () -> limiter.executeFutureSupplier(() -> threads.submit(send)));
    }

    /** Sends a call with retries that has its own time limit. */
    <T> T repeat(Access access, Call call, Callable<T> send) {
        String key = access.key();
        return run(
                call,
                () -> retries.retry(key)
                        .executeCallable(() -> inTurn(
                                access,
                                bulkheads.bulkhead(key),
                                call,
                                () -> breakers.circuitBreaker(key).executeCallable(() -> run(call, send)))));
    }

    /**
     * Carries a file, with retries. They count anew once {@code ferry.remote.min-progress} has come since they began to
     * count: a line that breaks now and then ends no long transfer, and one that brings a few bytes at a time does not go on
     * for ever.
     *
     * @param gained how many new bytes have come so far; always 0 where a broken transfer is not gone on with
     * @param send carries it once
     */
    <T> T transfer(Access access, Call call, LongSupplier gained, Callable<T> send) {
        Retry retry = retries.retry(access.key());
        return run(call, () -> {
            Retry.Context<T> tries = retry.context();
            long counted = gained.getAsLong();
            while (true) {
                try {
                    T result = transferOnce(access, call, gained, send);
                    tries.onComplete();
                    return result;
                } catch (RuntimeException failure) {
                    long now = gained.getAsLong();
                    if (now - counted >= properties.minProgress().toBytes()) {
                        tries = retry.context();
                        counted = now;
                    }
                    // Waits; or throws it, if it is none to be tried again or this was the last try.
                    tries.onError(failure);
                }
            }
        });
    }

    private <T> T transferOnce(Access access, Call call, LongSupplier gained, Callable<T> send) {
        String key = access.key();
        CircuitBreaker breaker = breakers.circuitBreaker(key);
        return inTurn(access, bulkheads.bulkhead(key + " transfers", maxConcurrentTransfers), call, () -> {
            // Not held: of a site that comes back, two transfers of hours would be all that may be tried.
            breaker.acquirePermission();
            breaker.releasePermission();
            long start = breaker.getCurrentTimestamp();
            long before = gained.getAsLong();
            try {
                T result = run(call, send);
                breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
                return result;
            } catch (RuntimeException failure) {
                long took = breaker.getCurrentTimestamp() - start;
                if (gained.getAsLong() > before) {
                    // The site answered; lines break.
                    breaker.onSuccess(took, breaker.getTimestampUnit());
                } else {
                    breaker.onError(took, breaker.getTimestampUnit(), failure);
                }
                throw failure;
            }
        });
    }

    private <T> T inTurn(Access access, Bulkhead places, Call call, Callable<T> send) {
        RateLimiter ofHost = rates.rateLimiter(access.site().name(), rateAtHost);
        try {
            return rates.rateLimiter(access.key())
                    .executeCallable(() -> ofHost.executeCallable(() -> places.executeCallable(send)));
        } catch (CallNotPermittedException e) {
            meters.refused(access, RemoteMeters.Refusal.BREAKER_OPEN);
            throw RemoteFailure.passing(
                            call.siteName() + " failed so often that Ferry leaves it alone for a while.",
                            "Look whether the site is well.")
                    .notBefore(properties.waitDurationInOpenState());
        } catch (RequestNotPermitted | BulkheadFullException e) {
            meters.refused(access, RemoteMeters.Refusal.BUSY);
            throw RemoteFailure.passing(
                    "Too many of Ferry's calls wait for " + call.siteName() + ".",
                    "Raise ferry.remote.calls-per-second, max-concurrent-calls or max-concurrent-transfers if the site allows it.");
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
                    : RemoteFailure.passing("Ferry is being stopped.", "It continues after the next start.");
        } catch (Exception e) {
            throw failures.thrown(call, e);
        }
    }

    private boolean isWorthAnotherTry(Throwable thrown) {
        return thrown instanceof RemoteFailure failure
                && failure.isPassing()
                && failure.retryAfter()
                        .map(pause -> pause.compareTo(properties.maxBackoff()) <= 0)
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

    /** Once for all addresses at which a program is called. */
    private void show(String program) {
        if (!shown.add(program)) {
            return;
        }
        for (CircuitBreaker.State state : SHOWN) {
            meters.breakers(
                    program,
                    state.name().toLowerCase(Locale.ROOT),
                    breakers,
                    all -> all.getAllCircuitBreakers().stream()
                            .filter(breaker -> breaker.getState() == state)
                            .filter(breaker ->
                                    Access.programOf(breaker.getName()).equals(program))
                            .count());
        }
    }
}
