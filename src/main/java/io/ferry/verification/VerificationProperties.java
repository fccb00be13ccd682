package io.ferry.verification;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ferry.verification.*}.
 *
 * @param boxesWithScope of how many boxes the scope is asked, one call each; the outer ones first
 * @param boxesWithIssues in how many boxes the issues are counted, one call each
 * @param sampledIssues how many issues are drawn from the backup and looked at in the target, field by field; 0 for none
 * @param tolerances by how many percent a count may differ, by the name of the rule; the other rules take the tolerance
 *     of the migration
 */
@ConfigurationProperties("ferry.verification")
record VerificationProperties(
        @DefaultValue("20000") int boxesWithScope,
        @DefaultValue("2000") int boxesWithIssues,
        @DefaultValue("200") int sampledIssues,
        @DefaultValue Map<String, Double> tolerances) {

    /** Drawn issues are held in memory. */
    private static final int MOST_SAMPLED = 10_000;

    VerificationProperties {
        if (sampledIssues < 0 || sampledIssues > MOST_SAMPLED) {
            throw new IllegalArgumentException("ferry.verification.sampled-issues expects 0 to " + MOST_SAMPLED);
        }
        if (boxesWithScope < 0 || boxesWithIssues < 0) {
            throw new IllegalArgumentException(
                    "ferry.verification.boxes-with-scope and boxes-with-issues expect 0 or more");
        }
        tolerances = Map.copyOf(tolerances);
        tolerances.forEach((rule, percent) -> {
            if (ComparisonRules.allCurrentRules().stream()
                    .noneMatch(one -> one.name().equals(rule))) {
                throw new IllegalArgumentException(
                        "ferry.verification.tolerances names no rule that there is: " + rule);
            }
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("ferry.verification.tolerances." + rule + " expects 0 to 100");
            }
        });
    }

    /** The tolerances of a migration, with those that are configured for single rules. */
    Tolerances tolerances(double percent) {
        return new Tolerances(percent, tolerances);
    }
}
