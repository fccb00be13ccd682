package io.ferry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus with the configuration in {@code ops/}, which reads a Ferry every second. */
final class Prometheus implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, once promtool has accepted the files; the test is skipped with a message where there is none. */
    static Prometheus start(Path folder, int managementPort) throws IOException, InterruptedException {
        Path program = program("prometheus");
        accepted(tool(), "check", "rules", OperationsFiles.RULES.toString());
        accepted(tool(), "check", "config", OperationsFiles.CONFIGURATION.toString());
        Files.createDirectories(folder);
        Files.copy(OperationsFiles.RULES, folder.resolve(OperationsFiles.RULES.getFileName()));
        String example = Files.readString(OperationsFiles.CONFIGURATION);
        assertThat(example).contains("127.0.0.1:8099").containsPattern("scrape_interval: \\d+s");
        Path configuration = Files.writeString(
                folder.resolve("prometheus.yaml"),
                example.replace("127.0.0.1:8099", "127.0.0.1:" + managementPort)
                        .replaceAll("(scrape|evaluation)_interval: \\d+s", "$1_interval: 1s")
                        .replaceAll("scrape_timeout: \\d+s", "scrape_timeout: 1s"));
        int port = freePort();
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port);
        try {
            // Rates need two readings.
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> prometheus.run("start", "count_over_time(ferry_ready[1m]) >= 3") == 1);
        } catch (RuntimeException e) {
            prometheus.close();
            throw new AssertionError(Files.readString(folder.resolve("prometheus.log")), e);
        }
        return prometheus;
    }

    /** Its own tester; the test is skipped with a message where there is none. */
    static Path tool() {
        return program("promtool");
    }

    private static Path program(String name) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                "There is no " + name + " on the PATH (apt-get install prometheus): nothing is run in it");
        return found.orElseThrow();
    }

    /** Runs a command of its tester, which must not complain. */
    static void accepted(Path tool, String... arguments) throws IOException, InterruptedException {
        Process check = new ProcessBuilder(Stream.concat(Stream.of(tool.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as("%s", said).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * Asks it.
     *
     * @return how many series the answer has
     */
    int run(String what, String expression) throws IOException, InterruptedException {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                                + URLEncoder.encode(expression, StandardCharsets.UTF_8)))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
        JsonNode said = new JsonMapper().readTree(answer.body());
        assertThat(said.path("status").asText())
                .as("%s: %s: %s", what, expression, answer.body())
                .isEqualTo("success");
        return said.path("data").path("result").size();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
