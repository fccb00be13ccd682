package io.ferry.process.common;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the jobs that are being worked on from timing out: a transfer of hours must not be given to a second worker. A
 * job's timeout is renewed each time a third of it has passed. Short jobs end before the first renewal and cost nothing.
 */
@Component
class KeptAlive implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptAlive.class);

    private final CamundaClient camunda;
    private final Clock clock;
    private final Duration longest;
    private final ScheduledExecutorService scheduler;

    @org.springframework.beans.factory.annotation.Autowired
    KeptAlive(CamundaClient camunda, Clock clock, ProcessProperties properties) {
        this(
                camunda,
                clock,
                properties,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("keeps-jobs-alive").factory()));
    }

    KeptAlive(CamundaClient camunda, Clock clock, ProcessProperties properties, ScheduledExecutorService scheduler) {
        this.camunda = camunda;
        this.clock = clock;
        this.longest = properties.longestJob();
        this.scheduler = scheduler;
    }

    /** Renews the job's timeout until the answer is closed. */
    Keeping keep(ActivatedJob job) {
        Instant from = clock.instant();
        Duration timeout = Duration.between(from, Instant.ofEpochMilli(job.getDeadline()));
        if (timeout.compareTo(Duration.ofSeconds(3)) < 0) {
            return () -> {};
        }
        long third = timeout.toMillis() / 3;
        ScheduledFuture<?> renewing =
                scheduler.scheduleAtFixedRate(() -> renew(job, timeout, from), third, third, TimeUnit.MILLISECONDS);
        return () -> renewing.cancel(false);
    }

    private void renew(ActivatedJob job, Duration timeout, Instant from) {
        if (Duration.between(from, clock.instant()).compareTo(longest) > 0) {
            return;
        }
        camunda.newUpdateTimeoutCommand(job.getKey()).timeout(timeout).send().exceptionally(failure -> {
            log.warn("The timeout of job {} could not be renewed: {}", job.getKey(), failure.toString());
            return null;
        });
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** Until it is closed, the job is kept alive. */
    interface Keeping extends AutoCloseable {
        @Override
        void close();
    }
}
