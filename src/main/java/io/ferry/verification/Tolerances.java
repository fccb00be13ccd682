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

    double of(ComparisonRule rule) {
        return byRule.getOrDefault(rule.name(), percent);
    }

    /** Compares two counts by what is allowed to the rule. */
    Verdict compare(ComparisonRule rule, long expected, long found) {
        if (expected == found) {
            return Verdict.EQUAL;
        }
        return Math.abs(expected - found) * 100.0 <= of(rule) * expected ? Verdict.TOLERABLE : Verdict.DIFFERENT;
    }
}
