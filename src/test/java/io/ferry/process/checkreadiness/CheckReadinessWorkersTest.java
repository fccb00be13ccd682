package io.ferry.process.checkreadiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.WorkerBench;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.Crossing;
import io.ferry.readiness.Readiness;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.readiness.ReadinessReport;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.Baselines;
import io.ferry.verification.Inventory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.util.unit.DataSize;

class CheckReadinessWorkersTest {
    private final WorkerBench bench = new WorkerBench();
    private final FactsOfMigration facts = mock();
    private final Readiness readiness = mock();
    private final Baselines baselines = mock();
    private final Crossings crossings = new Crossings(
            bench.sites(),
            new CredentialResolver(name -> null, name -> null),
            new EndpointSets(Map.of()),
            new ArtifactProperties(Path.of("/store"), List.of(), List.of()),
            new ReadinessProperties("7.0", "7.6", "8.2.2", "8.64.3", DataSize.ofBytes(1), null),
            Clock.systemUTC());

    @Test
    void shouldRunTheChecksAndShowWhatFailed() {
        Failed tooOld = new Failed("JIRA_TOO_OLD", "The source Jira is too old.", "It is 6.3.", "Upgrade.");
        ReadinessReport report = new ReadinessReport(List.of(
                new ReadinessReport.Checked("The source Jira answers", new Passed("")),
                new ReadinessReport.Checked("The source Jira is new enough", tooOld)));
        when(readiness.check(any())).thenReturn(report);

        var variables = WorkerBench.run(
                new RunReadinessChecksWorker(bench.steps(), new RecordedReadiness(crossings, readiness, facts)),
                AJob.of("run-readiness-checks").get());

        assertThat(variables).containsEntry("readiness", new ReadinessFound(false, List.of(tooOld), 1, false, false));
        verify(facts).verified(WorkerBench.ID, FactName.READINESS, report);
        ArgumentCaptor<Crossing> looked = ArgumentCaptor.captor();
        verify(readiness).check(looked.capture());
        assertThat(looked.getValue().source()).isSameAs(bench.source());
        assertThat(looked.getValue().appKey()).isEqualTo("eu.softwareplant.bigpicture");
    }

    @Test
    void shouldNoteTheVersionOfTheAppWhereTheSourceTells() {
        when(readiness.check(any())).thenReturn(new ReadinessReport(List.of()));
        when(bench.source().app("eu.softwareplant.bigpicture"))
                .thenReturn(Optional.of(new InstalledApp("eu.softwareplant.bigpicture", "8.20.1", true)))
                .thenThrow(RemoteFailure.passing("Silent.", "Wait."));
        var worker = new RunReadinessChecksWorker(bench.steps(), new RecordedReadiness(crossings, readiness, facts));

        WorkerBench.run(worker, AJob.of("run-readiness-checks").get());
        assertThat(WorkerBench.run(worker, AJob.of("run-readiness-checks").get()))
                .containsKey("readiness");

        verify(facts).verified(WorkerBench.ID, FactName.SOURCE_APP_BEFORE, Map.of("version", "8.20.1"));
    }

    @Test
    void shouldKeepTheBaselineAndShowItsCounts() {
        Inventory found = new Inventory(
                WorkerBench.NOW,
                new Inventory.JiraSide(List.of(new Inventory.ProjectIssues("1", "TST", 7L)), 3, 3, 3, 3, null, null),
                null,
                "no token",
                null);
        when(baselines.take(bench.source(), bench.sourceApp())).thenReturn(found);

        var variables = WorkerBench.run(
                new TakeBaselineWorker(bench.steps(), new SourceCounts(bench.sites(), baselines, facts)),
                AJob.of("take-baseline").get());

        assertThat(variables).containsEntry("baseline", new Counts(1, 7, 3L, false, null));
        verify(facts).verified(WorkerBench.ID, FactName.BASELINE, found);
    }
}
