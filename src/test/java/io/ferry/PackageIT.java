package io.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package that the build has made, unpacked and tried with Java alone: no Maven, no checkout, no settings of this computer. */
class PackageIT {
    private static final Path PACKAGE = Path.of(System.getProperty("ferry.package", "target/ferry-none"));
    private static final String NAME = String.valueOf(PACKAGE.getFileName());
    private static final Instant BUILT = Instant.parse("2026-11-29T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void shouldHoldTheSameInBothArchivesAndNothingThatTellsWhoBuiltIt() throws IOException {
        Map<String, Long> zipped = new TreeMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(PACKAGE + ".zip").get()) {
            for (ZipArchiveEntry entry : java.util.Collections.list(zip.getEntries())) {
                if (!entry.isDirectory()) {
                    zipped.put(entry.getName(), checksum(zip.getInputStream(entry)));
                }
            }
            assertThat(zip.getEntry(NAME + "/bin/ferry").getUnixMode() & 0777).isEqualTo(0755);
        }
        Map<String, Long> tarred = new TreeMap<>();
        try (TarArchiveInputStream tar = tar()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertThat(entry.getLastModifiedTime().toInstant())
                        .as(entry.getName())
                        .isEqualTo(BUILT);
                assertThat(entry.getUserName() + entry.getLongUserId() + entry.getGroupName() + entry.getLongGroupId())
                        .isEqualTo("root0root0");
                if (entry.isFile()) {
                    tarred.put(entry.getName(), checksum(tar));
                }
            }
        }

        assertThat(tarred).isEqualTo(zipped);
        Set<String> top = new TreeSet<>();
        tarred.keySet().forEach(name -> top.add(name.split("/", -1)[1]));
        assertThat(top)
                .containsExactlyInAnyOrder(
                        "CHANGELOG.md",
                        "LICENSE",
                        "NOTICE",
                        "README.md",
                        "bin",
                        "bpmn",
                        "config",
                        "docs",
                        "ferry-sbom.json",
                        "ferry.jar",
                        "lib",
                        "ops",
                        "systemd");
        assertThat(tarred.keySet())
                .contains(
                        NAME + "/config/examples/one-person.yaml",
                        NAME + "/config/examples/company.yaml",
                        NAME + "/config/examples/camunda-saas.yaml",
                        NAME + "/config/examples/self-managed.yaml",
                        NAME + "/config/examples/several-nodes.yaml",
                        NAME + "/ops/prometheus/ferry-alerts.yaml",
                        NAME + "/systemd/ferry.service",
                        NAME + "/bin/ferry.bat")
                .noneMatch(name -> name.matches(".*(junit|assertj|mockito|demo|playwright).*\\.jar"));
    }

    @Test
    void shouldRunFromAnywhereAndThroughALink() throws Exception {
        unpack();
        Path link = Files.createSymbolicLink(folder.resolve("ferry"), bin());

        assertThat(ended(run(bin(), "--version")))
                .startsWith(NAME.replaceFirst("-", " ") + "\n")
                .contains("Java ");
        assertThat(ended(run(link, "--version"))).startsWith(NAME.replaceFirst("-", " "));
        assertThat(ended(run(bin()))).contains("serve", "doctor", "watch").doesNotContain("sandbox");
        assertThat(ended(run(bin(), "demo"))).contains("'demo' needs ferry-demo.jar");
        assertThat(ended(run(bin(), "list", "--bogus"))).contains("See: " + bin() + " list --help");
    }

    @Test
    void shouldSayWhichJavaItNeeds() throws Exception {
        unpack();
        Path old = folder.resolve("old-java/bin/java");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"17.0.2\" 2022-01-18' >&2\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();

        ProcessBuilder tooOld = run(bin(), "list");
        tooOld.environment().put("JAVA_HOME", folder.resolve("old-java").toString());
        assertThat(ended(tooOld)).contains("needs a JRE 21 or newer, and").contains("is 17.");

        ProcessBuilder none = run(bin(), "list");
        none.environment().put("JAVA_HOME", folder.toString());
        assertThat(ended(none)).contains("there is no Java in JAVA_HOME=" + folder);
    }

    @Test
    void shouldServeWithTheFirstExampleUntilItIsToldToEnd() throws Exception {
        unpack();
        Path home = folder.resolve("home/.ferry");
        Path installed = folder.resolve(NAME);
        Files.copy(installed.resolve("config/examples/one-person.yaml"), installed.resolve("config/application.yaml"));
        String port = "--server.port=" + freePort();
        int management = freePort();
        String[] settings = {port, "--management.server.port=" + management};

        // The example's credentials are not there, and the doctor says so.
        String doctor = ended(run(bin(), "doctor", "--offline", "--", settings[0], settings[1]));
        assertThat(doctor)
                .contains("✓ Java", "✓ Ports", "✗ Credentials", "source-jira", "example.atlassian.net")
                .doesNotContain("Maven");

        Path log = folder.resolve("log");
        Process server = run(bin(), "serve", "--", settings[0], settings[1])
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(6))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
                        return isAlive(http, management) && Files.exists(home.resolve("running"));
                    });
            assertThat(ended(run(bin(), "list"))).contains("There are no migrations yet");
            assertThat(Files.readString(log))
                    .contains("Ferry answers at http://127.0.0.1:" + port.replaceAll("\\D", ""));
            assertThat(ended(run(bin(), "doctor")))
                    .contains(
                            "✓ Ports",
                            "perhaps with settings of its own",
                            "✗ Credentials",
                            "source-jira: nothing usable");
        } finally {
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(home.resolve("running")).doesNotExist();
        Process list = run(bin(), "list").start();
        assertThat(list.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(list.exitValue()).isEqualTo(7);
    }

    private static long checksum(InputStream content) throws IOException {
        CheckedInputStream read = new CheckedInputStream(content, new CRC32());
        read.transferTo(OutputStream.nullOutputStream());
        return read.getChecksum().getValue();
    }

    private static boolean isAlive(HttpClient http, int port) throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://127.0.0.1:" + port + "/actuator/health/liveness"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Path bin() {
        return folder.resolve(NAME).resolve("bin/ferry");
    }

    private void unpack() throws IOException {
        try (TarArchiveInputStream tar = tar()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path to = folder.resolve(entry.getName());
                if (entry.isFile()) {
                    Files.createDirectories(to.getParent());
                    Files.copy(tar, to);
                    assertThat(to.toFile().setExecutable((entry.getMode() & 0100) != 0))
                            .isTrue();
                }
            }
        }
    }

    private static TarArchiveInputStream tar() throws IOException {
        InputStream file = Files.newInputStream(Path.of(PACKAGE + ".tar.gz"));
        return new TarArchiveInputStream(new GzipCompressorInputStream(file));
    }

    /** Nothing of this computer's but Java and the usual programs. */
    private ProcessBuilder run(Path launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder.resolve("elsewhere")).toFile());
        Path home = Files.createDirectories(folder.resolve("home"));
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "LANG",
                        "C.UTF-8",
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "HOME",
                        home.toString()));
        return builder;
    }

    private String ended(ProcessBuilder command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", null);
        Process process = command.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
