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
record Outcome(Verdict verdict, Object expected, Object found, List<Item> items, boolean counted) {

    Outcome {
        items = List.copyOf(items);
    }

    /** As bad as the worst of the items. */
    static Outcome of(Object expected, Object found, List<Item> items) {
        return new Outcome(worst(items), expected, found, items, false);
    }

    /** Counts were compared; as bad as the worst of the items. */
    static Outcome ofCounts(Object expected, Object found, List<Item> items) {
        return new Outcome(worst(items), expected, found, items, true);
    }

    /** There was nothing to compare; the items say why. */
    static Outcome notVerifiable(Object expected, Object found, List<Item> why) {
        return new Outcome(Verdict.NOT_VERIFIABLE, expected, found, why, false);
    }

    static Verdict worst(List<Item> items) {
        return items.isEmpty()
                ? Verdict.EQUAL
                : Verdict.worst(items.stream().map(Item::verdict).toList());
    }
}
