package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.sandbox.SandboxServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ferry is upgraded in the middle of a migration: it began on the models of the release before, in {@code
 * models-of-the-release-before.zip}, which takes the place of that release's program. Whoever makes a release puts its models there; until
 * there is one, they are those of an earlier day, without what tasks and forms say of their migration today.
 */
@Tag("camunda")
class UpgradeEndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final String MIDDLE = "confirm-the-restore";
    private static final Pattern PROCESS_NAME = Pattern.compile("(<bpmn:process [^>]*name=\")");

    @TempDir
    private Path folder;

    @BeforeEach
    void onTheLocalEngine() {
        TestCamunda.mustBeTheLocalEngine();
    }

    @Test
    void shouldEndAMigrationOnTheModelsThatItBeganWith() throws Exception {
        Path before = unpacked();
        try (EngineAndFerry running = new EngineAndFerry(folder, "--ferry.camunda.models-folder=" + before);
                SandboxServer sites = running.smallSites(folder.resolve("export"))) {
            FerryClient ferry = running.ferry();
            String id = ferry.post("/api/migrations", request(sites)).path("id").asText();
            AtomicInteger upgrades = new AtomicInteger();
            UnattendedPerson person = new UnattendedPerson(
                    new UserTaskClient(running.cluster()), id, new OpenPeople(ferry, id), (question, seen) -> {
                        if (question.equals(MIDDLE) && upgrades.getAndIncrement() == 0) {
                            // Today's models, each of which differs at least in its name from the one before.
                            running.restartFerry("--ferry.camunda.models-folder=" + renamed());
                        }
                        return null;
                    });

            // when
            String outcome = new Follower(ferry, id, new Terminal(System.out), () -> {}).followWith(person, LIMIT);

            // then it is whole, and each phase was done by the model that it began with, those after the upgrade too
            assertThat(upgrades).hasPositiveValue();
            assertThat(outcome).isEqualTo("MIGRATED");
            JsonNode models = ferry.get("/api/migrations/" + id + "/report").path("models");
            assertThat(models.valueStream().map(model -> model.path("process").asText()))
                    .contains("migrate", "check-readiness", "restore-bigpicture", "reactivate-integrations", "finish");
            assertThat(models)
                    .allSatisfy(model -> assertThat(model.path("version").asInt())
                            .as(model.toString())
                            .isEqualTo(1));

            // and the next migration begins with today's
            String next = ferry.post("/api/migrations", request(sites).put("rehearsal", true))
                    .path("id")
                    .asText();
            assertThat(Waiting.until(Duration.ofMinutes(1), () -> versionOfMigrate(ferry, next) == 2))
                    .as("the model of the next migration")
                    .isTrue();
        }
    }

    private static int versionOfMigrate(FerryClient ferry, String id) {
        try {
            return ferry.get("/api/migrations/" + id + "/report")
                    .path("models")
                    .valueStream()
                    .filter(model -> model.path("process").asText().equals("migrate"))
                    .mapToInt(model -> model.path("version").asInt())
                    .findFirst()
                    .orElse(0);
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private ObjectNode request(SandboxServer sites) {
        return EngineAndFerry.wholeRoute("Upgrade", sites, folder.resolve("export"));
    }

    /** The models of the release before. */
    private Path unpacked() throws IOException {
        Path models = Files.createDirectories(folder.resolve("before"));
        try (InputStream in = Objects.requireNonNull(
                        UpgradeEndToEndTest.class.getResourceAsStream("/models-of-the-release-before.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file =
                        models.resolve(Path.of(entry.getName()).getFileName().toString());
                Files.write(file, zip.readAllBytes());
            }
        }
        return models;
    }

    /** Today's models under other names. */
    private Path renamed() throws IOException {
        Path models = Files.createDirectories(folder.resolve("today"));
        try (Stream<Path> files = Files.list(Path.of("bpmn"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file);
                Files.writeString(
                        models.resolve(file.getFileName()),
                        PROCESS_NAME.matcher(content).replaceAll("$1Upgraded: "));
            }
        }
        return models;
    }
}
