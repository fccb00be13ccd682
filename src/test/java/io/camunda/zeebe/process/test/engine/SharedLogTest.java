package io.camunda.zeebe.process.test.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SharedLogTest {
    private static final int ENTRIES = 2_000_000;

    /** Without it, a reader meets an end that is not there yet, or is null. */
    @Test
    @Timeout(60)
    @SuppressWarnings("unchecked")
    void shouldLetOthersReadTheEndOfTheLogWhileItIsWritten() {
        ZeebeTestEngine engine = EngineFactory.create();
        SharedLog.of(engine);
        List<ByteBuffer> log = (List<ByteBuffer>) SharedLog.entries(engine);
        // Whatever it holds is let go of, and its log stays.
        engine.start();
        engine.stop();
        int before = log.size();
        ByteBuffer entry = ByteBuffer.allocate(1);

        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < ENTRIES; i++) {
                log.add(entry);
            }
        });
        int read = before;
        while (read < before + ENTRIES) {
            assertThat(written).isNotCompletedExceptionally();
            read = log.size();
            if (read > before) {
                assertThat(log.get(read - 1) == entry).as("entry %d", read).isTrue();
            }
        }

        written.join();
        assertThat(read).isEqualTo(before + ENTRIES);
    }
}
