package io.ferry.verification;

import io.ferry.verification.RuleResult.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares things by their keys or names: everything expected must be there; what came in addition is tolerable. */
final class NameComparison {

    private NameComparison() {}

    /** @param label how a key is shown to people */
    static RuleOutcome compare(Collection<String> expected, Collection<String> found, Function<String, String> label) {
        return compare(expected, found, label, Item.MISSING);
    }

    /** Compares names of what is shown to some and hidden from others, or says which side did not show it. */
    static RuleOutcome compareShown(@Nullable List<String> expected, String how, @Nullable List<String> found) {
        if (expected != null && found != null) {
            return compare(expected, found, NameComparison::quoted, "missing, or hidden from Ferry’s account");
        }
        return RuleOutcome.notVerifiable(
                expected == null ? "not seen" : expected.size(),
                found == null ? "not seen" : found.size(),
                Stream.of(
                                expected == null ? notShown("the source", how) : null,
                                found == null ? notShown("the target", "shown to Ferry’s account") : null)
                        .flatMap(Stream::ofNullable)
                        .toList());
    }

    private static Item notShown(String side, String how) {
        return new Item(side, Verdict.NOT_VERIFIABLE, how, "not told: the call is not offered, or not allowed");
    }

    private static RuleOutcome compare(
            Collection<String> expected, Collection<String> found, Function<String, String> label, String missing) {
        var left = new HashMap<String, Integer>();
        found.forEach(one -> left.merge(one, 1, Integer::sum));
        var items = new ArrayList<Item>();
        expected.stream()
                .filter(one -> left.merge(one, -1, Integer::sum) < 0)
                .forEach(one -> items.add(new Item(label.apply(one), Verdict.DIFFERENT, Item.THERE, missing)));
        var added = new HashSet<>(found);
        added.removeAll(new HashSet<>(expected));
        added.stream()
                .sorted()
                .forEach(one -> items.add(new Item(label.apply(one), Verdict.TOLERABLE, "—", "only in the target")));
        var verdict = RuleOutcome.worst(items);
        return new RuleOutcome(
                verdict == Verdict.EQUAL && found.size() != expected.size() ? Verdict.TOLERABLE : verdict,
                expected.size(),
                found.size(),
                items,
                false);
    }

    /** A name as people read it. */
    static String quoted(String name) {
        return "“%s”".formatted(name);
    }

    /** The first of each key: sites give names twice at times. */
    static <T> Map<String, T> by(Function<T, String> key, List<T> all) {
        return all.stream().collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
    }
}
