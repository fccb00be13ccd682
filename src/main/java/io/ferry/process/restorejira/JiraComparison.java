package io.ferry.process.restorejira;

import io.ferry.base.Words;
import io.ferry.verification.Comparison;
import io.ferry.verification.RuleResult;
import java.util.List;

/**
 * Whether Jira arrived whole, as the process variable {@code jiraComparison}.
 *
 * @param equal whether nobody needs to look
 * @param differences what differs, at most 20
 */
record JiraComparison(boolean equal, List<Difference> differences) {
    private static final int MOST = 20;

    /** One difference, as a form shows it. */
    record Difference(String what, String expected, String found) {
        static Difference of(RuleResult rule) {
            return new Difference(Words.of(rule.name()), rule.expected(), rule.found());
        }
    }

    static JiraComparison of(Comparison comparison) {
        return new JiraComparison(
                comparison.isFine(),
                comparison.differences().stream()
                        .limit(MOST)
                        .map(Difference::of)
                        .toList());
    }
}
