package io.ferry.process.upload;

import io.ferry.artifact.Downloads;
import io.ferry.artifact.IncomingFiles;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Every minute: clears away what has expired, and goes on with files whose Ferry has ended. */
@Component
class UploadHousekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UploadHousekeeping.class);

    private final IncomingFiles incomingFiles;
    private final Downloads downloads;
    private final FetchedFiles fetched;
    private final UploadSettlement settlement;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("uploads-housekeeping").factory());

    UploadHousekeeping(
            IncomingFiles incomingFiles, Downloads downloads, FetchedFiles fetched, UploadSettlement settlement) {
        this.incomingFiles = incomingFiles;
        this.downloads = downloads;
        this.fetched = fetched;
        this.settlement = settlement;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        housekeeping.scheduleWithFixedDelay(this::keepHouse, 0, 60, TimeUnit.SECONDS);
    }

    private void keepHouse() {
        for (Runnable part :
                List.<Runnable>of(incomingFiles::expire, downloads::expire, fetched::goOn, settlement::goOn)) {
            try {
                part.run();
            } catch (RuntimeException later) {
                log.warn("Files on their way could not be looked after; Ferry tries again: {}", later.getMessage());
            }
        }
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
    }
}
