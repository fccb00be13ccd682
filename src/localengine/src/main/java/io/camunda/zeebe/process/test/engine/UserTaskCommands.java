package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.protocol.impl.encoding.MsgPackConverter;
import io.camunda.zeebe.protocol.impl.record.RecordMetadata;
import io.camunda.zeebe.protocol.impl.record.value.usertask.UserTaskRecord;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.RejectionType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands for user tasks: the engine knows them, but the gRPC gateway of Zeebe Process Test has none for them, so they are
 * written to its log. Each method returns when the engine has answered.
 */
public final class UserTaskCommands {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long LOOK_EVERY_NANOS = 1_000_000L;

    /** Marks what follows from one command; far from the numbers that callers of Camunda's interface may choose. */
    private final AtomicLong reference = new AtomicLong(1L << 50);

    private final ZeebeTestEngine engine;
    private final CommandWriter writer;
    private final int partition;

    private UserTaskCommands(ZeebeTestEngine engine, CommandWriter writer, int partition) {
        this.engine = engine;
        this.writer = writer;
        this.partition = partition;
    }

    /** The commands of an engine that has been started. */
    public static UserTaskCommands of(ZeebeTestEngine engine) {
        Object gateway = EngineParts.of(engine, "gateway");
        return new UserTaskCommands(
                engine, (CommandWriter) EngineParts.of(gateway, "writer"), (int) EngineParts.of(gateway, "partitionId"));
    }

    /**
     * Assigns a task.
     *
     * @param allowOverride whether a task that somebody else has may be taken from them
     * @throws Rejected if there is no such task, or it is somebody else's
     */
    public void assign(long userTaskKey, String assignee, boolean allowOverride) {
        send(
                userTaskKey,
                allowOverride ? UserTaskIntent.ASSIGN : UserTaskIntent.CLAIM,
                UserTaskIntent.ASSIGNED,
                record -> record.setAssignee(assignee).setAssigneeChanged().setAction(allowOverride ? "assign" : "claim"));
    }

    /**
     * Takes the assignee off a task.
     *
     * @throws Rejected if there is no such task
     */
    public void unassign(long userTaskKey) {
        send(
                userTaskKey,
                UserTaskIntent.ASSIGN,
                UserTaskIntent.ASSIGNED,
                record -> record.setAssignee("").setAssigneeChanged().setAction("unassign"));
    }

    /**
     * Changes the attributes that are given; null leaves one as it is.
     *
     * @throws Rejected if there is no such task
     */
    public void update(long userTaskKey, Consumer<UserTaskRecord> changes) {
        send(userTaskKey, UserTaskIntent.UPDATE, UserTaskIntent.UPDATED, record -> {
            changes.accept(record);
            record.setAction("update");
        });
    }

    /**
     * Completes a task. Like Camunda's own interface it asks for no assignee.
     *
     * @param variables what the person entered
     * @throws Rejected if there is no such task, or it is not waiting
     */
    public void complete(long userTaskKey, Map<String, ?> variables) {
        byte[] packed = MsgPackConverter.convertToMsgPack((Object) variables);
        send(
                userTaskKey,
                UserTaskIntent.COMPLETE,
                UserTaskIntent.COMPLETED,
                record -> record.setVariables(new UnsafeBuffer(packed)).setAction("complete"));
    }

    private void send(
            long userTaskKey, UserTaskIntent command, UserTaskIntent expected, Consumer<UserTaskRecord> contents) {
        UserTaskRecord record = new UserTaskRecord().setUserTaskKey(userTaskKey);
        contents.accept(record);
        long mine = reference.incrementAndGet();
        RecordMetadata metadata = new RecordMetadata()
                .recordType(RecordType.COMMAND)
                .requestStreamId(partition)
                .valueType(ValueType.USER_TASK)
                .intent(command)
                .operationReference(mine);
        try (EngineLog answers = EngineLog.fromNow(engine, Set.of(ValueType.USER_TASK))) {
            writer.writeCommandWithKey(userTaskKey, record, metadata);
            await(answers, mine, userTaskKey, expected);
        }
    }

    private static void await(EngineLog answers, long mine, long userTaskKey, UserTaskIntent expected) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            Optional<Record<?>> next = answers.next();
            if (next.isEmpty()) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
                continue;
            }
            Record<?> record = next.get();
            if (record.getRecordType() == RecordType.COMMAND_REJECTION && record.getOperationReference() == mine) {
                throw new Rejected(record.getRejectionType(), record.getRejectionReason());
            }
            // With listeners the answer comes in a later step of the engine, so it is known by the task's key.
            if (record.getKey() == userTaskKey && isAnswer(record, expected)) {
                return;
            }
        }
        throw new Rejected(RejectionType.PROCESSING_ERROR, "The engine has not answered within 10 s");
    }

    private static boolean isAnswer(Record<?> record, UserTaskIntent expected) {
        if (List.of(
                        UserTaskIntent.COMPLETION_DENIED,
                        UserTaskIntent.ASSIGNMENT_DENIED,
                        UserTaskIntent.UPDATE_DENIED)
                .contains(record.getIntent())) {
            throw new Rejected(RejectionType.INVALID_STATE, "A task listener denied it");
        }
        return record.getRecordType() == RecordType.EVENT && record.getIntent() == expected;
    }

    /** The engine did not do what it was told. */
    public static final class Rejected extends RuntimeException {
        private final RejectionType type;

        Rejected(RejectionType type, String reason) {
            super(reason);
            this.type = type;
        }

        /** The engine's kind of reason. */
        public RejectionType type() {
            return type;
        }
    }
}
