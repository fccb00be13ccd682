package io.ferry.process.restorejira;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.verification.BackupContent;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.JiraCounts;
import org.springframework.stereotype.Component;

/** Compares what stands in the cloud site with what the baseline counted on the source. */
@Component
class ArrivalCheck {
    private final Sites sites;
    private final JiraCounts counts;
    private final ComparisonsOnRecord comparisons;
    private final FactsOfMigration facts;

    ArrivalCheck(Sites sites, JiraCounts counts, ComparisonsOnRecord comparisons, FactsOfMigration facts) {
        this.sites = sites;
        this.counts = counts;
        this.comparisons = comparisons;
        this.facts = facts;
    }

    /** What was found. */
    record Compared(JiraComparison jiraComparison) {}

    /** Compares, and puts the result on record. */
    Compared compare(Step step) {
        Inventory baseline = facts.find(step.id(), FactName.BASELINE, Inventory.class)
                .orElseThrow(() -> StepRefused.refused(
                        "There is nothing to compare with.",
                        "No baseline of the source is on record.",
                        "Run the phase “Check readiness” first: it takes the baseline."));
        // Of people, the backup is the sure list: some versions of Jira tell only some of them.
        Inventory expected = facts.find(step.id(), FactName.BACKUP_CONTENT, BackupContent.class)
                .map(baseline::with)
                .orElse(baseline);
        double percent = step.settings().thresholds().tolerableDifferencePercent();
        Comparison comparison = counts.compare(expected, sites.target(step.settings()), percent);
        comparisons.keep(step.id(), ComparisonPoint.JIRA, comparison);
        facts.verified(step.id(), FactName.JIRA_COMPARISON, comparison.brief());
        return new Compared(JiraComparison.of(comparison));
    }
}
