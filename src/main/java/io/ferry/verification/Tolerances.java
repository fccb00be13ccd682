package io.ferry.verification;

import java.util.Map;

/**
 * What counts as good enough.
 *
 * @param percent by how much a count may differ, 0 to 100
 * @param byRule the same for single rules, by their names
 */
public record Tolerances(double percent, Map<String, Double> byRule) {

    public Tolerances {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("A tolerance is a percentage from 0 to 100, not " + percent);
        }
        byRule = Map.copyOf(byRule);
    }

    /** The same tolerance for every rule. */
    public Tolerances(double percent) {
        this(percent, Map.of());
    }

    /** The tolerance of the rule with this name. */
    Tolerance of(String rule) {
        return new Tolerance(byRule.getOrDefault(rule, percent));
    }
}
