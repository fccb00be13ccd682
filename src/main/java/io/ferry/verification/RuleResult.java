package io.ferry.verification;

import java.util.List;
import java.util.Objects;

/**
 * What one rule found.
 *
 * @param name the rule
 * @param items what differs, for a person to look at; at most 20
 * @param itemsInAll how many items there are, told or not
 */
public record RuleResult(
        String name, Verdict verdict, String expected, String found, List<String> items, int itemsInAll) {

    static final int MOST_ITEMS = 20;

    public RuleResult {
        Objects.requireNonNull(name);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(expected);
        Objects.requireNonNull(found);
        items = items.stream().limit(MOST_ITEMS).toList();
    }

    static RuleResult of(String name, Verdict verdict, Object expected, Object found, List<String> items) {
        return new RuleResult(name, verdict, String.valueOf(expected), String.valueOf(found), items, items.size());
    }
}
