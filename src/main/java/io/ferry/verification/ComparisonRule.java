package io.ferry.verification;

/** One comparison, with a name that stands in the report. */
interface ComparisonRule {

    String name();

    RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances);
}
