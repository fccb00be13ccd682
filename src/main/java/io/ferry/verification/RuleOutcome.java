package io.ferry.verification;

import io.ferry.verification.RuleResult.Item;
import java.util.List;

/**
 * The answer to a rule's question.
 *
 * @param expected what there was, in short
 * @param found what there is, in short
 * @param items what differs
 * @param counted whether counts were compared, so that a tolerance applied
 */
record RuleOutcome(Verdict verdict, Object expected, Object found, List<Item> items, boolean counted) {

    RuleOutcome {
        items = List.copyOf(items);
    }

    /** As bad as the worst of the items. */
    static RuleOutcome of(Object expected, Object found, List<Item> items) {
        return new RuleOutcome(worst(items), expected, found, items, false);
    }

    /** Counts were compared; as bad as the worst of the items. */
    static RuleOutcome ofCounts(Object expected, Object found, List<Item> items) {
        return new RuleOutcome(worst(items), expected, found, items, true);
    }

    /** There was nothing to compare; the items say why. */
    static RuleOutcome notVerifiable(Object expected, Object found, List<Item> why) {
        return new RuleOutcome(Verdict.NOT_VERIFIABLE, expected, found, why, false);
    }

    static Verdict worst(List<Item> items) {
        return items.isEmpty()
                ? Verdict.EQUAL
                : Verdict.worst(items.stream().map(Item::verdict).toList());
    }
}
