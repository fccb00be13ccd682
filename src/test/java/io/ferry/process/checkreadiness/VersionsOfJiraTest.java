package io.ferry.process.checkreadiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.jira.datacenter.XmlBackupOutcome;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.PretendCrossing;
import io.ferry.process.common.WorkerBench;
import io.ferry.readiness.Readiness;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import io.ferry.sandbox.world.ApiToken;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.verification.Inventory;
import io.ferry.verification.VerificationForTests;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.Test;
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
    void shouldPassTheSourceWithoutAnIncident(String jira, String app) {
        try (var crossing = PretendCrossing.start(
                folder,
                true,
                // Name and password for the backup: an administrator of Jira 11 has allowed them.
                options -> options.jiraVersion(jira)
                        .passwords(true)
                        .sourceVersion(app)
                        .targetVersion("8.80.0")
                        .installed(true))) {
            // when
            var readiness = WorkerBench.run(
                    new RunReadinessChecksWorker(
                            crossing.bench().steps(),
                            new RecordedReadiness(crossings(crossing), new Readiness(), facts)),
                    AJob.of("run-readiness-checks").get());
            var baseline = WorkerBench.run(
                    new TakeBaselineWorker(
                            crossing.bench().steps(),
                            new SourceCounts(crossing.sites(), VerificationForTests.baselines(), facts)),
                    AJob.of("take-baseline").get());
            var backup = crossing.sites().source(crossing.settings()).runXmlBackup("ferry.zip");

            // then
            assertThat(readiness.get("readiness"))
                    .isInstanceOfSatisfying(
                            ReadinessFound.class,
                            found -> assertThat(found.failed()).isEmpty());
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

    @Test
    void shouldSayThatJira11TakesNoPassword() {
        try (var crossing = PretendCrossing.start(folder, true, options -> options.jiraVersion("11.0.1"))) {
            // when
            var readiness = WorkerBench.run(
                    new RunReadinessChecksWorker(
                            crossing.bench().steps(),
                            new RecordedReadiness(crossings(crossing), new Readiness(), facts)),
                    AJob.of("run-readiness-checks").get());

            // then
            assertThat(readiness.get("readiness"))
                    .isInstanceOfSatisfying(
                            ReadinessFound.class,
                            found -> assertThat(found.failed())
                                    .filteredOn(failed -> failed.code().equals("SOURCE_CREDENTIAL_REFUSED"))
                                    .singleElement()
                                    .satisfies(failed ->
                                            assertThat(failed.whatToDo()).contains("personal access token")));
        }
    }

    @Test
    void shouldPassATargetWithAScopedTokenAsOneWithAClassicToken() {
        try (var crossing = PretendCrossing.start(
                folder,
                true,
                options -> options.cloud(CloudTraits.KIND.with(ApiToken.WELL_SCOPED))
                        .installed(true))) {
            var found = (ReadinessFound) Objects.requireNonNull(WorkerBench.run(
                            new RunReadinessChecksWorker(
                                    crossing.bench().steps(),
                                    new RecordedReadiness(crossings(crossing), new Readiness(), facts)),
                            AJob.of("run-readiness-checks").get())
                    .get("readiness"));

            assertThat(found.failed()).isEmpty();
            assertThat(found.importAnswers()).isFalse();
        }
    }

    private static Crossings crossings(PretendCrossing crossing) {
        return new Crossings(
                crossing.sites(),
                crossing.wired().get(CredentialResolver.class),
                crossing.wired().get(EndpointSets.class),
                crossing.wired().get(ArtifactProperties.class),
                new ReadinessProperties("7.0", "7.6", "8.2.2", "8.64.3", DataSize.ofBytes(1), null),
                Clock.systemUTC());
    }
}
