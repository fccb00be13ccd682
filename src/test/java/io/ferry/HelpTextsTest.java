package io.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.command.CommandProvider;
import io.ferry.command.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The texts in {@code src/launcher/help}, which the launcher shows while Ferry is not built, are the commands' own. The main
 * method writes them anew.
 */
class HelpTextsTest {
    private static final Path FOLDER = Path.of("src/launcher/help");

    /** Writes the files. */
    public static void main(String[] args) throws IOException {
        try (Stream<Path> old = Files.list(FOLDER)) {
            for (Path each : old.toList()) {
                Files.delete(each);
            }
        }
        for (var text : texts().entrySet()) {
            Files.writeString(FOLDER.resolve(text.getKey()), text.getValue());
        }
    }

    @Test
    void shouldBeTheHelpOfTheCommands() throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                written.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }

        assertThat(written)
                .as("run the main method of HelpTextsTest, which writes them anew")
                .isEqualTo(texts());
    }

    @Test
    void shouldHaveAnExampleForEachCommandAndFitTheTerminal() {
        assertThat(texts()).hasSizeGreaterThan(20).allSatisfy((name, text) -> {
            if (!name.equals("ferry.txt")) {
                assertThat(text).as(name).containsIgnoringCase("example");
            }
            assertThat(text.lines())
                    .as(name)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        });
    }

    @Test
    void shouldFitANarrowTerminal() {
        help(Ferry.commandLine(ServiceLoader.load(CommandProvider.class), new Screen(50, false)), "", new TreeMap<>())
                .forEach((name, text) -> assertThat(text.lines().filter(line -> line.length() > 50))
                        .as("only what is one word, such as an address, is longer in " + name)
                        .allSatisfy(line -> assertThat(line.strip()).doesNotContain(" ")));
    }

    @Test
    void shouldAnswerWithoutABuild(@TempDir Path clone) throws Exception {
        // given a clone that nobody has built, and no JDK and no Maven
        for (String each : new String[] {"ferry", "pom.xml", "src/launcher/jdk.sh"}) {
            copy(Path.of(each), clone.resolve(each));
        }
        try (Stream<Path> texts = Files.list(FOLDER)) {
            for (Path each : texts.toList()) {
                copy(each, clone.resolve(each.toString()));
            }
        }

        assertThat(run(clone)).isEqualTo(texts().get("ferry.txt"));
        assertThat(run(clone, "--help")).isEqualTo(texts().get("ferry.txt"));
        assertThat(run(clone, "help", "demo")).isEqualTo(texts().get("demo.txt"));
        assertThat(run(clone, "engine", "start", "--help")).isEqualTo(texts().get("engine-start.txt"));
        assertThat(run(clone, "watch", "-h")).isEqualTo(texts().get("watch.txt"));
        assertThat(run(clone, "--version")).matches("ferry \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String run(Path clone, String... arguments) throws IOException, InterruptedException {
        Path output = clone.resolve("output");
        ProcessBuilder command = new ProcessBuilder(
                        Stream.concat(Stream.of("bash", clone.resolve("ferry").toString()), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().remove("JAVA_HOME");
        command.environment().put("PATH", "/usr/bin:/bin");
        Process process = command.start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, UTF_8);
    }

    private static Map<String, String> texts() {
        return help(Ferry.commandLine(ServiceLoader.load(CommandProvider.class), Screen.NONE), "", new TreeMap<>());
    }

    private static Map<String, String> help(CommandLine command, String path, Map<String, String> texts) {
        if (!command.getCommandSpec().usageMessage().hidden()
                && !command.getCommandName().equals("help")) {
            String text = command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                    .lines()
                    .map(String::stripTrailing)
                    .collect(Collectors.joining("\n", "", "\n"));
            texts.put((path.isEmpty() ? "ferry" : path) + ".txt", text);
            command.getSubcommands()
                    .forEach((name, each) -> help(each, path.isEmpty() ? name : path + "-" + name, texts));
        }
        return texts;
    }
}
