package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.logstreams.log.LogStream;
import io.camunda.zeebe.logstreams.log.LogStreamReader;
import io.camunda.zeebe.logstreams.log.LoggedEvent;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.protocol.impl.record.CopiedRecord;
import io.camunda.zeebe.protocol.impl.record.RecordMetadata;
import io.camunda.zeebe.protocol.impl.record.UnifiedRecordValue;
import io.camunda.zeebe.protocol.record.Record;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads the engine's record stream from its beginning, record by record. The engine's own record source keeps a copy of
 * every record that it has read, which a program that runs for hours cannot afford. Not for several threads at once.
 */
public final class EngineLog implements AutoCloseable {
    private final LogStreamReader reader;
    private final int partition;

    private EngineLog(LogStreamReader reader, int partition) {
        this.reader = reader;
        this.partition = partition;
    }

    /** A reader of its own for the engine, which has been started. */
    public static EngineLog of(ZeebeTestEngine engine) {
        LogStream stream = (LogStream) EngineParts.of(engine, "logStream");
        LogStreamReader reader = stream.newLogStreamReader();
        reader.seekToFirstEvent();
        return new EngineLog(reader, stream.getPartitionId());
    }

    /** The next record, or nothing if all that was written has been read. */
    public Optional<Record<?>> next() {
        if (!reader.hasNext()) {
            return Optional.empty();
        }
        LoggedEvent event = reader.next();
        RecordMetadata metadata = new RecordMetadata();
        event.readMetadata(metadata);
        // A map of new, empty values at each call.
        UnifiedRecordValue value = UnifiedRecordValue.allRecordsMap().get(metadata.getValueType());
        if (value == null) {
            throw new NoSuchElementException("A record of the unknown type " + metadata.getValueType());
        }
        event.readValue(value);
        return Optional.of(new CopiedRecord<>(
                value,
                metadata,
                event.getKey(),
                partition,
                event.getPosition(),
                event.getSourceEventPosition(),
                event.getTimestamp()));
    }

    @Override
    public void close() {
        reader.close();
    }
}
