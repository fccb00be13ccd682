package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Steps;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.JiraCounts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares what stands in the cloud site with what the baseline counted on the source. */
@Component
public class CompareJiraCountsWorker {
    private final Steps steps;
    private final Sites sites;
    private final JiraCounts counts;
    private final ComparisonsOnRecord comparisons;
    private final FactsOfMigration facts;

    CompareJiraCountsWorker(
            Steps steps, Sites sites, JiraCounts counts, ComparisonsOnRecord comparisons, FactsOfMigration facts) {
        this.steps = steps;
        this.sites = sites;
        this.counts = counts;
        this.comparisons = comparisons;
        this.facts = facts;
    }

    @JobWorker(type = "compare-jira-counts", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> compareJiraCounts(ActivatedJob job) {
        return steps.run(job, step -> {
            Inventory baseline = facts.find(step.id(), FactName.BASELINE, Inventory.class)
                    .orElseThrow(() -> StepRefused.refused(
                            "There is nothing to compare with.",
                            "No baseline of the source is on record.",
                            "Run the phase “Check readiness” first: it takes the baseline."));
            double percent = step.settings().thresholds().tolerableDifferencePercent();
            Comparison comparison = counts.compare(baseline, sites.target(step.settings()), percent);
            comparisons.keep(step.id(), ComparisonPoint.JIRA, comparison);
            facts.verified(step.id(), FactName.JIRA_COMPARISON, comparison.brief());
            return Map.of("jiraComparison", JiraComparison.of(comparison));
        });
    }
}
