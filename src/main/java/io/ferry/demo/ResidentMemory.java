package io.ferry.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory a process holds, as Linux tells it. */
final class ResidentMemory {
    private ResidentMemory() {}

    /**
     * Reads the resident memory of a process.
     *
     * @param pid its id
     * @return bytes; 0 if the process is gone or the system does not tell
     */
    static long of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }
}
