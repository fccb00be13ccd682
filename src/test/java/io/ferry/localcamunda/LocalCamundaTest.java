package io.ferry.localcamunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LocalCamundaTest {

    @TempDir
    Path folder;

    @Test
    void shouldSayHowToSetItUp() throws IOException {
        LocalCamunda camunda = new LocalCamunda(new Distribution(folder.resolve("none")), data(), Ports.free());

        assertThatThrownBy(camunda::start).hasMessageContaining("not set up").hasMessageContaining("setup.sh");
        assertThat(data()).doesNotExist();
    }

    @Test
    void shouldTakeThePlaceOfItsProgramsFromTheEnvironment() {
        assertThat(Distribution.of(Map.of("FERRY_CACHE", "/somewhere")).folder())
                .isEqualTo(Path.of("/somewhere/localcamunda"));
        assertThat(Distribution.of(Map.of("XDG_CACHE_HOME", "/caches")).folder())
                .isEqualTo(Path.of("/caches/ferry/localcamunda"));
    }

    @Test
    void shouldRefuseToStartTwice() throws IOException {
        // given: three programs that run; this one stands for all of them
        RunningPrograms running = new RunningPrograms(Files.createDirectories(data().resolve("run")));
        for (Program program : Program.values()) {
            running.remember(program, ProcessHandle.current());
        }

        // when, then
        assertThatThrownBy(new LocalCamunda(setUp(), data(), Ports.free())::start)
                .hasMessageContaining("already running");
    }

    @Test
    void shouldRefuseWhileAnotherCommandStartsIt() throws IOException {
        // given
        Path lock = Files.createDirectories(data().resolve("run")).resolve("lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            LocalCamunda camunda = new LocalCamunda(setUp(), data(), Ports.free());

            // when, then
            assertThatThrownBy(camunda::start).hasMessageContaining("Another command");
            assertThatThrownBy(camunda::stop).hasMessageContaining("Another command");
        }
    }

    @Test
    void shouldStopWhatItStartedWhenAProgramDies() throws IOException {
        // given: a set-up whose programs are missing, so that each JVM ends at once
        LocalCamunda camunda = new LocalCamunda(setUp(), data(), Ports.free());

        // when, then
        assertThatThrownBy(camunda::start)
                .hasMessageContaining("ended while it was starting")
                .hasMessageContaining(".log");
        assertThat(camunda.status()).noneMatch(LocalCamunda.State::isRunning);
    }

    @Test
    void shouldHaveNothingToStopWhenItNeverRan() throws Exception {
        assertThat(new LocalCamunda(setUp(), data(), Ports.free()).stop()).isFalse();
        assertThat(data()).doesNotExist();
    }

    @Test
    void shouldTellARefusalInASentenceAndAnExitCode() throws IOException {
        // given
        StringWriter said = new StringWriter();
        CommandLine command = new CommandLine(new CamundaCommand()).setErr(new PrintWriter(said));

        // when
        int exit;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());
            exit = command.execute("start", "--data", data().toString(), "--web-port", port, "--grpc-port", port);
        }

        // then
        assertThat(exit).isEqualTo(1);
        assertThat(said.toString()).startsWith("ferry: Port ").doesNotContain("Exception");
    }

    @Test
    void shouldReportThatNothingRuns() {
        StringWriter said = new StringWriter();
        CommandLine command = new CommandLine(new CamundaCommand()).setOut(new PrintWriter(said));

        int exit = command.execute("status", "--data", data().toString());

        assertThat(exit).isEqualTo(3);
        assertThat(said.toString()).contains("Operate and Tasklist").contains("does not run");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Distribution setUp() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Files.writeString(programs.resolve("set-up"), "");
        return new Distribution(programs);
    }
}
