package io.ferry.process.common;

import io.ferry.base.SeveralFerrys;
import io.ferry.migration.NodesProperties;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * How a Ferry ends that is told to. Its readiness has said 503 and its workers take no more jobs when this begins.
 *
 * <p>While others work, it answers as before for {@code ferry.nodes.drain-for}, so that load balancers have time to notice, and its
 * jobs may come to an end. Jobs that have not are then given back to Camunda, and uploads are cut. Only after that the web server
 * stops. A Ferry that works alone only gives its jobs a moment to end: nobody else could take them, and what is recorded in that
 * moment need not be found out after its next start.
 */
@Component
public class Draining implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Draining.class);

    /** Most jobs take less, and work that is interrupted mostly ends at once. */
    private static final Duration TO_LET_GO = Duration.ofSeconds(3);

    private static final long LOOK_EVERY = 50;

    private final JobTimeoutExtender jobs;
    private final Duration time;
    private final boolean several;
    private volatile boolean running;
    private volatile boolean cuts;

    Draining(JobTimeoutExtender jobs, NodesProperties nodes, Environment settings) {
        this.jobs = jobs;
        this.time = nodes.drainFor();
        this.several = SeveralFerrys.mayWork(settings);
    }

    /** Whether whoever sends a file is to be answered now, though more would come: another Ferry takes the rest. */
    public boolean cutsUploads() {
        return cuts;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("drains").factory());
        if (!several) {
            whenIdle(looks, done);
            return;
        }
        log.info("This Ferry ends: it takes no more jobs, and answers for {} s more", time.toSeconds());
        looks.schedule(
                () -> {
                    cuts = true;
                    int left = jobs.running();
                    log.info("{} jobs are under way and are handed on", left);
                    jobs.handOn();
                    whenIdle(looks, done);
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void whenIdle(ScheduledExecutorService looks, Runnable done) {
        long giveUpAt = System.nanoTime() + TO_LET_GO.toNanos();
        looks.scheduleWithFixedDelay(
                () -> {
                    boolean late = System.nanoTime() - giveUpAt > 0;
                    if (jobs.running() == 0 || late) {
                        if (late) {
                            log.warn("{} jobs do not end; they are done when they have timed out", jobs.running());
                        }
                        running = false;
                        looks.shutdown();
                        done.run();
                    }
                },
                0,
                LOOK_EVERY,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After Camunda's workers, which end first, and before the web server, which ends its requests. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 100;
    }
}
