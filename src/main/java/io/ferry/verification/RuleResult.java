package io.ferry.verification;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one rule found.
 *
 * @param name the rule
 * @param question what it asks, in words
 * @param tolerance by how many percent a count may differ; null where the rule counts nothing
 * @param items what differs, for a person to look at
 * @param itemsInAll how many items there are, told or not
 */
public record RuleResult(
        String name,
        String question,
        Verdict verdict,
        String expected,
        String found,
        @Nullable Double tolerance,
        List<Item> items,
        int itemsInAll) {

    private static final int MOST_ITEMS = 20;

    /**
     * One thing that differs.
     *
     * @param what a project, box, team, ...
     */
    public record Item(String what, Verdict verdict, String expected, String found) {
        static final String THERE = "there";
        static final String MISSING = "missing";

        public Item {
            Objects.requireNonNull(what);
            Objects.requireNonNull(verdict);
            Objects.requireNonNull(expected);
            Objects.requireNonNull(found);
        }

        static Item of(String what, Verdict verdict, Object expected, Object found) {
            return new Item(what, verdict, String.valueOf(expected), String.valueOf(found));
        }
    }

    public RuleResult {
        Objects.requireNonNull(name);
        Objects.requireNonNull(question);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(found);
        items = List.copyOf(items);
    }

    /** What a rule found; the tolerance counts only where it compared counts. */
    static RuleResult of(ComparisonRule rule, RuleOutcome outcome, Tolerance tolerance) {
        return new RuleResult(
                rule.name(),
                rule.question(),
                outcome.verdict(),
                String.valueOf(outcome.expected()),
                String.valueOf(outcome.found()),
                outcome.counted() ? tolerance.percent() : null,
                outcome.items(),
                outcome.items().size());
    }

    /** The same with the first items only. */
    RuleResult brief() {
        return new RuleResult(
                name,
                question,
                verdict,
                expected,
                found,
                tolerance,
                items.stream().limit(MOST_ITEMS).toList(),
                itemsInAll);
    }
}
