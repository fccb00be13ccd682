package io.ferry.verification;

import java.util.List;

/** What all rules found. */
public record Comparison(Verdict verdict, List<RuleResult> rules) {

    public Comparison {
        rules = List.copyOf(rules);
    }

    static Comparison of(List<RuleResult> rules) {
        return new Comparison(
                Verdict.worst(rules.stream().map(RuleResult::verdict).toList()), rules);
    }

    /** Whether nobody needs to look: everything equal, or within what is allowed. */
    public boolean isFine() {
        return verdict.isFine();
    }

    /** The rules whose verdict is not fine. */
    public List<RuleResult> differences() {
        return rules.stream().filter(rule -> !rule.verdict().isFine()).toList();
    }

    /** The same with the first items of each rule only. */
    public Comparison brief() {
        return new Comparison(verdict, rules.stream().map(RuleResult::brief).toList());
    }
}
