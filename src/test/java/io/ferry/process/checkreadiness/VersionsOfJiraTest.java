package io.ferry.process.checkreadiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.bigpicture.BigPictures;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.migration.CredentialName;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Operation;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.migration.Way;
import io.ferry.process.common.AJob;
import io.ferry.process.common.Sites;
import io.ferry.process.common.WorkerBench;
import io.ferry.readiness.Readiness;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.Wired;
import io.ferry.sandbox.SandboxServer;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.users.UsersProperties;
import io.ferry.verification.Inventory;
import io.ferry.verification.VerificationForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import org.springframework.util.unit.DataSize;

/** The readiness checks, the baseline and the backup at a source of each version, against a sandbox that offers no more. */
class VersionsOfJiraTest {
    @TempDir
    private Path folder;

    private final FactsOfMigration facts = mock();

    @ParameterizedTest(name = "Jira {0} with the app {1}")
    @CsvSource({
        "7.6.17,  8.2.2",
        "8.20.30, 8.21.0",
        "9.12.0,  8.64.3",
        "10.3.0,  8.64.3",
        "10.3.24, 8.64.3",
        "11.0.1,  8.70.0"
    })
    void shouldPassTheSourceWithoutAnIncident(String jira, String app) throws Exception {
        Path export = Files.createDirectories(folder.resolve("export"));
        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.builder()
                        .freePorts()
                        .exportFolder(export)
                        .longWork(Duration.ZERO)
                        .jiraVersion(jira)
                        .sourceVersion(app)
                        .targetVersion("8.80.0")
                        .installed(true)
                        .build());
                Wired wired = Wired.in(
                        folder,
                        Map.of(
                                "ferry.bigpicture.cloud-manager-url",
                                sandbox.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager"))) {
            // given
            var settings = settings(sandbox, wired, export);
            var bench = new WorkerBench(settings);
            var sites = new Sites(
                    wired.get(JiraDataCenters.class),
                    wired.get(JiraClouds.class),
                    wired.get(BigPictures.class),
                    new UsersProperties(Map.of(), Set.of(), null));

            // when
            var readiness = new RunReadinessChecksWorker(
                            bench.steps(), crossings(sites, wired), new Readiness(), facts)
                    .runReadinessChecks(AJob.of("run-readiness-checks").get());
            var baseline = new TakeBaselineWorker(bench.steps(), sites, VerificationForTests.baselines(), facts)
                    .takeBaseline(AJob.of("take-baseline").get());
            var backup = sites.source(settings).runXmlBackup("ferry.zip");

            // then
            assertThat(((ReadinessFound) readiness.get("readiness")).failed()).isEmpty();
            ArgumentCaptor<Object> kept = ArgumentCaptor.captor();
            verify(facts).verified(eq(WorkerBench.ID), eq(FactName.BASELINE), kept.capture());
            var inventory = (Inventory) kept.getValue();
            assertThat(inventory.jira().listing()).isEqualTo(UserListing.COMPLETE);
            assertThat(inventory.people()).isEqualTo(24);
            assertThat(inventory.projects()).isEqualTo(5);
            assertThat(inventory.issues()).isEqualTo(300);
            assertThat(baseline).containsEntry("baseline", Counts.of(inventory));
            assertThat(backup).isEqualTo(new XmlBackupOutcome.Written("ferry.zip"));
            // Boxes came with 8.21: the app of before does not tell them.
            assertThat(inventory.app() == null).isEqualTo(app.equals("8.2.2"));
        }
    }

    private static Crossings crossings(Sites sites, Wired wired) {
        return new Crossings(
                sites,
                wired.get(CredentialResolver.class),
                wired.get(EndpointSets.class),
                wired.get(ArtifactProperties.class),
                new ReadinessProperties("7.0", "7.6", "8.2.2", DataSize.ofBytes(1), null),
                Clock.systemUTC());
    }

    private static MigrationSettings settings(SandboxServer sandbox, Wired wired, Path export) {
        var ways = new EnumMap<Operation, Way>(Operation.class);
        for (Operation operation : Operation.values()) {
            ways.put(operation, Way.AUTOMATIC);
        }
        return new MigrationSettings(
                new SiteSettings(
                        sandbox.address(Side.JIRA_DATA_CENTER),
                        credential(wired, "SANDBOX_DC_CREDENTIAL"),
                        null,
                        "sandbox",
                        export),
                new SiteSettings(
                        sandbox.address(Side.JIRA_CLOUD),
                        credential(wired, "SANDBOX_CLOUD_CREDENTIAL"),
                        credential(wired, "SANDBOX_BIGPICTURE_CLOUD_TOKEN"),
                        "sandbox",
                        null),
                ways,
                Thresholds.DEFAULT,
                Duration.ofSeconds(5),
                false);
    }

    private static CredentialName credential(Wired wired, String name) {
        return new CredentialName(wired.credential(String.valueOf(Credentials.DEFAULTS.get(name)))
                .value());
    }
}
