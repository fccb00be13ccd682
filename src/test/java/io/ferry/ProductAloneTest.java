package io.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.command.MissingCommand;
import io.ferry.demo.DemoCommands;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

/** The product's jar, packed as {@code pom.xml} says: it holds nothing of the demonstration, and runs without it. */
class ProductAloneTest {
    private static final List<String> ROOMS_OF_THE_DEMONSTRATION = List.of("demo", "sample", "sandbox");

    @TempDir
    Path folder;

    @Test
    void shouldPutIntoOneJarWhatItLeavesOutOfTheOther() throws Exception {
        assertThat(patterns("default-jar", "exclude"))
                .isEqualTo(patterns("demo-jar", "include"))
                .containsAll(ROOMS_OF_THE_DEMONSTRATION.stream()
                        .map(room -> "io/ferry/" + room + "/**")
                        .toList());
    }

    @Test
    void shouldNameEveryCommandOfTheDemonstration() {
        assertThat(new DemoCommands().commands().stream().map(command -> new CommandLine(command).getCommandName()))
                .containsExactlyElementsOf(MissingCommand.NAMES);
    }

    @Test
    void shouldRunWithoutTheDemonstrationAndSayWhatIsMissing() throws Exception {
        // given
        List<Path> packed = packProduct();
        assertThat(packed)
                .isNotEmpty()
                .noneMatch(file -> ROOMS_OF_THE_DEMONSTRATION.stream()
                        .anyMatch(room -> file.startsWith(Path.of("io", "ferry", room))));

        // when
        Ended help = ferry("help");
        Ended inspect = ferry("inspect", folder.resolve("no-backup.zip").toString());
        Ended demo = ferry("demo", "--unattended");

        // then
        assertThat(help.output()).contains("serve", "report", "inspect").doesNotContain("sandbox", "demo");
        assertThat(help.status()).isZero();
        assertThat(inspect.output()).contains("no-backup.zip");
        assertThat(inspect.status()).isEqualTo(2);
        assertThat(demo.output())
                .startsWith("ferry: 'demo' needs ferry-demo.jar")
                .contains("./ferry demo")
                .hasLineCount(1);
        assertThat(demo.status()).isEqualTo(1);
    }

    @Test
    void shouldBuildAnImageWithoutTheDemonstrationAndOneWithIt() throws IOException {
        String stages = Files.readString(Path.of("Dockerfile"), UTF_8);
        String compose = Files.readString(Path.of("docker-compose.yml"), UTF_8);

        // a stage holds what it copies and what the stages that it is made from copy
        assertThat(stage(stages, "demo")).contains("FROM product AS demo", "ferry-demo.jar");
        assertThat(stage(stages, "product")).contains("ferry.jar").doesNotContain("ferry-demo.jar");
        assertThat(stage(stages, "ferry")).contains("FROM product AS ferry").doesNotContain("ferry-demo.jar");
        assertThat(stages.indexOf("AS ferry"))
                .as("the last stage is built when nobody names one")
                .isEqualTo(stages.lastIndexOf(" AS ") + 1);
        assertThat(compose)
                .containsPattern("\n  ferry:\n    build:\n      context: .\n      target: ferry\n")
                .containsPattern("\n  sandbox:\n    build:\n      context: .\n      target: demo\n");
    }

    private static String stage(String dockerfile, String name) {
        return Stream.of(dockerfile.split("(?m)^(?=FROM )"))
                .filter(stage -> stage.lines().findFirst().orElse("").endsWith(" AS " + name))
                .findFirst()
                .orElseThrow();
    }

    private record Ended(int status, String output) {}

    private Ended ferry(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder.resolve("product") + File.pathSeparator + libraries(),
                "io.ferry.Ferry"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output, UTF_8));
    }

    /** Puts the product's files into a folder, and returns their names. */
    private List<Path> packProduct() throws Exception {
        List<PathMatcher> excluded = patterns("default-jar", "exclude").stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
        Path classes = Path.of(
                Ferry.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> names;
        try (Stream<Path> files = Files.walk(classes)) {
            names = files.filter(Files::isRegularFile)
                    .map(classes::relativize)
                    .filter(name -> excluded.stream().noneMatch(pattern -> pattern.matches(name)))
                    .toList();
        }
        for (Path name : names) {
            Path copy = folder.resolve("product").resolve(name.toString());
            Files.createDirectories(copy.getParent());
            Files.copy(classes.resolve(name), copy);
        }
        return names;
    }

    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty() && Files.isRegularFile(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> patterns(String execution, String kind) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/build/plugins/plugin[artifactId='maven-jar-plugin']/executions/execution[id='"
                                + execution + "']/configuration//" + kind,
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new File("pom.xml")),
                        XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(index -> found.item(index).getTextContent())
                .toList();
    }
}
