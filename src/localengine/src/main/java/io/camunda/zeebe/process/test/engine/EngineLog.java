package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.logstreams.log.LogStream;
import io.camunda.zeebe.logstreams.log.LogStreamReader;
import io.camunda.zeebe.logstreams.log.LoggedEvent;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.protocol.impl.record.CopiedRecord;
import io.camunda.zeebe.protocol.impl.record.RecordMetadata;
import io.camunda.zeebe.protocol.impl.record.UnifiedRecordValue;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the engine's record stream, record by record. The engine's own record source keeps a copy of
 * every record that it has read, which a program that runs for hours cannot afford. Not for several threads at once.
 */
public final class EngineLog implements AutoCloseable {
    private static final Map<ValueType, Class<? extends UnifiedRecordValue>> VALUES = valueClasses();

    private final LogStreamReader reader;
    private final int partition;
    private final Set<ValueType> wanted;
    private long lastPosition = -1;

    private EngineLog(ZeebeTestEngine engine, Set<ValueType> wanted) {
        LogStream stream = (LogStream) EngineParts.of(engine, "logStream");
        this.reader = stream.newLogStreamReader();
        this.partition = stream.getPartitionId();
        this.wanted = wanted;
    }

    /**
     * Reads all that is written, from the first record on.
     *
     * @param engine has been started
     * @param wanted the records that are read; all others are passed over
     */
    public static EngineLog fromTheBeginning(ZeebeTestEngine engine, Set<ValueType> wanted) {
        return new EngineLog(engine, wanted);
    }

    /** Reads what is written from now on; see {@link #fromTheBeginning}. */
    public static EngineLog fromNow(ZeebeTestEngine engine, Set<ValueType> wanted) {
        EngineLog log = new EngineLog(engine, wanted);
        log.lastPosition = log.reader.seekToEnd();
        return log;
    }

    /** The next record, or nothing if all that was written has been read. */
    public Optional<Record<?>> next() {
        while (hasNext()) {
            LoggedEvent event = reader.next();
            lastPosition = event.getPosition();
            RecordMetadata metadata = new RecordMetadata();
            event.readMetadata(metadata);
            Class<? extends UnifiedRecordValue> type = VALUES.get(metadata.getValueType());
            if (type != null && wanted.contains(metadata.getValueType())) {
                return Optional.of(read(event, metadata, type));
            }
        }
        return Optional.empty();
    }

    /** The reader sees what came after it had reached the end only when it is put there anew. */
    private boolean hasNext() {
        if (reader.hasNext()) {
            return true;
        }
        if (lastPosition < 0) {
            reader.seekToFirstEvent();
        } else {
            reader.seekToNextEvent(lastPosition);
        }
        return reader.hasNext();
    }

    private Record<?> read(LoggedEvent event, RecordMetadata metadata, Class<? extends UnifiedRecordValue> type) {
        UnifiedRecordValue value;
        try {
            value = type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record of the type " + type + " cannot be read", e);
        }
        event.readValue(value);
        return new CopiedRecord<>(
                value,
                metadata,
                event.getKey(),
                partition,
                event.getPosition(),
                event.getSourceEventPosition(),
                event.getTimestamp());
    }

    private static Map<ValueType, Class<? extends UnifiedRecordValue>> valueClasses() {
        Map<ValueType, Class<? extends UnifiedRecordValue>> classes = new EnumMap<>(ValueType.class);
        UnifiedRecordValue.allRecordsMap().forEach((type, value) -> classes.put(type, value.getClass()));
        return classes;
    }

    @Override
    public void close() {
        reader.close();
    }
}
