package io.ferry.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Watches, from its start on, how much memory several programs hold together. */
final class PeakMemory {
    private static final long PAUSE_MILLIS = 250;

    private final List<Long> processes = new CopyOnWriteArrayList<>();
    private volatile long peak;

    private PeakMemory() {
        processes.add(ProcessHandle.current().pid());
    }

    /** Starts to watch this program. It ends with this program. */
    static PeakMemory watch() {
        PeakMemory memory = new PeakMemory();
        Thread.ofVirtual().name("peak-memory").start(memory::run);
        return memory;
    }

    /** Watches one more program. */
    void add(Program program) {
        processes.add(program.pid());
    }

    /**
     * The most that all of them held at one moment so far: resident memory, what they share counted for each.
     *
     * @return bytes; 0 where the system does not tell
     */
    long bytes() {
        return peak;
    }

    private void run() {
        try {
            while (true) {
                long now = processes.stream().mapToLong(ResidentMemory::of).sum();
                peak = Math.max(peak, now);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
