package io.ferry.process.rollback;

import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.restorebigpicture.RollbackPoint;
import io.ferry.process.restorebigpicture.TargetState;
import io.ferry.verification.AppInventory;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.Comparisons;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Verdict;
import java.util.List;
import org.springframework.stereotype.Component;

/** Holds the app in the cloud against what it held before the first restore. */
@Component
class RollBackCheck {
    private final Sites sites;
    private final AppInventory apps;
    private final Comparisons comparisons;
    private final ComparisonsOnRecord onRecord;
    private final RollbackPoint rollbackPoint;
    private final FactsOfMigration facts;

    RollBackCheck(
            Sites sites,
            AppInventory apps,
            Comparisons comparisons,
            ComparisonsOnRecord onRecord,
            RollbackPoint rollbackPoint,
            FactsOfMigration facts) {
        this.sites = sites;
        this.apps = apps;
        this.comparisons = comparisons;
        this.onRecord = onRecord;
        this.rollbackPoint = rollbackPoint;
        this.facts = facts;
    }

    /**
     * Whether the state from before the restore is back, as the variable {@code rolledBack} and on record.
     *
     * @param compared whether anything could be compared
     */
    record RolledBack(boolean complete, boolean compared, List<Difference> differences) {}

    /** One difference, as a form shows it. */
    record Difference(String what, String expected, String found) {}

    /** What was found. */
    record Checked(RolledBack rolledBack) {}

    /** Complete only if everything of before is there again; what cannot be seen is a difference, too. */
    Checked check(Step step) {
        var before = rollbackPoint.state(step.id()).map(TargetState::app).orElse(null);
        var comparison = comparisons.compareApps(before, apps.ask(sites.targetApp(step.migration())));
        onRecord.keep(step.id(), ComparisonPoint.ROLL_BACK, comparison);
        var rolledBack = new RolledBack(
                comparison.isFine(),
                comparison.rules().stream().anyMatch(rule -> rule.verdict() != Verdict.NOT_VERIFIABLE),
                differences(comparison));
        facts.verified(step.id(), FactName.ROLLED_BACK, rolledBack);
        return new Checked(rolledBack);
    }

    private static List<Difference> differences(Comparison comparison) {
        return comparison.differences().stream()
                .map(rule -> new Difference(rule.name(), rule.expected(), rule.found()))
                .toList();
    }
}
