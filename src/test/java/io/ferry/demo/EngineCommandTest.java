package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.command.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command says and does where no engine can be started. */
class EngineCommandTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    void shouldSayHowToSetItUp() {
        Engine engine = new Engine(new EngineInstallation(folder.resolve("none")), logs());

        assertThatThrownBy(() -> engine.start(EnginePorts.free()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("not set up")
                .hasMessageContaining("bash src/localengine/setup.sh");
        assertThat(logs()).doesNotExist();
    }

    @Test
    void shouldTakeThePlaceOfTheInstallationFromTheEnvironment() {
        assertThat(EngineInstallation.of(Map.of("FERRY_CACHE", "/somewhere")).folder())
                .isEqualTo(Path.of("/somewhere/localengine"));
        assertThat(EngineInstallation.of(Map.of("XDG_CACHE_HOME", "/caches")).folder())
                .isEqualTo(Path.of("/caches/ferry/localengine"));
        assertThat(EngineInstallation.of(Map.of("FERRY_CACHE", " ")).folder())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/ferry/localengine"));
    }

    @Test
    void shouldRefuseToStartTwice() throws IOException {
        // given a program that runs under the engine's name
        Program.rememberMyself(logs(), Engine.NAME);

        // when, then
        assertThatThrownBy(() -> new Engine(installed(), logs()).start(EnginePorts.free()))
                .hasMessageContaining("running already")
                .hasMessageContaining("./ferry engine stop");
    }

    @Test
    void shouldRefuseWhileAnotherCommandStartsIt() throws IOException {
        Path lock = Files.createDirectories(logs()).resolve("lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            Engine engine = new Engine(installed(), logs());

            assertThatThrownBy(() -> engine.start(EnginePorts.free())).hasMessageContaining("another command");
            assertThatThrownBy(engine::stop).hasMessageContaining("another command");
        }
    }

    @Test
    void shouldShowTheEndOfItsLogWhenItEndsAtItsStart() throws Exception {
        // given an installation without any library
        Engine engine = new Engine(installed(), logs());

        // when, then
        assertThatThrownBy(() -> engine.start(EnginePorts.free()))
                .hasMessageContaining("did not get ready")
                .hasMessageContaining("engine.log")
                .hasMessageContaining("LocalEngine");
        assertThat(engine.status()).isEmpty();
    }

    @Test
    void shouldHaveNothingToStopWhenItNeverRan() {
        assertThat(run("stop")).isZero();
        assertThat(said.toString()).contains("not running");
        assertThat(logs()).doesNotExist();
    }

    @Test
    void shouldReportThatItDoesNotRun() {
        assertThat(run("status")).isEqualTo(3);
        assertThat(said.toString()).contains("not running");
    }

    @Test
    void shouldTellARefusalInASentence() throws IOException {
        Program.rememberMyself(logs(), Engine.NAME);
        Files.createDirectories(logs());

        assertThat(run("start", "--web-port", "70000")).isEqualTo(1);
        assertThat(said.toString()).startsWith("ferry: ").doesNotContain("Exception");
    }

    private int run(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(List.of("--log-folder", logs().toString()));
        PrintWriter writer = new PrintWriter(said);
        return new CommandLine(new EngineCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(all.toArray(String[]::new));
    }

    private Path logs() {
        return folder.resolve("logs");
    }

    private EngineInstallation installed() throws IOException {
        Path place = Files.createDirectories(folder.resolve("installed"));
        Files.writeString(place.resolve("set-up"), "");
        return new EngineInstallation(place);
    }
}
