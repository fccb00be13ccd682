package io.ferry.localengine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientBuilder;
import io.camunda.client.CredentialsProvider;
import io.ferry.demo.TestCluster;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One story (deploy, start, claim and complete a task, an incident, its resolution, the end) told by Camunda's Java client and
 * by its TypeScript client. They were made by others for Camunda itself: where both see the same, and the second one finds
 * every answer as its schema has it, the local engine speaks Camunda's language. With {@code FERRY_TEST_CAMUNDA} they tell it
 * of that cluster.
 */
@Tag("camunda")
class TwoClientsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path STORY = Path.of("src/test/story");
    private static final Path INSTALLED = Path.of("target/story");

    @TempDir
    private static Path pages;

    private static Optional<LocalEngine> engine = Optional.empty();
    private static TestCluster camunda = new TestCluster(URI.create("x"), URI.create("x"), null, "");

    @BeforeAll
    static void start() throws IOException {
        Optional<TestCluster> named = TestCluster.named();
        if (named.isPresent()) {
            camunda = named.get();
        } else {
            LocalEngine local = LocalEngine.start(0, 0, pages);
            engine = Optional.of(local);
            camunda = new TestCluster(
                    URI.create("http://127.0.0.1:" + local.webPort()),
                    URI.create("http://127.0.0.1:" + local.grpcPort()),
                    "demo",
                    "demo");
        }
    }

    @AfterAll
    static void stop() {
        engine.ifPresent(LocalEngine::close);
    }

    @Test
    void shouldHearTheSameStoryFromBothClients() throws Exception {
        assumeTrue(
                isOnThePath("npm") && isOnThePath("node"),
                "There is no npm on the PATH (Node.js 20 or newer): Camunda's TypeScript client tells nothing");
        install();

        assertThat(toldByTypeScript()).containsExactlyElementsOf(toldByJava(true));
    }

    @Test
    void shouldHearTheSameStoryByRestAndByGrpc() throws Exception {
        List<JsonNode> byRest = toldByJava(true);

        assertThat(toldByJava(false)).containsExactlyElementsOf(byRest);
        JsonNode end = byRest.stream()
                .filter(chapter -> chapter.path("chapter").asText().equals("ended"))
                .findFirst()
                .orElseThrow();
        assertThat(end.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(end.path("hasIncident").asBoolean(true)).isFalse();
        assertThat(end.path("variables").toString()).contains("count 3", "done true");
    }

    private static List<JsonNode> toldByJava(boolean preferRest) throws IOException {
        CamundaClientBuilder builder = CamundaClient.newClientBuilder()
                .restAddress(camunda.rest())
                .grpcAddress(camunda.grpc())
                .preferRestOverGrpc(preferRest);
        String user = camunda.user();
        if (user != null) {
            builder.credentialsProvider(CredentialsProvider.newBasicAuthCredentialsProviderBuilder()
                    .username(user)
                    .password(camunda.password())
                    .build());
        }
        try (CamundaClient client = builder.build()) {
            return JavaTeller.tell(client, STORY);
        }
    }

    private static List<JsonNode> toldByTypeScript() throws IOException, InterruptedException {
        String user = camunda.user();
        Map<String, String> environment = user == null
                ? Map.of("CAMUNDA_AUTH_STRATEGY", "NONE")
                : Map.of(
                        "CAMUNDA_AUTH_STRATEGY",
                        "BASIC",
                        "CAMUNDA_BASIC_AUTH_USERNAME",
                        user,
                        "CAMUNDA_BASIC_AUTH_PASSWORD",
                        camunda.password());
        List<JsonNode> told = new ArrayList<>();
        for (String line : run(environment, "node", "story.mjs").lines().toList()) {
            told.add(JSON.readTree(line));
        }
        return told;
    }

    /** Puts the client in place beside copies of the story's files, once for each lock file. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path lock = INSTALLED.resolve("package-lock.json");
        boolean isThere = Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))
                && Files.exists(lock)
                && Files.mismatch(STORY.resolve("package-lock.json"), lock) < 0;
        try (Stream<Path> files = Files.list(STORY)) {
            for (Path file : files.toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!isThere) {
            run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path errors = INSTALLED.resolve("errors.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectError(errors.toFile());
        builder.environment().put("CAMUNDA_REST_ADDRESS", camunda.rest().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES))
                .as("%s has ended", command[0])
                .isTrue();
        assertThat(process.exitValue())
                .as("%s said: %s%n%s", String.join(" ", command), said, Files.readString(errors))
                .isZero();
        return said;
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
