package io.ferry.localcamunda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProgramsTest {

    @TempDir
    Path folder;

    @Test
    void shouldFindARememberedProgram() throws IOException {
        // given
        RunningPrograms running = new RunningPrograms(folder);
        running.remember(Program.BROKER, ProcessHandle.current());

        // when, then
        assertThat(running.find()).containsOnlyKeys(Program.BROKER).containsValue(ProcessHandle.current());
    }

    @Test
    void shouldForgetAProgram() throws IOException {
        // given
        RunningPrograms running = new RunningPrograms(folder);
        running.remember(Program.BROKER, ProcessHandle.current());

        // when
        running.forget(Program.BROKER);

        // then
        assertThat(running.find()).isEmpty();
    }

    @Test
    void shouldNotTakeAnotherProgramWithARecycledPidForOurs() throws IOException {
        // given: this process's pid, but the start of one that ran earlier
        Files.writeString(folder.resolve("zeebe.pid"), ProcessHandle.current().pid() + " 1000\n");

        // when, then
        assertThat(new RunningPrograms(folder).find()).isEmpty();
    }

    @Test
    void shouldNotStumbleOverAHalfWrittenFile() throws IOException {
        Files.writeString(folder.resolve("zeebe.pid"), "12");
        Files.writeString(folder.resolve("opensearch.pid"), "");

        assertThat(new RunningPrograms(folder).find()).isEmpty();
    }
}
