package io.ferry.verification;

import io.ferry.base.Plural;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.ConnectionState;
import io.ferry.verification.Inventory.Element;
import io.ferry.verification.RuleResult.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the app’s boxes, teams, scopes and integrations are compared. */
final class AppComparisons {

    private AppComparisons() {}

    /** Every box is there, by its id. */
    static RuleOutcome boxes(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(expected, found, AppSide::boxes, (before, after) -> {
            var names = new HashMap<String, String>();
            Stream.concat(after.stream(), before.stream()).forEach(box -> names.put(box.id(), box.name()));
            return NameComparison.compare(ids(before), ids(after), id -> "%s “%s”".formatted(id, names.get(id)));
        });
    }

    private static List<String> ids(List<BoxState> boxes) {
        return boxes.stream().map(BoxState::id).toList();
    }

    /** Boxes that are there have the name, type, status, dates and place that they had. */
    static RuleOutcome boxesUnchanged(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(expected, found, AppSide::boxes, (before, after) -> {
            var now = NameComparison.by(BoxState::id, after);
            var both = before.stream().filter(box -> now.containsKey(box.id())).toList();
            var items = both.stream()
                    .map(box -> difference(box, Objects.requireNonNull(now.get(box.id()))))
                    .flatMap(Stream::ofNullable)
                    .toList();
            return RuleOutcome.of(
                    Plural.of(both.size(), "box", "boxes"), both.size() - items.size() + " as they were", items);
        });
    }

    private static @Nullable Item difference(BoxState before, BoxState after) {
        var was = new ArrayList<String>();
        var is = new ArrayList<String>();
        note(was, is, "name", before.name(), after.name());
        note(was, is, "type", before.type(), after.type());
        note(was, is, "status", before.status(), after.status());
        note(was, is, "start", before.start(), after.start());
        note(was, is, "end", before.end(), after.end());
        note(was, is, "archived", before.archived(), after.archived());
        note(was, is, "is in", before.parent(), after.parent());
        return was.isEmpty()
                ? null
                : new Item(before.id(), Verdict.DIFFERENT, String.join(", ", was), String.join(", ", is));
    }

    private static void note(List<String> was, List<String> is, String what, Object before, Object after) {
        if (!before.equals(after)) {
            was.add("%s “%s”".formatted(what, before));
            is.add("%s “%s”".formatted(what, after));
        }
    }

    /** Every team is there, by its name. */
    static RuleOutcome teams(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(
                expected,
                found,
                AppSide::teams,
                (before, after) -> NameComparison.compare(before, after, NameComparison::quoted));
    }

    /** Every box that is there draws from as many projects, filters, boards, queries and single tasks as before. */
    static RuleOutcome scopes(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(expected, found, AppSide::scopes, (before, after) -> {
            var items = new ArrayList<Item>();
            var pairs = pairs(before, after, found);
            for (var pair : pairs) {
                var now = pair.now();
                if (now == null) {
                    items.add(Item.of(pair.before().boxId(), Verdict.NOT_VERIFIABLE, "a scope", "not seen"));
                } else if (!now.told().equals(pair.before().told())) {
                    items.add(new Item(
                            now.boxId(), Verdict.DIFFERENT, pair.before().told(), now.told()));
                }
            }
            unseen(expected, before).ifPresent(items::add);
            return RuleOutcome.of(
                    "scopes of " + Plural.of(pairs.size(), "box", "boxes"),
                    pairs.stream()
                                    .filter(pair -> pair.now() != null
                                            && pair.now()
                                                    .told()
                                                    .equals(pair.before().told()))
                                    .count()
                            + " as they were",
                    items);
        });
    }

    /** Boxes whose scope was never asked for must not pass for verified. */
    private static Optional<Item> unseen(Inventory expected, List<BoxScope> before) {
        int boxes = expected.appSide().map(app -> app.boxes().size()).orElse(0);
        return boxes <= before.size()
                ? Optional.empty()
                : Optional.of(Item.of(
                        Plural.of(boxes - before.size(), "more box", "more boxes"),
                        Verdict.NOT_VERIFIABLE,
                        "not asked (ferry.verification.boxes-with-scope)",
                        "not asked"));
    }

    /** No project, filter or board of a scope broke on the way, as the app itself says. */
    static RuleOutcome elements(String type, ToIntFunction<BoxScope> count, Inventory expected, Inventory found) {
        return ifSeen(expected, found, AppSide::scopes, (before, after) -> {
            var missing = missingProjects(expected, found);
            var items = new ArrayList<Item>();
            long elements = 0;
            for (var pair : pairs(before, after, found)) {
                elements += count.applyAsInt(pair.before());
                var now = pair.now();
                if (now == null) {
                    continue;
                }
                for (var element : now.broken()) {
                    if (element.type().equals(type)
                            && !pair.before().broken().contains(element)
                            && !(type.equals(Element.PROJECT) && missing.contains(element.value()))) {
                        items.add(new Item(
                                "%s of box %s".formatted(element.value(), now.boxId()),
                                Verdict.DIFFERENT,
                                "found and readable",
                                "broken"));
                    }
                }
            }
            return RuleOutcome.of(elements, elements - items.size(), items);
        });
    }

    /** A project that is missing breaks every scope that names it; that is for the rule on projects to say. */
    private static Set<String> missingProjects(Inventory expected, Inventory found) {
        var after = JiraComparisons.byKey(found).keySet();
        return expected.jira().projects().stream()
                .filter(project -> !after.contains(project.key()))
                .flatMap(project -> Stream.of(project.id(), project.key()))
                .collect(Collectors.toSet());
    }

    /**
     * Jira finds as many issues in each box as before. What the difference of a box's scope, or the issues that are
     * missing in all projects together, can explain is left to those rules.
     */
    static RuleOutcome issuesInBoxes(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(expected, found, AppSide::scopes, (before, after) -> {
            long missingInProjects = missingInProjects(expected, found);
            var items = new ArrayList<Item>();
            long were = 0;
            long are = 0;
            int uncounted = 0;
            for (var pair : pairs(before, after, found)) {
                var now = pair.now();
                var issues = pair.before().issues();
                if (now == null || issues == null || now.issues() == null) {
                    uncounted++;
                    continue;
                }
                were += issues;
                are += now.issues();
                var verdict = tolerance.compare(issues, now.issues());
                if (!verdict.isFine() && (Math.abs(issues - now.issues()) <= missingInProjects || isExplained(pair))) {
                    verdict = Verdict.TOLERABLE;
                }
                if (verdict != Verdict.EQUAL) {
                    items.add(Item.of(now.boxId(), verdict, issues, now.issues()));
                }
            }
            if (uncounted > 0) {
                items.add(Item.of(
                        Plural.of(uncounted, "box", "boxes"), Verdict.NOT_VERIFIABLE, "a count", "not counted"));
            }
            return RuleOutcome.ofCounts(were, are, items);
        });
    }

    private static boolean isExplained(Pair pair) {
        var now = Objects.requireNonNull(pair.now());
        return !now.told().equals(pair.before().told())
                || !now.broken().equals(pair.before().broken());
    }

    private static long missingInProjects(Inventory expected, Inventory found) {
        var after = JiraComparisons.byKey(found);
        return expected.jira().projects().stream()
                .mapToLong(project -> {
                    var counterpart = after.get(project.key());
                    var before = Objects.requireNonNullElse(project.issues(), 0L);
                    var now = counterpart == null ? Long.valueOf(0) : counterpart.issues();
                    return now == null ? 0 : Math.abs(before - now);
                })
                .sum();
    }

    /** Every integration is there, by its name; whether it works is for {@link #integrationsUp}. */
    static RuleOutcome integrations(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(
                expected,
                found,
                AppSide::connections,
                (before, after) -> NameComparison.compare(names(before), names(after), NameComparison::quoted));
    }

    private static List<String> names(List<ConnectionState> connections) {
        return connections.stream().map(ConnectionState::name).toList();
    }

    /**
     * Every integration that worked before works again. Those that are missing are left to {@link #integrations}; the
     * primary one cannot be switched, and is left alone.
     */
    static RuleOutcome integrationsUp(Inventory expected, Inventory found, Tolerance tolerance) {
        return ifSeen(expected, found, AppSide::connections, (before, after) -> {
            var now = NameComparison.by(ConnectionState::name, after);
            var worked = before.stream()
                    .filter(connection -> connection.up() && !connection.primary())
                    .toList();
            var items = worked.stream()
                    .map(ConnectionState::name)
                    .map(now::get)
                    .flatMap(Stream::ofNullable)
                    .filter(connection -> !connection.up() && !connection.primary())
                    .map(connection -> new Item(
                            "“%s”".formatted(connection.name()), Verdict.DIFFERENT, "operational", connection.state()))
                    .toList();
            return RuleOutcome.of(worked.size(), worked.size() - items.size(), items);
        });
    }

    /** The scope of a box before, and now; null where it was not seen. */
    private record Pair(BoxScope before, @Nullable BoxScope now) {}

    /** The scopes of all boxes that are still there; what is missing with its box is for the rule on boxes to say. */
    private static List<Pair> pairs(List<BoxScope> before, List<BoxScope> after, Inventory found) {
        var now = NameComparison.by(BoxScope::boxId, after);
        var boxes = found.appSide().stream()
                .flatMap(app -> app.boxes().stream())
                .map(BoxState::id)
                .collect(Collectors.toSet());
        return before.stream()
                .filter(scope -> boxes.contains(scope.boxId()))
                .map(scope -> new Pair(scope, now.get(scope.boxId())))
                .toList();
    }

    /** Compares what stood in both apps, or says which side could not be looked at. */
    private static <T> RuleOutcome ifSeen(
            Inventory expected,
            Inventory found,
            Function<AppSide, @Nullable List<T>> part,
            BiFunction<List<T>, List<T>, RuleOutcome> compare) {
        var before = expected.appSide().map(part).orElse(null);
        var after = found.appSide().map(part).orElse(null);
        if (before != null && after != null) {
            return compare.apply(before, after);
        }
        return RuleOutcome.notVerifiable(
                before == null ? "not seen" : before.size(),
                after == null ? "not seen" : after.size(),
                Stream.of(why("the source", expected, before), why("the target", found, after))
                        .flatMap(Stream::ofNullable)
                        .toList());
    }

    private static @Nullable Item why(String side, Inventory inventory, @Nullable List<?> seen) {
        if (seen != null) {
            return null;
        }
        var why = inventory.appMissing();
        return new Item(
                "the app of " + side,
                Verdict.NOT_VERIFIABLE,
                "an answer",
                why == null ? "this site does not offer the call" : why);
    }
}
