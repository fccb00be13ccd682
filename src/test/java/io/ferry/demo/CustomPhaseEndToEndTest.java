package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator's changed copy of a phase works beside Ferry's own, as docs/modeling.md shows. */
@Tag("camunda")
class CustomPhaseEndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final Path PAGE = Path.of("docs/modeling.md");

    @TempDir
    private Path folder;

    @BeforeEach
    void onTheLocalEngine() {
        TestCamunda.mustBeTheLocalEngine();
    }

    @Test
    void shouldRunAPhaseOfAnAdministratorsBesideTheOriginal() throws Exception {
        try (EngineAndFerry running = new EngineAndFerry(folder, "--ferry.camunda.models-folder=" + models());
                SandboxServer sites = running.smallSites(folder.resolve("export"))) {
            // when
            FerryClient ferry = running.ferry();
            String id = ferry.post(
                            "/api/migrations", EngineAndFerry.wholeRoute("Acme", sites, folder.resolve("export")))
                    .path("id")
                    .asText();
            List<String> questions = new ArrayList<>();
            UnattendedPerson person = new UnattendedPerson(
                    new UserTaskClient(running.cluster()), id, new OpenPeople(ferry, id), (question, seen) -> {
                        questions.add(question);
                        return null;
                    });
            String outcome = new Follower(ferry, id, new Terminal(System.out), () -> {}).followWith(person, LIMIT);

            // then the copy has worked, its question was answered, and the report names it
            assertThat(outcome).isEqualTo("MIGRATED");
            assertThat(questions).contains("judge-the-result");
            JsonNode report = ferry.get("/api/migrations/" + id + "/report");
            assertThat(report.path("models"))
                    .filteredOn(model -> !model.path("own").asBoolean())
                    .extracting(model -> model.path("process").asText())
                    .containsExactlyInAnyOrder("migrate", "verify-acme");
            assertThat(report.path("models"))
                    .extracting(model -> model.path("process").asText())
                    .contains("restore-bigpicture")
                    .doesNotContain("verify");
            assertThat(report.toString()).contains("The process model verify-acme, version 1, is not Ferry’s");

            // and the next one, which the expression does not choose, is done by the original
            String other = ferry.post(
                            "/api/migrations", EngineAndFerry.wholeRoute("Other", sites, folder.resolve("export")))
                    .path("id")
                    .asText();
            UnattendedPerson another = new UnattendedPerson(
                    new UserTaskClient(running.cluster()),
                    other,
                    new OpenPeople(ferry, other),
                    (question, seen) -> null);
            new Follower(ferry, other, new Terminal(System.out), () -> {}).followWith(another, LIMIT);
            assertThat(ferry.get("/api/migrations/" + other + "/report").path("models"))
                    .extracting(model -> model.path("process").asText())
                    .contains("verify")
                    .doesNotContain("verify-acme");
        }
    }

    /** The copy and the model that calls it, made by what the page says. */
    private Path models() throws IOException {
        Path models = Files.createDirectories(folder.resolve("models"));
        String page = Files.readString(PAGE);
        String verify = Files.readString(Path.of("bpmn/verify.bpmn"));
        String copied = verify.replace("<bpmn:process id=\"verify\"", "<bpmn:process id=\"verify-acme\"");
        assertThat(copied).isNotEqualTo(verify);
        Files.writeString(models.resolve("verify-acme.bpmn"), copied);
        String called = page.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("<zeebe:calledElement"))
                .findFirst()
                .orElseThrow();
        String migrate = Files.readString(Path.of("bpmn/migrate.bpmn"));
        String changed = migrate.replaceFirst(
                "<zeebe:calledElement processId=\"verify\"[^>]*/>", java.util.regex.Matcher.quoteReplacement(called));
        assertThat(changed).isNotEqualTo(migrate);
        Files.writeString(models.resolve("migrate.bpmn"), changed);
        return models;
    }
}
