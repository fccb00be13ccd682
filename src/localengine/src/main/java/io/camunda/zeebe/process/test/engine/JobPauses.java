package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.protocol.impl.record.RecordMetadata;
import io.camunda.zeebe.protocol.impl.record.value.job.JobRecord;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.JobIntent;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the pauses of failed jobs that the engine has missed. When it looks in the very millisecond in which a pause ends, Camunda
 * 8.8.21 refuses to end it, since that must have been earlier, and does not look again before another job fails.
 */
public final class JobPauses implements AutoCloseable {
    /** Marks the commands that are sent here: one that is refused again is not repeated. */
    private static final long MINE = 1L << 51;

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EngineLog log;
    private final CommandWriter writer;
    private final Thread thread;
    private volatile boolean closed;

    private JobPauses(ZeebeTestEngine engine) {
        this.log = EngineLog.fromNow(engine, Set.of(ValueType.JOB));
        this.writer = (CommandWriter) EngineParts.of(EngineParts.of(engine, "gateway"), "writer");
        this.thread = Thread.ofPlatform().daemon().name("job-pauses").unstarted(this::look);
    }

    /**
     * Watches an engine until this is closed.
     *
     * @param engine has been started
     */
    public static JobPauses of(ZeebeTestEngine engine) {
        JobPauses pauses = new JobPauses(engine);
        pauses.thread.start();
        return pauses;
    }

    private void look() {
        while (!closed) {
            Optional<Record<?>> next = log.next();
            if (next.isEmpty()) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            } else if (isMissed(next.get())) {
                end(next.get());
            }
        }
        log.close();
    }

    private static boolean isMissed(Record<?> record) {
        return record.getRecordType() == RecordType.COMMAND_REJECTION
                && record.getIntent() == JobIntent.RECUR_AFTER_BACKOFF
                && record.getOperationReference() != MINE;
    }

    private void end(Record<?> missed) {
        // The millisecond has to be over.
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
        writer.writeCommandWithKey(
                missed.getKey(),
                (JobRecord) missed.getValue(),
                new RecordMetadata()
                        .recordType(RecordType.COMMAND)
                        .valueType(ValueType.JOB)
                        .intent(JobIntent.RECUR_AFTER_BACKOFF)
                        .operationReference(MINE));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
