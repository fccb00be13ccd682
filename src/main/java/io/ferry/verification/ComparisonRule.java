package io.ferry.verification;

/**
 * One rule by which two sites are compared.
 *
 * @param name the name in settings, API and report
 * @param question what it asks, in words for people
 * @param comparer how it finds the answer
 */
record ComparisonRule(String name, String question, Comparer comparer) {

    /** Finds the answer to a rule's question. */
    @FunctionalInterface
    interface Comparer {
        /**
         * Compares two sites, or one site at two times.
         *
         * @param expected what there was
         * @param found what there is
         * @param tolerance by how much a count may differ
         */
        RuleOutcome compare(Inventory expected, Inventory found, Tolerance tolerance);
    }

    /** Asks this rule's question. */
    RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
        var tolerance = tolerances.of(name);
        return RuleResult.of(this, comparer.compare(expected, found, tolerance), tolerance);
    }
}
