package io.ferry.verification;

import io.ferry.base.Moments;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.ConnectionState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Compares what stands on two sites, or on one site at two times. */
@Service
public class Comparisons {

    private final VerificationProperties properties;

    Comparisons(VerificationProperties properties) {
        this.properties = properties;
    }

    /**
     * What left against what arrived. Without one of them every rule is not verifiable.
     *
     * @param tolerancePercent by how much a count may differ, unless configuration says otherwise for a rule
     */
    public Comparison compare(@Nullable Inventory expected, @Nullable Inventory found, double tolerancePercent) {
        if (expected == null || found == null) {
            return Comparison.of(rulesOfTheResult()
                    .map(rule -> RuleResult.of(
                            rule,
                            RuleOutcome.notVerifiable(told(expected), told(found), List.of()),
                            new Tolerance(tolerancePercent)))
                    .toList());
        }
        return compare(rulesOfTheResult().toList(), expected, found, properties.tolerances(tolerancePercent));
    }

    private Stream<ComparisonRule> rulesOfTheResult() {
        return ComparisonRules.ofTheResult().stream()
                .filter(rule -> properties.sampledIssues() > 0 || rule != ComparisonRules.SAMPLED_ISSUES);
    }

    /**
     * The connections that worked before against those that work now.
     *
     * @param expected what stood on the source; null when it was never looked at
     */
    public Comparison compareConnections(@Nullable Inventory expected, List<ConnectionState> found) {
        var before = expected == null || expected.app() == null
                ? null
                : expected.app().connections();
        return compare(
                ComparisonRules.ofConnections(), withConnections(before), withConnections(found), new Tolerances(0));
    }

    private static Inventory withConnections(@Nullable List<ConnectionState> connections) {
        return withApp(new AppInventory.Answer.Seen(new AppSide(List.of(), null, null, connections)));
    }

    private static String told(@Nullable Inventory inventory) {
        return inventory == null ? "never looked at" : "looked at " + Moments.of(inventory.takenAt());
    }

    /**
     * By the rules of the app only: after a roll-back its state must be the one from before.
     *
     * @param expected what the app held before; null when it could not be asked
     */
    public Comparison compareApps(@Nullable AppSide expected, AppInventory.Answer found) {
        return compare(
                ComparisonRules.ofTheApp(),
                expected == null
                        ? withApp(new AppInventory.Answer.NotVerifiable("It could not be asked before the restore."))
                        : withApp(new AppInventory.Answer.Seen(expected)),
                withApp(found),
                new Tolerances(0));
    }

    private static Inventory withApp(AppInventory.Answer answer) {
        var nothing = new Inventory.JiraSide(List.of(), 0, 0, 0, 0, null, null);
        return switch (answer) {
            case AppInventory.Answer.Seen(var app) -> new Inventory(Instant.EPOCH, nothing, app, null, null);
            case AppInventory.Answer.NotVerifiable(var why) -> new Inventory(Instant.EPOCH, nothing, null, why, null);
        };
    }

    private static Comparison compare(
            List<ComparisonRule> rules, Inventory expected, Inventory found, Tolerances tolerances) {
        return Comparison.of(rules.stream()
                .map(rule -> rule.compare(expected, found, tolerances))
                .toList());
    }
}
