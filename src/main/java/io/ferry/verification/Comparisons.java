package io.ferry.verification;

import java.util.List;
import org.springframework.stereotype.Service;

/** Compares what stands on two sites, or on one site at two times. */
@Service
public class Comparisons {

    /** By all rules: what left against what arrived. */
    public Comparison compare(Inventory expected, Inventory found, Tolerances tolerances) {
        return compare(ComparisonRules.allCurrentRules(), expected, found, tolerances);
    }

    /** By the rules of the app only: after a roll-back its state must be the one from before. */
    public Comparison compareApps(Inventory expected, Inventory found) {
        return compare(ComparisonRules.ofTheApp(), expected, found, new Tolerances(0));
    }

    private static Comparison compare(
            List<ComparisonRule> rules, Inventory expected, Inventory found, Tolerances tolerances) {
        return Comparison.of(rules.stream()
                .map(rule -> rule.compare(expected, found, tolerances))
                .toList());
    }
}
