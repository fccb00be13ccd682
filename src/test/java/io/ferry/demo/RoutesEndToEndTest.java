package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.sandbox.world.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole route at sites of every age, and at the harshest ones: one engine and one Ferry carry one migration after the
 * other, between pretend sites that offer no more than their versions have.
 */
@Tag("camunda")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesEndToEndTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private EngineAndFerry running;

    @BeforeAll
    void startCamundaAndFerry() throws Exception {
        TestCamunda.mustBeTheLocalEngine();
        running = new EngineAndFerry(folder);
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    /** Everything automatic that the version allows; from Jira 11 on the backup is made by hand, since no password is taken. */
    @ParameterizedTest(name = "Jira {0} with the app {1}")
    @CsvSource({
        "7.6.17,  8.2.2,  40",
        "8.20.30, 8.21.0, 40",
        "9.12.5,  8.52.0, 40",
        "10.3.0,  8.64.3, 130",
        "11.0.1,  8.70.0, 40"
    })
    void shouldMigrateFromEachVersionOfJira(String jira, String app, int people) throws Exception {
        Path backup = folder.resolve("backup-" + jira + ".zip");
        SampleBackup.write(SampleBackupSpec.of(150, people), backup);
        boolean takesPasswords = !jira.startsWith("11.");
        try (SandboxServer sites = sites(SandboxOptions.builder()
                .jiraVersion(jira)
                .sourceVersion(app)
                .targetVersion("8.80.0")
                .backup(backup)
                .exportFolder(folder.resolve("export-" + jira)))) {
            Request request = new Request("Jira " + jira, sites)
                    .source(
                            takesPasswords ? "SANDBOX_DC_CREDENTIAL" : "SANDBOX_DC_TOKEN",
                            "SANDBOX_BIGPICTURE_DC_TOKEN")
                    .target("SANDBOX_CLOUD_CREDENTIAL", "SANDBOX_BIGPICTURE_CLOUD_TOKEN")
                    .withEndpoints(folder.resolve("export-" + jira))
                    .modes(Mode.AUTOMATIC);
            if (!takesPasswords) {
                request.mode(Operation.BACK_UP_JIRA, Mode.MANUAL);
            }

            // when
            Route route = migrate(request, sites);

            // then
            route.shouldBeMigratedWithACertaintyForEachResult();
            assertThat(route.worksAndCertainties())
                    .containsExactlyElementsOf(
                            takesPasswords
                                    ? List.of("FREEZE STATED")
                                    : List.of("FREEZE STATED", "BACK_UP_JIRA VERIFIED"));
            // The app tells its boxes from 8.21 on.
            assertThat(route.boxes()).isEqualTo(app.equals("8.2.2") ? "NOT_VERIFIABLE" : "EQUAL");
        }
    }

    /** No app manager, no organisation API, no token of the app on either side, nothing by call that is not documented. */
    @Test
    void shouldMigrateByHandWhereTheSitesTellNothing() throws Exception {
        try (SandboxServer sites = sites(SandboxOptions.builder().cloud(CloudTraits.HARSH))) {
            Request request = new Request("The harshest sites", sites)
                    .source("SANDBOX_DC_CREDENTIAL", null)
                    .target("SANDBOX_CLOUD_CREDENTIAL", null)
                    .modes(Mode.MANUAL);

            // when
            Route route = migrate(request, sites);

            // then
            route.shouldBeMigratedWithACertaintyForEachResult();
            assertThat(route.worksAndCertainties())
                    .containsExactly(
                            "SITE_IMPORT VERIFIED",
                            "FREEZE STATED",
                            "REINSTALL_APP VERIFIED",
                            "CREATE_DUMP VERIFIED",
                            "BACK_UP_JIRA VERIFIED",
                            "IMPORT_BACKUP VERIFIED",
                            "INSTALL_APP STATED",
                            "CREATE_USERS VERIFIED",
                            "RESTORE_DUMP STATED",
                            "SAFETY_DUMP STATED",
                            "ACTIVATE_CONNECTIONS STATED");
            assertThat(route.boxes()).isEqualTo("NOT_VERIFIABLE");
            assertThat(route.report.path("answers").valueStream())
                    .as("who accepted a result that nobody could verify")
                    .anySatisfy(answer -> {
                        assertThat(answer.path("subject").asText()).isEqualTo("result");
                        assertThat(answer.path("decision").asText()).isEqualTo("ACCEPT");
                        assertThat(answer.path("reason").asText()).isNotEmpty();
                    });
        }
    }

    private SandboxServer sites(SandboxOptions.Builder options) {
        return SandboxServer.start(options.freePorts()
                .port(Side.BIGPICTURE_CLOUD, running.ports().sandbox() + 2)
                .longWork(Duration.ofMillis(200))
                .build());
    }

    private Route migrate(Request request, SandboxServer sites) throws IOException, InterruptedException {
        FerryClient ferry = running.ferry();
        String id = ferry.post("/api/migrations", request.body).path("id").asText();
        SiteHands hands = new SiteHands(sites.world(), ferry, id, running.inbox());
        UnattendedPerson person =
                new UnattendedPerson(new UserTaskClient(running.cluster()), id, new OpenPeople(ferry, id), hands);
        String outcome = new Follower(ferry, id, new Terminal(System.out), () -> {}).followWith(person, LIMIT);
        return new Route(outcome, ferry.get("/api/migrations/" + id + "/report"));
    }

    /** What was asked for. */
    private static final class Request {
        private final ObjectNode body = JsonNodeFactory.instance.objectNode();
        private final SandboxServer sites;

        private Request(String name, SandboxServer sites) {
            this.sites = sites;
            body.put("name", name).put("app", "BIGPICTURE").put("pollPause", "PT1S");
        }

        private Request source(String credential, @Nullable String appToken) {
            return site("source", Side.JIRA_DATA_CENTER, credential, appToken);
        }

        private Request target(String credential, @Nullable String appToken) {
            return site("target", Side.JIRA_CLOUD, credential, appToken);
        }

        private Request site(String name, Side side, String credential, @Nullable String appToken) {
            ObjectNode site = body.putObject(name)
                    .put("url", sites.address(side).toString())
                    .put("credential", EngineAndFerry.credential(credential));
            if (appToken != null) {
                site.put("bigPictureCredential", EngineAndFerry.credential(appToken));
            }
            return this;
        }

        private Request withEndpoints(Path exportFolder) {
            ((ObjectNode) body.path("source")).put("endpoints", "sandbox").put("exportFolder", exportFolder.toString());
            ((ObjectNode) body.path("target")).put("endpoints", "sandbox");
            return this;
        }

        private Request modes(Mode mode) {
            Stream.of(Operation.values()).forEach(operation -> mode(operation, mode));
            return this;
        }

        private Request mode(Operation operation, Mode mode) {
            body.withObject("/modes").put(operation.key(), mode.name());
            return this;
        }
    }

    /** What came of it. */
    private record Route(String outcome, JsonNode report) {
        private List<String> worksAndCertainties() {
            return report.path("manualWork")
                    .valueStream()
                    .map(work -> work.path("work").asText() + " "
                            + work.path("certainty").asText())
                    .toList();
        }

        private void shouldBeMigratedWithACertaintyForEachResult() {
            assertThat(outcome).isEqualTo("MIGRATED");
            assertThat(report.path("outcome").asText()).isEqualTo("MIGRATED");
            assertThat(report.path("facts"))
                    .isNotEmpty()
                    .allSatisfy(fact -> assertThat(Set.of("VERIFIED", "STATED"))
                            .as(fact.path("name").asText())
                            .contains(fact.path("certainty").asText()));
            assertThat(rules())
                    .isNotEmpty()
                    .allSatisfy(rule ->
                            assertThat(rule.path("verdict").asText()).isIn("EQUAL", "TOLERABLE", "NOT_VERIFIABLE"));
        }

        /** How the boxes of the source and those of the target compare. */
        private String boxes() {
            return rules().stream()
                    .filter(rule -> rule.path("name").asText().equals("boxes"))
                    .map(rule -> rule.path("verdict").asText())
                    .findFirst()
                    .orElse("");
        }

        private List<JsonNode> rules() {
            return report.path("verified")
                    .path("verification")
                    .path("rules")
                    .valueStream()
                    .toList();
        }
    }
}
