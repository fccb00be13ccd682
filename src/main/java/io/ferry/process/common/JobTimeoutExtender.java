package io.ferry.process.common;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.CamundaFuture;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.response.UpdateTimeoutJobResponse;
import io.ferry.process.engine.CamundaFailure;
import io.ferry.process.engine.CamundaFailure.Kind;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps the jobs that are being worked on from timing out: a transfer of hours must not be given to a second worker. A
 * job's timeout is renewed each time a third of it has passed. Short jobs end before the first renewal and cost nothing.
 *
 * <p>Camunda takes a job away when its process is cancelled or ended, and the worker's thread does not notice. A renewal
 * does, and so does whoever asks before a change ({@link Keeping#expectOurs}).
 *
 * <p>When this Ferry ends while others work, it lets go of its jobs ({@link #handOn}).
 */
@Component
class JobTimeoutExtender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobTimeoutExtender.class);

    /** A job may have waited here for a thread, so the first renewal does not wait for a third of the timeout. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private final CamundaClient camunda;
    private final Clock clock;
    private final Duration timeout;
    private final Duration longest;
    private final ScheduledExecutorService scheduler;
    private final Set<Kept> running = ConcurrentHashMap.newKeySet();
    private volatile boolean handsOn;

    /** @param timeout that of the workers; a job's own deadline is by the broker's clock, which may not be Ferry's */
    @Autowired
    JobTimeoutExtender(
            CamundaClient camunda,
            Clock clock,
            @Value("${camunda.client.worker.defaults.timeout}") Duration timeout,
            ProcessProperties properties) {
        this(
                camunda,
                clock,
                timeout,
                properties,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("keeps-jobs-alive").factory()));
    }

    JobTimeoutExtender(
            CamundaClient camunda,
            Clock clock,
            Duration timeout,
            ProcessProperties properties,
            ScheduledExecutorService scheduler) {
        this.camunda = camunda;
        this.clock = clock;
        this.timeout = timeout;
        this.longest = properties.longestJob();
        this.scheduler = scheduler;
    }

    /** Renews the job's timeout until the answer is closed. */
    Keeping keep(ActivatedJob job) {
        Kept kept = new Kept(job.getKey(), clock.instant());
        running.add(kept);
        long third = timeout.toMillis() / 3;
        ScheduledFuture<?> renewing = scheduler.scheduleAtFixedRate(
                kept::renew, Math.min(third, FIRST.toMillis()), third, TimeUnit.MILLISECONDS);
        return new Keeping() {
            @Override
            public void expectOurs(Duration recently) {
                kept.expectOurs(recently);
            }

            @Override
            public boolean isHandedOn() {
                return handsOn;
            }

            @Override
            public void close() {
                renewing.cancel(false);
                running.remove(kept);
            }
        };
    }

    /** How many jobs are being worked on. */
    int running() {
        return running.size();
    }

    /**
     * Lets go of all jobs, so that others get them: whoever works on one is interrupted and requests nothing more, and each job that
     * comes from now on is handed on at once.
     */
    void handOn() {
        handsOn = true;
        running.forEach(kept -> kept.thread.interrupt());
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** Until it is closed, the job is kept alive. */
    interface Keeping extends AutoCloseable {
        /**
         * Makes sure that the job is still Ferry's.
         *
         * @param recently how old what is known of that may be; zero asks Camunda now
         * @throws JobLost if it is not
         * @throws RemoteFailure that passes, if Camunda does not answer
         */
        void expectOurs(Duration recently);

        /** Whether another Ferry is to do the job: its worker stops and gives it back as it got it. */
        boolean isHandedOn();

        @Override
        void close();
    }

    private final class Kept {
        private final long key;
        private final Instant from;
        private final Thread thread = Thread.currentThread();
        private volatile Instant heard;
        private volatile boolean gone;

        Kept(long key, Instant from) {
            this.key = key;
            this.from = from;
            this.heard = from;
        }

        void renew() {
            if (Duration.between(from, clock.instant()).compareTo(longest) > 0) {
                return;
            }
            renewed().whenComplete((renewed, failure) -> {
                if (failure == null) {
                    heard = clock.instant();
                } else {
                    gone = gone || meansGone(failure);
                    log.warn("The timeout of job {} could not be renewed: {}", key, failure.toString());
                }
            });
        }

        void expectOurs(Duration recently) {
            if (handsOn) {
                throw new JobLost(key);
            }
            if (!gone && Duration.between(heard, clock.instant()).compareTo(recently) < 0) {
                return;
            }
            try {
                if (!gone) {
                    renewed().join();
                    heard = clock.instant();
                    return;
                }
            } catch (ClientException failure) {
                if (!meansGone(failure)) {
                    throw RemoteFailure.passing(
                            "Camunda does not say whether this step is still to be done, so nothing was sent.",
                            "See whether Camunda runs.");
                }
                gone = true;
            }
            throw new JobLost(key);
        }

        private CamundaFuture<UpdateTimeoutJobResponse> renewed() {
            return camunda.newUpdateTimeoutCommand(key).timeout(timeout).send();
        }
    }

    /** No such job: its process has ended or gone on. Not active: it timed out, and a worker gets it anew. */
    private static boolean meansGone(Throwable failure) {
        Kind kind = CamundaFailure.kindOf(failure);
        return kind == Kind.NOT_FOUND || kind == Kind.WRONG_STATE;
    }
}
