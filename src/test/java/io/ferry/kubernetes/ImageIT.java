package io.ferry.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that {@code src/image/build.sh} makes of a copy of the sources, on a base of a few empty folders: no registry and no
 * Docker is at hand. What comes from the base, above all Java, is therefore not tried.
 */
class ImageIT {
    private static final Instant BUILT = Instant.parse("2026-11-29T00:00:00Z");
    private static final String CHECKOUT = Path.of("").toAbsolutePath().toString();

    @TempDir
    private static Path folder;

    private static Path first;
    private static Path second;
    private static ImageTar image;

    @BeforeAll
    static void build() throws Exception {
        Path base = folder.resolve("base.tar");
        ImageTar.writeBase(
                base,
                Set.of("etc", "lib", "lib64", "opt", "proc", "run", "tmp", "usr", "var"),
                List.of("PATH=/opt/java/openjdk/bin:/usr/bin", "JAVA_HOME=/opt/java/openjdk"));
        first = folder.resolve("here/ferry-image.tar");
        second = folder.resolve("elsewhere/and/deeper/ferry-image.tar");
        Process here = building(first, base, "Europe/Berlin");
        Process elsewhere = building(second, base, "Asia/Tokyo");
        for (Process each : List.of(here, elsewhere)) {
            assertThat(each.waitFor(8, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(here.exitValue()).as(Files.readString(log(first))).isZero();
        assertThat(elsewhere.exitValue()).as(Files.readString(log(second))).isZero();
        image = new ImageTar(first);
    }

    @Test
    void shouldBeTheSameWhereverAndWheneverItIsBuilt() throws IOException {
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void shouldKeepWhatChangesOftenInSmallLayersOnTop() {
        List<Map<String, ImageTar.Entry>> layers = image.layers();
        List<Integer> sizes = image.sizes();

        // The lowest is the base's.
        assertThat(layers).hasSize(5);
        assertThat(filesOf(layers.get(1)))
                .hasSizeGreaterThan(100)
                .allMatch(name -> name.matches("opt/ferry/libs/[^/]+\\.jar"));
        assertThat(filesOf(layers.get(2))).containsExactly("opt/ferry/classpath/ferry.jar");
        assertThat(filesOf(layers.get(3)))
                .containsExactly("opt/ferry/jib-classpath-file", "opt/ferry/jib-main-class-file");
        assertThat(filesOf(layers.get(4)))
                .containsExactly("opt/ferry/LICENSE", "opt/ferry/NOTICE", "opt/ferry/ferry-sbom.json");
        assertThat(sizes.get(2) + sizes.get(3) + sizes.get(4))
                .isLessThan(6 << 20)
                .isLessThan(sizes.get(1) / 10);
        assertThat(filesOf(layers.get(1)))
                .as("nothing of the demonstration or of tests")
                .noneMatch(name -> name.matches(".*(junit|assertj|mockito|demo|playwright|fabric8).*"));
    }

    @Test
    void shouldBelongToRootAndBeAsOldAsTheSources() {
        image.layers().stream()
                .skip(1)
                .flatMap(layer -> layer.entrySet().stream())
                .forEach(each -> {
                    ImageTar.Entry entry = each.getValue();
                    assertThat(entry.user() + ":" + entry.group())
                            .as(each.getKey())
                            .isEqualTo("0:0");
                    assertThat(entry.modified()).as(each.getKey()).isIn(0L, 1L, BUILT.getEpochSecond());
                    if (!each.getKey().equals("var/lib/ferry/")) {
                        assertThat(entry.mode() & 0022)
                                .as("others may not change " + each.getKey())
                                .isZero();
                    }
                });
    }

    @Test
    void shouldSayWhatItIsAndRunAsANumberThatIsNotRoot() throws IOException {
        JsonNode config = image.config();
        JsonNode container = config.path("config");

        assertThat(config.path("created").asText()).isEqualTo(BUILT.toString());
        assertThat(container.path("User").asText()).matches("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
        assertThat(texts(container.path("Entrypoint")))
                .startsWith("java")
                .endsWith("-cp", "@/opt/ferry/jib-classpath-file", "io.ferry.Ferry");
        assertThat(texts(container.path("Cmd"))).containsExactly("serve");
        assertThat(container.path("WorkingDir").asText()).isEqualTo("/var/lib/ferry");
        assertThat(texts(container.path("Env")))
                .as("what the base has, and nothing of whoever built it")
                .containsExactlyInAnyOrder("PATH=/opt/java/openjdk/bin:/usr/bin", "JAVA_HOME=/opt/java/openjdk");
        Map<String, String> labels = new TreeMap<>();
        container
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(
                        label.getKey().replace("org.opencontainers.image.", ""),
                        label.getValue().asText()));
        assertThat(labels)
                .containsOnlyKeys("base.name", "created", "description", "licenses", "revision", "title", "version")
                .containsEntry("title", "Ferry")
                .containsEntry("licenses", "Apache-2.0")
                .containsEntry("created", BUILT.toString())
                // A copy of the sources has no history; where the base was on this computer is nobody's business.
                .containsEntry("revision", "unknown")
                .containsEntry("base.name", "base.tar");
        assertThat(image.name()).isEqualTo("ferry:" + labels.get("version"));
    }

    @Test
    void shouldListEachOfItsLibraries() throws IOException {
        JsonNode list = new JsonMapper().readTree(content("opt/ferry/ferry-sbom.json"));
        Set<String> listed = new TreeSet<>();
        list.path("components").forEach(component -> {
            String purl = component.path("purl").asText();
            String classifier =
                    purl.contains("classifier=") ? "-" + purl.replaceFirst(".*classifier=([^&]+).*", "$1") : "";
            listed.add(component.path("name").asText() + "-"
                    + component.path("version").asText() + classifier + ".jar");
        });

        assertThat(list.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(listed)
                .isEqualTo(filesOf(image.layers().get(1)).stream()
                        .map(name -> name.substring(name.lastIndexOf('/') + 1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void shouldTellNothingOfTheComputerThatBuiltIt() throws IOException {
        List<String> places = List.of(folder.toString(), CHECKOUT, System.getProperty("user.home") + "/.m2");
        Map<String, byte[]> all = new TreeMap<>();
        all.put("the configuration", image.config().toString().getBytes(UTF_8));
        image.layers().stream()
                .skip(2)
                .forEach(layer -> layer.forEach((name, entry) -> all.put(name, entry.content())));
        try (ZipInputStream jar =
                new ZipInputStream(new ByteArrayInputStream(content("opt/ferry/classpath/ferry.jar")))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                all.put("ferry.jar: " + entry.getName(), jar.readAllBytes());
            }
        }

        assertThat(all)
                .hasSizeGreaterThan(500)
                .allSatisfy((name, content) ->
                        assertThat(new String(content, ISO_8859_1)).as(name).doesNotContain(places));
    }

    @Test
    void shouldSayWhatItDoesNotKnow() throws Exception {
        Process build = new ProcessBuilder("src/image/build.sh", "--bass", "scratch")
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), UTF_8);

        assertThat(build.waitFor()).isEqualTo(1);
        assertThat(said).contains("does not know --bass", "--base IMAGE");
    }

    /**
     * As a cluster starts the container of the Deployment, so far as that is possible without one: the image's files, read-only; the
     * Deployment's volumes, user and arguments; the example's settings. Java, and what it needs of the system, is this computer's.
     */
    @Test
    void shouldServeFromAReadOnlyRootAsTheDeploymentStartsIt() throws Exception {
        assumeTrue(succeeds("unshare", "--mount", "true"), "Only root may mount here: the image is not started");
        PodSpec pod = Manifests.deployment().getSpec().getTemplate().getSpec();
        Container container = pod.getContainers().getFirst();
        Path root = folder.resolve("root");
        image.unpack(root);
        int management = freePort();
        String user = pod.getSecurityContext().getRunAsUser() + ":"
                + pod.getSecurityContext().getRunAsGroup();
        Path script = Files.writeString(
                folder.resolve("start.sh"), start(root, pod, container, user, environment(management)));
        Path log = folder.resolve("server.log");
        Process server = new ProcessBuilder(
                        "unshare", "--mount", "--propagation", "private", "sh", "-eu", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(patience(container.getStartupProbe()))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
                        return status(management, path(container.getStartupProbe())) == 200;
                    });

            assertThat(status(management, path(container.getLivenessProbe()))).isEqualTo(200);
            // No Camunda is there.
            assertThat(status(management, path(container.getReadinessProbe()))).isEqualTo(503);
            assertThat(status(management, "/actuator/prometheus")).isEqualTo(200);
            assertThat(Files.readString(log))
                    .contains("/opt/ferry/classpath/ferry.jar")
                    .as("each entry is JSON, as the settings say")
                    .containsPattern("(?m)^\\{\"@timestamp\":.*\"Started Ferry");
        } finally {
            server.destroy();
            assertThat(server.waitFor(pod.getTerminationGracePeriodSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(server.exitValue()).as("ended by SIGTERM").isEqualTo(143);
    }

    private static Process building(Path tar, Path base, String zone) throws IOException {
        Path sources = Files.createDirectories(tar.resolveSibling("sources"));
        for (String each : List.of("pom.xml", "LICENSE", "NOTICE", "bpmn", "src/main", "src/image", "src/launcher")) {
            copy(Path.of(each), sources.resolve(each));
        }
        ProcessBuilder build = new ProcessBuilder(
                        sources.resolve("src/image/build.sh").toString(),
                        "--base",
                        "tar://" + base,
                        "--output",
                        tar.toString())
                .redirectErrorStream(true)
                .redirectOutput(log(tar).toFile());
        build.environment().put("JAVA_HOME", System.getProperty("java.home"));
        build.environment().put("TZ", zone);
        return build.start();
    }

    private static Path log(Path tar) {
        return tar.resolveSibling("build.log");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolveSibling("."));
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(inside)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path inside, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        inside,
                        from.equals(inside) ? to : to.resolve(from.relativize(inside)),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The example's settings, but for what is not here: other computers, and their ports. */
    private static Map<String, String> environment(int management) throws IOException {
        Map<String, String> environment = new TreeMap<>(Manifests.settings());
        environment.putAll(Map.of(
                "SERVER_ADDRESS", "127.0.0.1",
                "SERVER_PORT", String.valueOf(freePort()),
                "MANAGEMENT_SERVER_ADDRESS", "127.0.0.1",
                "MANAGEMENT_SERVER_PORT", String.valueOf(management),
                "SPRING_DATASOURCE_URL", "jdbc:h2:file:/var/lib/ferry/.ferry/database/ferry",
                "FERRY_ARTIFACTS_S3_ENDPOINT", "http://127.0.0.1:1",
                "CAMUNDA_CLIENT_GRPCADDRESS", "http://127.0.0.1:1",
                "CAMUNDA_CLIENT_RESTADDRESS", "http://127.0.0.1:1",
                "CAMUNDA_CLIENT_AUTH_TOKENURL", "http://127.0.0.1:1/token",
                "CAMUNDA_CLIENT_WORKER_DEFAULTS_STREAMENABLED", "false"));
        Manifests.deployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(secret -> environment.put(secret.getName(), "made-up"));
        for (String variable : List.of("PATH", "JAVA_HOME")) {
            environment.put(
                    variable,
                    texts(image.config().path("config").path("Env")).stream()
                            .filter(each -> each.startsWith(variable + "="))
                            .findFirst()
                            .orElseThrow()
                            .substring(variable.length() + 1));
        }
        return environment;
    }

    /** What the kubelet and the container runtime do, as a script for a mount namespace of its own. */
    private static String start(
            Path root, PodSpec pod, Container container, String user, Map<String, String> environment)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("root=" + root);
        lines.add("mount --bind $root $root");
        // Java and the system's libraries, in place of those of a real base.
        for (String system : List.of("/usr", "/lib", "/lib64")) {
            lines.add("[ ! -e " + system + " ] || mount --bind " + system + " $root" + system);
        }
        lines.add("mkdir -p $root/opt/java/openjdk");
        lines.add("mount --bind " + System.getProperty("java.home") + " $root/opt/java/openjdk");
        lines.add("mount -t proc proc $root/proc");
        long group = pod.getSecurityContext().getFsGroup();
        for (VolumeMount mount : container.getVolumeMounts()) {
            String at = "$root" + mount.getMountPath();
            Volume volume = pod.getVolumes().stream()
                    .filter(each -> each.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            lines.add("mkdir -p " + at);
            // As the kubelet makes them: root's, open to the group.
            lines.add("mount -t tmpfs -o mode=2777,gid=" + group + " volume " + at);
            if (volume.getSecret() != null) {
                for (String setting : environment.values()) {
                    String file = setting.replaceFirst("^file:", "");
                    if (file.startsWith(mount.getMountPath() + "/")) {
                        lines.add("echo name:password > $root" + file);
                        lines.add("chown 0:" + group + " $root" + file + "; chmod "
                                + Integer.toOctalString(volume.getSecret().getDefaultMode()) + " $root" + file);
                    }
                }
                lines.add("mount -o remount,ro " + at);
            }
        }
        lines.add("mount -o remount,bind,ro $root");
        lines.add("if touch $root/opt/ferry/x 2>/dev/null; then echo The root is not read-only.; exit 1; fi");
        List<String> command =
                new ArrayList<>(texts(image.config().path("config").path("Entrypoint")));
        command.addAll(container.getArgs());
        String workingDirectory =
                image.config().path("config").path("WorkingDir").asText();
        lines.add("exec chroot --userspec=" + user + " $root /usr/bin/env -i "
                + environment.entrySet().stream()
                        .map(each -> quoted(each.getKey() + "=" + each.getValue()))
                        .collect(Collectors.joining(" "))
                + " --chdir=" + workingDirectory + " "
                + command.stream().map(ImageIT::quoted).collect(Collectors.joining(" ")));
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Asks as the kubelet and Prometheus do: by the address of the pod. */
    private static int status(int port, String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.0\r\nHost: 10.244.1.7:8099\r\n\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.split(" ", 3)[1]) : 0;
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static Duration patience(Probe probe) {
        return Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold());
    }

    private static Set<String> filesOf(Map<String, ImageTar.Entry> layer) {
        return layer.entrySet().stream()
                .filter(each -> !each.getValue().folder())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] content(String path) {
        return image.layers().stream()
                .flatMap(layer -> Stream.ofNullable(layer.get(path)))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
