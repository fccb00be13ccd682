package io.ferry.process.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.AJob;
import io.ferry.process.common.WorkerBench;
import io.ferry.users.UserMappings;
import io.ferry.verification.Baselines;
import io.ferry.verification.ComparisonsForTests;
import io.ferry.verification.Inventory;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import io.ferry.verification.IssueSamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class VerifyWorkersTest {
    private final WorkerBench bench = new WorkerBench();
    private final Baselines baselines = mock();
    private final FactsOfMigration facts = mock();
    private final IssueSamples samples = mock();
    private final UserMappings people = mock();
    private final Verification verification = new Verification(
            bench.sites(),
            baselines,
            ComparisonsForTests.comparisons(),
            samples,
            new ExpectedAssignees(people, mock()),
            mock(),
            facts);

    @Test
    void shouldKeepWhatWasFound() {
        var found = inventory(3);
        when(baselines.findings(bench.target(), bench.targetApp())).thenReturn(found);

        WorkerBench.run(
                new CollectFindingsWorker(bench.steps(), verification),
                AJob.of("collect-findings").get());

        verify(facts).verified(WorkerBench.ID, FactName.ARRIVED, found);
    }

    @Test
    void shouldTellEachRulesVerdict() {
        known(FactName.BASELINE, inventory(3));
        known(FactName.ARRIVED, inventory(2));

        assertThat(compare()).isInstanceOfSatisfying(Map.class, variable -> {
            assertThat(variable.get("verdict")).isEqualTo("DIFFERENT");
            assertThat(variable.get("rules"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(15)
                    .contains(Map.of(
                            "name", "issues",
                            "question", "Does every project have as many issues as before?",
                            "verdict", "DIFFERENT",
                            "expected", "3",
                            "found", "2",
                            "differences", "1"));
        });
        verify(facts).verified(eq(WorkerBench.ID), eq(FactName.VERIFICATION), any());
    }

    @Test
    void shouldSayThatNothingCanBeVerifiedWithoutABaseline() {
        when(facts.find(WorkerBench.ID, FactName.BASELINE, Inventory.class)).thenReturn(Optional.empty());
        known(FactName.ARRIVED, inventory(2));

        assertThat(compare())
                .isInstanceOfSatisfying(
                        Map.class,
                        variable -> assertThat(variable.get("verdict")).isEqualTo("NOT_VERIFIABLE"));
    }

    private Object compare() {
        return WorkerBench.json(WorkerBench.run(
                        new CompareWithBaselineWorker(bench.steps(), verification),
                        AJob.of("compare-with-baseline").get())
                .get("verification"));
    }

    private void known(FactName name, Inventory inventory) {
        when(facts.find(WorkerBench.ID, name, Inventory.class)).thenReturn(Optional.of(inventory));
    }

    private static Inventory inventory(long issues) {
        return new Inventory(
                WorkerBench.NOW,
                new JiraSide(List.of(new ProjectIssues("1", "TST", issues)), 1, 1, 1, 1, null, null),
                null,
                "not asked",
                null);
    }
}
