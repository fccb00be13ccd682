package io.ferry.verification;

import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.ProjectIssues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules by which two sites are compared. */
final class ComparisonRules {

    private ComparisonRules() {}

    /** What can be compared once Jira's data is in the target. */
    static List<ComparisonRule> ofJira() {
        return List.of(new Projects(), new Issues(), new IssuesOfProjects(), new People());
    }

    /** What can be compared once the app's data is in the target. */
    static List<ComparisonRule> ofTheApp() {
        return List.of(new Boxes(), new BoxesUnchanged(), new Teams(), new Scopes());
    }

    static List<ComparisonRule> allCurrentRules() {
        return Stream.concat(ofJira().stream(), ofTheApp().stream()).toList();
    }

    /** Every project of the source is in the target; the target may have others of its own. */
    record Projects() implements ComparisonRule {
        @Override
        public String name() {
            return "projects";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            var before = keys(expected);
            var after = keys(found);
            return there(name(), before, after, key -> key);
        }
    }

    /** As many issues as before, in all projects of the source whose issues could be counted there. */
    record Issues() implements ComparisonRule {
        @Override
        public String name() {
            return "issues";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            var after = byKey(found);
            long before = 0;
            long now = 0;
            var uncounted = new ArrayList<String>();
            for (var project : expected.jira().projects()) {
                var counted = after.get(project.key());
                var issues = project.issues();
                if (issues == null || (counted != null && counted.issues() == null)) {
                    uncounted.add(project.key());
                } else {
                    before += issues;
                    now += counted == null || counted.issues() == null ? 0 : counted.issues();
                }
            }
            var verdict = tolerances.compare(before, now);
            return RuleResult.of(
                    name(),
                    verdict.isFine() && !uncounted.isEmpty() ? Verdict.NOT_VERIFIABLE : verdict,
                    before,
                    now,
                    uncounted.stream()
                            .map(key -> key + ": could not be counted")
                            .toList());
        }
    }

    /** As many issues as before in each project: a loss in one must not hide behind a gain in another. */
    record IssuesOfProjects() implements ComparisonRule {
        @Override
        public String name() {
            return "issues-of-projects";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            var after = byKey(found);
            var verdicts = new ArrayList<Verdict>();
            var items = new ArrayList<String>();
            for (var project : expected.jira().projects()) {
                var counted = after.get(project.key());
                var before = project.issues();
                var now = counted == null ? Long.valueOf(0) : counted.issues();
                var verdict = before == null || now == null ? Verdict.NOT_VERIFIABLE : tolerances.compare(before, now);
                verdicts.add(verdict);
                if (verdict != Verdict.EQUAL) {
                    items.add("%s: %s issues expected, %s found".formatted(project.key(), told(before), told(now)));
                }
            }
            long equal = verdicts.stream()
                    .filter(verdict -> verdict == Verdict.EQUAL)
                    .count();
            return RuleResult.of(
                    name(),
                    verdicts.isEmpty() ? Verdict.EQUAL : Verdict.worst(verdicts),
                    verdicts.size() + " projects with as many issues",
                    equal,
                    items);
        }

        private static String told(@Nullable Long count) {
            return count == null ? "an unknown number of" : count.toString();
        }
    }

    /**
     * An account for everybody who had an address of their own; the target may have people of its own. In the cloud an
     * address is an account, so people who share one, or have none, cannot all be there.
     */
    record People() implements ComparisonRule {
        @Override
        public String name() {
            return "people";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            long before = expected.people();
            long now = found.people();
            long possible =
                    expected.jira().addresses() == 0 ? before : expected.jira().addresses();
            if (now >= before) {
                return RuleResult.of(name(), now == before ? Verdict.EQUAL : Verdict.TOLERABLE, before, now, List.of());
            }
            var items = possible < before
                    ? List.of("%d people have %d different addresses; an account needs one of its own"
                            .formatted(before, possible))
                    : List.<String>of();
            var verdict = now >= possible ? Verdict.TOLERABLE : tolerances.compare(possible, now);
            return RuleResult.of(name(), verdict == Verdict.EQUAL ? Verdict.TOLERABLE : verdict, before, now, items);
        }
    }

    /** Every box is there, by its id. */
    record Boxes() implements ComparisonRule {
        @Override
        public String name() {
            return "boxes";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(name(), expected, found, AppSide::boxes, (before, after) -> {
                var names = before.stream().collect(Collectors.toMap(BoxState::id, BoxState::name, (a, b) -> a));
                return there(name(), ids(before), ids(after), id -> "%s “%s”".formatted(id, names.get(id)));
            });
        }

        private static List<String> ids(List<BoxState> boxes) {
            return boxes.stream().map(BoxState::id).toList();
        }
    }

    /** Boxes that are there have the name, type, status and place that they had. */
    record BoxesUnchanged() implements ComparisonRule {
        @Override
        public String name() {
            return "boxes-unchanged";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(name(), expected, found, AppSide::boxes, (before, after) -> {
                var now = after.stream().collect(Collectors.toMap(BoxState::id, Function.identity(), (a, b) -> a));
                var both =
                        before.stream().filter(box -> now.containsKey(box.id())).toList();
                var items = both.stream()
                        .flatMap(box -> difference(box, Objects.requireNonNull(now.get(box.id()))))
                        .toList();
                return RuleResult.of(
                        name(),
                        items.isEmpty() ? Verdict.EQUAL : Verdict.DIFFERENT,
                        both.size() + " boxes as they were",
                        both.size() - items.size(),
                        items);
            });
        }

        private static Stream<String> difference(BoxState before, BoxState after) {
            var differs = new LinkedHashMap<String, String>();
            note(differs, "name", before.name(), after.name());
            note(differs, "type", before.type(), after.type());
            note(differs, "status", before.status(), after.status());
            note(differs, "archived", before.archived(), after.archived());
            note(differs, "lies in", before.parent(), after.parent());
            return differs.isEmpty()
                    ? Stream.of()
                    : Stream.of(before.id() + ": " + String.join(", ", differs.values()));
        }

        private static void note(Map<String, String> into, String what, Object before, Object after) {
            if (!before.equals(after)) {
                into.put(what, "%s “%s” is now “%s”".formatted(what, before, after));
            }
        }
    }

    /** Every team is there, by its name. */
    record Teams() implements ComparisonRule {
        @Override
        public String name() {
            return "teams";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(
                    name(),
                    expected,
                    found,
                    AppSide::teams,
                    (before, after) -> there(name(), before, after, team -> "“%s”".formatted(team)));
        }
    }

    /** No filter, project or board broke on the way, and no scope got smaller. */
    record Scopes() implements ComparisonRule {
        @Override
        public String name() {
            return "scopes";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(name(), expected, found, AppSide::scopes, (before, after) -> {
                var now = after.stream().collect(Collectors.toMap(BoxScope::boxId, Function.identity(), (a, b) -> a));
                var items = new ArrayList<String>();
                for (var scope : before) {
                    var counterpart = now.get(scope.boxId());
                    if (counterpart == null) {
                        items.add(scope.boxId() + ": its scope was not seen");
                        continue;
                    }
                    if (counterpart.elements() != scope.elements()) {
                        items.add("%s: %d elements expected, %d found"
                                .formatted(scope.boxId(), scope.elements(), counterpart.elements()));
                    }
                    counterpart.broken().stream()
                            .filter(element -> !scope.broken().contains(element))
                            .forEach(element -> items.add("%s: %s is broken".formatted(scope.boxId(), element)));
                }
                return RuleResult.of(
                        name(),
                        items.isEmpty() ? Verdict.EQUAL : Verdict.DIFFERENT,
                        elements(before) + " elements",
                        elements(after),
                        items);
            });
        }

        private static int elements(List<BoxScope> scopes) {
            return scopes.stream().mapToInt(BoxScope::elements).sum();
        }
    }

    /** Compares what stood in both apps, or says which side could not be looked at. */
    private static <T> RuleResult ifSeen(
            String name,
            Inventory expected,
            Inventory found,
            Function<AppSide, @Nullable List<T>> part,
            BiFunction<List<T>, List<T>, RuleResult> compare) {
        var before = expected.appSide().map(part).orElse(null);
        var after = found.appSide().map(part).orElse(null);
        if (before != null && after != null) {
            return compare.apply(before, after);
        }
        return RuleResult.of(
                name,
                Verdict.NOT_VERIFIABLE,
                told(before),
                told(after),
                Stream.of(why("source", expected), why("target", found))
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String told(@Nullable List<?> seen) {
        return seen == null ? "not seen" : String.valueOf(seen.size());
    }

    private static @Nullable String why(String side, Inventory inventory) {
        return inventory.appMissing() == null ? null : "The app of the " + side + ": " + inventory.appMissing();
    }

    /** Everything expected is there; what came in addition is tolerable. */
    private static RuleResult there(
            String name, Collection<String> expected, Collection<String> found, Function<String, String> told) {
        var left = new HashMap<String, Integer>();
        found.forEach(one -> left.merge(one, 1, Integer::sum));
        var missing = expected.stream()
                .filter(one -> left.merge(one, -1, Integer::sum) < 0)
                .map(one -> told.apply(one) + ": missing")
                .toList();
        var added = new HashSet<>(found);
        added.removeAll(new HashSet<>(expected));
        if (!missing.isEmpty()) {
            return RuleResult.of(name, Verdict.DIFFERENT, expected.size(), found.size(), missing);
        }
        return RuleResult.of(
                name,
                added.isEmpty() && found.size() == expected.size() ? Verdict.EQUAL : Verdict.TOLERABLE,
                expected.size(),
                found.size(),
                added.stream().sorted().map(one -> one + ": only in the target").toList());
    }

    private static List<String> keys(Inventory inventory) {
        return inventory.jira().projects().stream().map(ProjectIssues::key).toList();
    }

    private static Map<String, ProjectIssues> byKey(Inventory inventory) {
        return inventory.jira().projects().stream()
                .collect(Collectors.toMap(ProjectIssues::key, Function.identity(), (a, b) -> a));
    }
}
