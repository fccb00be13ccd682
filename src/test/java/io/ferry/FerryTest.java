package io.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.command.CommandProvider;
import io.ferry.command.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the program says before any command runs. */
class FerryTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayWhatIsWrongAndNotTheWholeHelp() {
        assertThat(run("list", "--sise", "5")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "ferry: Unknown options: '--sise', '5'. Did you mean --size?", "See: ./ferry list --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayWhereSettingsAreWritten() {
        assertThat(run("serve", "--server.port=8091")).isEqualTo(2);

        assertThat(err.toString()).contains("Settings come after --: ./ferry serve -- --server.port=8091");
    }

    @Test
    void shouldBreakWhatIsWrongIntoLinesThatFit() {
        ferry(new Screen(40, false)).execute("watch", "--one", "--two", "--three", "--four", "--five");

        assertThat(err.toString().lines())
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
    }

    @Test
    void shouldSayItsVersionInEveryCommand() {
        assertThat(run("--version")).isZero();
        assertThat(run("engine", "start", "--version")).isZero();

        assertThat(out.toString().lines())
                .filteredOn(line -> line.startsWith("ferry "))
                .hasSize(2);
        assertThat(out.toString()).contains("Java " + Runtime.version());
    }

    @Test
    void shouldCompleteCommandsAndOptions(@TempDir Path folder) throws Exception {
        assertThat(run("completion")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());

        assertThat(completed(folder, script, "ferry", "wa")).contains("watch");
        assertThat(completed(folder, script, "ferry", "watch", "--until")).contains("--until-person");
        assertThat(completed(folder, script, "ferry", "engine", "sta")).contains("start", "status");
    }

    private static String completed(Path folder, Path script, String... words) throws Exception {
        Path shell = Files.writeString(
                folder.resolve("shell"), """
                set -eu
                source "%s"
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                set +eu
                _complete_ferry
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script, String.join(" ", words), words.length - 1));
        Path output = folder.resolve("completed");
        Process bash = new ProcessBuilder("bash", shell.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            bash.destroyForcibly();
        }
        return Files.readString(output, UTF_8);
    }

    private int run(String... arguments) {
        return ferry(Screen.NONE).execute(arguments);
    }

    private CommandLine ferry(Screen screen) {
        return Ferry.commandLine(ServiceLoader.load(CommandProvider.class), screen)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }
}
