package io.ferry.process.verify;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.verification.BackupContent;
import io.ferry.verification.Baselines;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.Comparisons;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.IssueSamples;
import io.ferry.verification.RuleResult;
import java.util.LinkedHashMap;
import java.util.Map;
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

    Map<String, Object> collect(Step step) {
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
        return Map.of();
    }

    Map<String, Object> compare(Step step) {
        var content = facts.find(step.id(), FactName.BACKUP_CONTENT, BackupContent.class);
        var comparison = comparisons.compare(
                facts.find(step.id(), FactName.BASELINE, Inventory.class)
                        .map(baseline -> content.map(baseline::with).orElse(baseline))
                        .orElse(null),
                facts.find(step.id(), FactName.ARRIVED, Inventory.class).orElse(null),
                step.settings().thresholds().tolerableDifferencePercent());
        onRecord.keep(step.id(), ComparisonPoint.RESULT, comparison);
        facts.verified(step.id(), FactName.VERIFICATION, comparison.brief());
        return Map.of("verification", variable(comparison));
    }

    private static Map<String, Object> variable(Comparison comparison) {
        return Map.of(
                "verdict",
                comparison.verdict().name(),
                "rules",
                comparison.rules().stream().map(Verification::variable).toList());
    }

    private static Map<String, String> variable(RuleResult rule) {
        var variable = new LinkedHashMap<String, String>();
        variable.put("name", rule.name());
        variable.put("question", rule.question());
        variable.put("verdict", rule.verdict().name());
        variable.put("expected", rule.expected());
        variable.put("found", rule.found());
        variable.put("differences", String.valueOf(rule.itemsInAll()));
        return variable;
    }
}
