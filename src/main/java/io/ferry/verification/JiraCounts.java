package io.ferry.verification;

import io.ferry.jira.cloud.JiraCloud;
import org.springframework.stereotype.Service;

/** Whether Jira's data arrived whole, before the app is there. */
@Service
public class JiraCounts {

    private final Baselines baselines;
    private final VerificationProperties properties;

    JiraCounts(Baselines baselines, VerificationProperties properties) {
        this.baselines = baselines;
        this.properties = properties;
    }

    /**
     * Compares what stood on the source with what stands in the target now.
     *
     * @param baseline what {@link Baselines#take} wrote down
     * @param tolerancePercent by how much a count may differ, unless configuration says otherwise for a rule
     */
    public Comparison compare(Inventory baseline, JiraCloud target, double tolerancePercent) {
        var found = baselines.findings(target);
        var tolerances = properties.tolerances(tolerancePercent);
        return Comparison.of(ComparisonRules.ofJira().stream()
                .map(rule -> rule.compare(baseline, found, tolerances))
                .toList());
    }
}
