package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindAndStopAProgramThatAnEarlierCommandLeft() throws Exception {
        // given
        Program started = Program.start(folder, "sleeper", List.of("sleep", "600"), Map.of());

        // when a later command looks
        List<Program> left = Program.leftIn(folder);

        // then
        assertThat(left).extracting(Program::name).containsExactly("sleeper");
        left.getFirst().stop();
        assertThat(started.isRunning()).isFalse();
        assertThat(Program.leftIn(folder)).isEmpty();
    }

    @Test
    void shouldNotTakeAnotherProcessWithTheSameNumberForItsOwn() throws Exception {
        // given a pid file of a process that is long gone, its number reused by this very test
        Files.writeString(folder.resolve("ferry.pid"), ProcessHandle.current().pid() + " 12345\n");

        // when, then
        assertThat(Program.leftIn(folder)).isEmpty();
    }

    @Test
    void shouldSurviveAHalfWrittenPidFile() throws Exception {
        // given
        Files.writeString(folder.resolve("ferry.pid"), "12");
        Files.writeString(folder.resolve("other.pid"), "x y");

        // when, then
        assertThat(Program.leftIn(folder)).isEmpty();
    }

    @Test
    void shouldShowTheEndOfTheLog() throws Exception {
        // given
        Program program =
                Program.start(folder, "teller", List.of("sh", "-c", "echo one; echo two; echo three"), Map.of());

        // when
        Waiting.until(java.time.Duration.ofSeconds(20), () -> !program.isRunning());

        // then
        assertThat(program.lastWords(2)).isEqualTo("    two" + System.lineSeparator() + "    three");
    }
}
