package io.ferry.verification;

/** One comparison, with a name that stands in the report. */
interface ComparisonRule {

    /** The name in configuration, interface and report. */
    String name();

    /** What it asks, in words for people. */
    String question();

    RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances);
}
