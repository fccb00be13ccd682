package io.ferry.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has used so far, as Linux tells it.
 *
 * @param cpu of all its threads, in the program and in the kernel
 * @param peakMegabytes the most resident memory that it ever had
 */
record Usage(Duration cpu, long peakMegabytes) {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

    /** Of a process that runs; needs Linux's {@code /proc}. */
    static Usage of(ProcessHandle process) throws IOException {
        Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        if (!peak.find()) {
            throw new IOException("/proc tells no VmHWM of " + process.pid());
        }
        return new Usage(
                process.info().totalCpuDuration().orElseThrow(() -> new IOException("No CPU time is told")),
                Long.parseLong(peak.group(1)) / 1024);
    }

    /**
     * The heap as the JVM's log of collections tells it.
     *
     * @param mostLeft the most that was still in use after a collection, in MB
     * @param mostUsed the most that was in use before one, in MB
     * @param paused how long all collections took together
     */
    record Heap(long mostLeft, long mostUsed, Duration paused) {
        static Heap of(List<String> log) {
            long left = 0;
            long used = 0;
            double millis = 0;
            for (String line : log) {
                Matcher collection = COLLECTION.matcher(line);
                if (collection.find()) {
                    used = Math.max(used, Long.parseLong(collection.group(1)));
                    left = Math.max(left, Long.parseLong(collection.group(2)));
                    millis += Double.parseDouble(collection.group(3));
                }
            }
            return new Heap(left, used, Duration.ofMillis(Math.round(millis)));
        }
    }
}
