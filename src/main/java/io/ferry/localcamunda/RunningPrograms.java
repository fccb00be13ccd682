package io.ferry.localcamunda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers in pid files which programs run, so that another command finds them. A pid alone is not trusted: the system
 * gives it to other programs later, so the time of the process's start stands beside it.
 *
 * @param folder where the pid files are
 */
record RunningPrograms(Path folder) {

    void remember(Program program, ProcessHandle process) throws IOException {
        Files.writeString(file(program), process.pid() + " " + startOf(process) + "\n", StandardCharsets.US_ASCII);
    }

    void forget(Program program) throws IOException {
        Files.deleteIfExists(file(program));
    }

    /** Those remembered programs that are still running. */
    Map<Program, ProcessHandle> find() {
        Map<Program, ProcessHandle> found = new EnumMap<>(Program.class);
        for (Program program : Program.values()) {
            find(program).ifPresent(process -> found.put(program, process));
        }
        return found;
    }

    private Optional<ProcessHandle> find(Program program) {
        try {
            String[] words = Files.readString(file(program), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ");
            long pid = Long.parseLong(words[0]);
            long start = Long.parseLong(words[1]);
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> startOf(process) == start);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException noneOrHalfWritten) {
            return Optional.empty();
        }
    }

    private Path file(Program program) {
        return folder.resolve(program.fileName() + ".pid");
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
