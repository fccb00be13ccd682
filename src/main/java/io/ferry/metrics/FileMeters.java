package io.ferry.metrics;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.IncomingFiles;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** The disk that dumps and backups are on, without its path, and what people have uploaded. */
@Component
final class FileMeters implements MeterBinder {
    private final Path folder;
    private final IncomingFiles incoming;

    FileMeters(ArtifactProperties properties, IncomingFiles incoming) {
        this.folder = properties.folder();
        this.incoming = incoming;
    }

    private interface Bytes {
        long of(FileStore disk) throws IOException;
    }

    private double bytes(Bytes bytes) {
        try {
            return bytes.of(Files.getFileStore(folder));
        } catch (IOException notThere) {
            return Double.NaN;
        }
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("ferry.artifacts.disk.free", this, disk -> disk.bytes(FileStore::getUsableSpace))
                .description("Free space on the disk where dumps and backups are stored")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        Gauge.builder("ferry.artifacts.disk.total", this, disk -> disk.bytes(FileStore::getTotalSpace))
                .description("Size of the disk where dumps and backups are stored")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
        FunctionCounter.builder("ferry.transfers", incoming, IncomingFiles::written)
                .description("Bytes of files that came from sites and went to them, and that people uploaded")
                .baseUnit(BaseUnits.BYTES)
                .tag("direction", "people")
                .register(meters);
    }
}
