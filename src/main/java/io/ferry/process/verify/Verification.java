package io.ferry.process.verify;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.verification.BackupContent;
import io.ferry.verification.Baselines;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.Comparisons;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.IssueSamples;
import io.ferry.verification.RuleResult;
import java.util.List;
import org.springframework.stereotype.Component;

/** What arrived against what left. */
@Component
class Verification {
    private final Sites sites;
    private final Baselines baselines;
    private final Comparisons comparisons;
    private final IssueSamples samples;
    private final ExpectedAssignees assignees;
    private final ComparisonsOnRecord onRecord;
    private final FactsOfMigration facts;

    Verification(
            Sites sites,
            Baselines baselines,
            Comparisons comparisons,
            IssueSamples samples,
            ExpectedAssignees assignees,
            ComparisonsOnRecord onRecord,
            FactsOfMigration facts) {
        this.sites = sites;
        this.baselines = baselines;
        this.comparisons = comparisons;
        this.samples = samples;
        this.assignees = assignees;
        this.onRecord = onRecord;
        this.facts = facts;
    }

    /** What a person judges. */
    record Compared(Verified verification) {}

    /** The verdict and what led to it. */
    record Verified(String verdict, List<Rule> rules) {}

    /**
     * One rule, as a form shows it.
     *
     * @param differences how many
     */
    record Rule(String name, String question, String verdict, String expected, String found, String differences) {
        static Rule of(RuleResult rule) {
            return new Rule(
                    rule.name(),
                    rule.question(),
                    rule.verdict().name(),
                    rule.expected(),
                    rule.found(),
                    String.valueOf(rule.itemsInAll()));
        }
    }

    NoVariables collect(Step step) {
        var target = sites.target(step.settings());
        var found = baselines.findings(target, sites.targetApp(step.migration()));
        facts.verified(
                step.id(),
                FactName.ARRIVED,
                facts.find(step.id(), FactName.BACKUP_CONTENT, BackupContent.class)
                        .flatMap(content -> samples.check(
                                step.id(),
                                content,
                                target,
                                (userKeys, accounts) -> assignees.of(step.id(), userKeys, accounts)))
                        .map(found::with)
                        .orElse(found));
        return new NoVariables();
    }

    Compared compare(Step step) {
        var content = facts.find(step.id(), FactName.BACKUP_CONTENT, BackupContent.class);
        var comparison = comparisons.compare(
                facts.find(step.id(), FactName.BASELINE, Inventory.class)
                        .map(baseline -> content.map(baseline::with).orElse(baseline))
                        .orElse(null),
                facts.find(step.id(), FactName.ARRIVED, Inventory.class).orElse(null),
                step.settings().thresholds().tolerableDifferencePercent());
        onRecord.keep(step.id(), ComparisonPoint.RESULT, comparison);
        facts.verified(step.id(), FactName.VERIFICATION, comparison.brief());
        return new Compared(new Verified(
                comparison.verdict().name(),
                comparison.rules().stream().map(Rule::of).toList()));
    }
}
