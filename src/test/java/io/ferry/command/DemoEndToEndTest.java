package io.ferry.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.backup.BackupPerson;
import io.ferry.backup.BackupReader;
import io.ferry.backup.SampleBackup;
import io.ferry.backup.SampleBackupSpec;
import io.ferry.localcamunda.Distribution;
import io.ferry.localcamunda.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole route on a real Camunda, people's tasks completed through Tasklist, as {@code ferry demo --unattended} does it. */
@Tag("camunda")
class DemoEndToEndTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path REAL_BACKUPS = Path.of("../shared/data/jira-backups");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsTheLocalCamunda() {
        assumeTrue(
                Distribution.of(System.getenv()).isSetUp(),
                "The local Camunda is not set up (bash src/localcamunda/setup.sh): end-to-end tests are skipped");
    }

    @ParameterizedTest
    @CsvSource({"jira-suite-utilities-6.3.11.zip, 104, true", "jira-rest-java-client-7.0.0.zip, 11, false"})
    void shouldMigrateARealBackup(String name, int issues, boolean tooOld) throws Exception {
        Path backup = REAL_BACKUPS.resolve(name);
        assumeTrue(Files.exists(backup), "No ../shared here: real backups are not migrated");

        // when
        List<JsonNode> seen = new ArrayList<>();
        DemoPorts ports = freePorts();
        int status = demo(backup, ports, secrets -> seen.add(sandboxState(ports)));

        // then Ferry says so, and so does the sandbox
        assertThat(status).isZero();
        JsonNode report = JSON.readTree(folder.resolve("report.json").toFile());
        assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        assertThat(report.path("overrides").findValuesAsText("subject").contains("failed-checks"))
                .as("whether Jira was found too old, and that is overridden on record")
                .isEqualTo(tooOld);
        JsonNode truth = seen.getFirst();
        assertThat(truth.path("jiraCloud").path("issues").asInt()).isEqualTo(issues);
        assertThat(truth.path("jiraCloud").path("imports").size()).isEqualTo(1);
        assertThat(truth.path("bigPictureCloud").path("restores").size()).isEqualTo(1);
    }

    @Test
    void shouldKeepCredentialsAndPeopleOutOfCamundaLogsAndReport() throws Exception {
        // given a site with many people, whose addresses are the markers
        Path backup = folder.resolve("backup.zip");
        SampleBackup.write(SampleBackupSpec.of(400, 40), backup);
        List<String> addresses = new BackupReader()
                .read(backup).people().stream()
                        .map(BackupPerson::email)
                        .filter(address -> address != null && address.contains("@"))
                        .distinct()
                        .toList();
        assertThat(addresses).hasSizeGreaterThan(5);
        List<String> leaks = new ArrayList<>();
        DemoPorts ports = freePorts();
        Path demo = folder.resolve("demo");

        // when
        int status = new Demo(demo, backup, DemoMode.UNATTENDED, Duration.ofMinutes(10), ports, secrets -> {
                    List<String> markers = Stream.concat(secrets.words().stream(), addresses.stream())
                            .toList();
                    String indices = everythingIn(ports.camunda().openSearch());
                    assertThat(indices)
                            .as("the search itself finds what is there")
                            .contains("Demonstration")
                            .contains("check-readiness");
                    note(leaks, "Camunda's indices", indices, markers);
                    for (Path file : textFiles(demo)) {
                        note(
                                leaks,
                                file.getFileName().toString(),
                                new String(Files.readAllBytes(file), UTF_8),
                                markers);
                    }
                })
                .run();

        // then
        assertThat(status).isZero();
        assertThat(leaks).isEmpty();
    }

    private int demo(Path backup, DemoPorts ports, Demo.Inspection inspection)
            throws IOException, InterruptedException {
        return new Demo(folder, backup, DemoMode.UNATTENDED, Duration.ofMinutes(10), ports, inspection).run();
    }

    private static void note(List<String> leaks, String where, String text, List<String> markers) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        markers.stream()
                .filter(marker -> lowerCase.contains(marker.toLowerCase(Locale.ROOT)))
                .forEach(marker -> leaks.add(where + " holds " + marker));
    }

    /**
     * Logs of all programs, and the report. The sites' own files (backup, export folder) hold people by nature; Zeebe's
     * journal, called a log too, holds what the indices hold.
     */
    private static List<Path> textFiles(Path demo) throws IOException {
        try (Stream<Path> files = Files.walk(demo)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".log") || file.endsWith("report.json"))
                    .filter(file -> !file.toString().contains("raft-partition"))
                    .toList();
        }
    }

    private static String everythingIn(int openSearchPort) throws IOException, InterruptedException {
        String base = "http://127.0.0.1:" + openSearchPort;
        StringBuilder everything = new StringBuilder();
        for (String index : get(base + "/_cat/indices?h=index").lines().toList()) {
            if (index.startsWith(".")) {
                continue;
            }
            JsonNode page = JSON.readTree(get(base + "/" + index.trim() + "/_search?scroll=1m&size=2000"));
            while (page.path("hits").path("hits").size() > 0) {
                everything.append(page);
                page = JSON.readTree(get(base + "/_search/scroll?scroll=1m&scroll_id="
                        + page.path("_scroll_id").asText()));
            }
        }
        return everything.toString();
    }

    private static JsonNode sandboxState(DemoPorts ports) throws IOException, InterruptedException {
        return JSON.readTree(get(ports.sandboxControl() + "/control/state"));
    }

    private static String get(String address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    static DemoPorts freePorts() throws IOException {
        try (ServerSocket ferry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DemoPorts(ferry.getLocalPort(), fourInARow(), Ports.free());
        }
    }

    private static int fourInARow() {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (Stream.of(0, 1, 2, 3).allMatch(offset -> isFree(first + offset))) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
