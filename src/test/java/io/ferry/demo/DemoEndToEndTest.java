package io.ferry.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.backup.BackupReader;
import io.ferry.backup.model.BackupPerson;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole route on a real engine, people's tasks completed through Camunda's interface, as {@code ferry demo} does it. */
@Tag("camunda")
class DemoEndToEndTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path REAL_BACKUPS = Path.of("../shared/data/jira-backups");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @BeforeAll
    static void needsCamunda() {
        TestCamunda.isNeeded();
    }

    @ParameterizedTest
    @CsvSource({"jira-suite-utilities-6.3.11.zip, 104, true", "jira-rest-java-client-7.0.0.zip, 11, false"})
    void shouldMigrateARealBackup(String name, int issues, boolean tooOld) throws Exception {
        Path backup = REAL_BACKUPS.resolve(name);
        assumeTrue(Files.exists(backup), "No ../shared here: real backups are not migrated");

        // when
        List<JsonNode> seen = new ArrayList<>();
        DemoSettings settings = TestCamunda.demo(backup, DemoMode.UNATTENDED, LIMIT);
        DemoRun run = DemoRun.of(folder, settings, secrets -> seen.add(sandboxState(settings)));

        // then Ferry says so, and so does the sandbox
        run.mustHaveEndedWell();
        JsonNode report = JSON.readTree(folder.resolve("report.json").toFile());
        assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        assertThat(report.path("openPoints").findValuesAsText("text"))
                .as("the pretend sites answer what Ferry asks of real ones")
                .isNotEmpty()
                .noneMatch(point -> point.contains("could not count"));
        assertThat(report.path("overrides").findValuesAsText("subject").contains("failed-checks"))
                .as("whether Jira was found too old, and that is overridden on record")
                .isEqualTo(tooOld);
        JsonNode truth = seen.getFirst();
        assertThat(truth.path("jiraCloud").path("issues").asInt()).isEqualTo(issues);
        assertThat(truth.path("jiraCloud").path("imports").size()).isEqualTo(1);
        assertThat(truth.path("bigPictureCloud").path("restores").size()).isEqualTo(1);
        assertThat(Program.leftIn(DemoState.programs(folder))).isEmpty();
    }

    @Test
    void shouldRunOnACamundaThatIsRunningAlreadyWhoseSearchesAreLate() throws Exception {
        TestCamunda.mustBeTheLocalEngine();
        // given one that the demonstration did not start, as late as clusters are
        EnginePorts ports = EnginePorts.free();
        Program engine = Program.start(
                folder.resolve("elsewhere"),
                Engine.NAME,
                EngineInstallation.of(System.getenv()).command(ports, Duration.ofSeconds(2)),
                Map.of());
        try {
            assertThat(Waiting.until(Duration.ofMinutes(2), () -> Engine.isReady(ports)))
                    .isTrue();
            Cluster running = Cluster.running(
                    ports.webAddress(), ports.grpcAddress(), new Cluster.SignIn("approver", "approver"));
            DemoSettings settings =
                    new DemoSettings(null, DemoMode.UNATTENDED, LIMIT, TestCamunda.freePorts(), running);

            // when
            DemoRun run = DemoRun.of(folder.resolve("demo"), settings, secrets -> {});

            // then it has served, and goes on running
            run.mustHaveEndedWell();
            assertThat(Engine.isReady(ports)).isTrue();
            JsonNode report = JSON.readTree(folder.resolve("demo/report.json").toFile());
            assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
        } finally {
            engine.stop();
        }
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
        Path demo = folder.resolve("demo");
        DemoSettings settings = TestCamunda.demo(backup, DemoMode.UNATTENDED, LIMIT);

        // when
        DemoRun run = DemoRun.of(demo, settings, secrets -> {
            List<String> markers =
                    Stream.concat(secrets.words().stream(), addresses.stream()).toList();
            String recorded = TestCamunda.everythingIn(settings);
            assertThat(recorded)
                    .as("the search itself finds what is there")
                    .contains("Demonstration")
                    .contains("check-readiness");
            note(leaks, "Camunda", recorded, markers);
            for (Path file : filesWithoutPeople(demo)) {
                note(leaks, file.getFileName().toString(), read(file), markers);
            }
            for (Path file : databaseFiles(demo)) {
                note(leaks, file.getFileName().toString(), read(file), secrets.words());
            }
        });

        // then
        run.mustHaveEndedWell();
        assertThat(leaks).isEmpty();
    }

    private static void note(List<String> leaks, String where, String text, List<String> markers) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        markers.stream()
                .filter(marker -> lowerCase.contains(marker.toLowerCase(Locale.ROOT)))
                .forEach(marker -> leaks.add(where + " holds " + marker));
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    /** Logs of all programs, and the report. The sites' own files (backup, export folder) hold people by nature. */
    private static List<Path> filesWithoutPeople(Path demo) throws IOException {
        try (Stream<Path> files = Files.walk(demo)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".log") || file.endsWith("report.json"))
                    .toList();
        }
    }

    /** Ferry's database, which holds the mapping of people, but no credential. */
    private static List<Path> databaseFiles(Path demo) throws IOException {
        try (Stream<Path> files = Files.walk(demo)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".mv.db")).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static JsonNode sandboxState(DemoSettings settings) throws IOException, InterruptedException {
        return new FerryClient(settings.ports().sandboxControl()).get("/control/state");
    }
}
