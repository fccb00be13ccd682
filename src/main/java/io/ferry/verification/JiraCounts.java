package io.ferry.verification;

import io.ferry.jira.cloud.JiraCloud;
import org.springframework.stereotype.Service;

/** Whether Jira's data arrived whole, before the app is there. */
@Service
public class JiraCounts {

    private final Baselines baselines;

    JiraCounts(Baselines baselines) {
        this.baselines = baselines;
    }

    /**
     * Compares what stood on the source with what stands in the target now.
     *
     * @param baseline what {@link Baselines#take} wrote down
     */
    public Comparison compare(Inventory baseline, JiraCloud target, Tolerances tolerances) {
        var found = baselines.findings(target);
        return Comparison.of(ComparisonRules.ofJira().stream()
                .map(rule -> rule.compare(baseline, found, tolerances))
                .toList());
    }
}
