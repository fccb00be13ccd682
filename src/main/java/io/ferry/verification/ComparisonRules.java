package io.ferry.verification;

import io.ferry.jira.datacenter.UserListing;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.ConnectionState;
import io.ferry.verification.Inventory.Element;
import io.ferry.verification.Inventory.ProjectIssues;
import io.ferry.verification.RuleResult.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which two sites are compared. Each loss belongs to one rule: a rule leaves to another what follows from
 * that one's difference, such as the scope of a box that is missing.
 */
final class ComparisonRules {

    private ComparisonRules() {}

    /** What can be compared once Jira's data is in the target. */
    static List<ComparisonRule> ofJira() {
        return List.of(new Projects(), new Issues(), new People());
    }

    /** What is left to each other rule of Jira's, or needs what only the backup tells. */
    static List<ComparisonRule> ofJiraInDetail() {
        return List.of(new DrawnIssues(), new Filters(), new Boards());
    }

    /** What can be compared once the app's data is in the target. */
    static List<ComparisonRule> ofTheApp() {
        return List.of(
                new Boxes(),
                new BoxesUnchanged(),
                new Teams(),
                new Scopes(),
                new ElementsOfBoxes("projects-of-boxes", "projects", Element.PROJECT, BoxScope::projects),
                new ElementsOfBoxes("filters-of-boxes", "filters", Element.FILTER, BoxScope::filters),
                new ElementsOfBoxes("boards-of-boxes", "boards", Element.BOARD, BoxScope::boards));
    }

    /** What needs both, the app and the Jira beneath it. */
    static List<ComparisonRule> ofBoth() {
        return List.of(new IssuesInBoxes(), new Integrations());
    }

    /** What can be compared once the connections were switched on again. */
    static List<ComparisonRule> ofConnections() {
        return List.of(new IntegrationsUp());
    }

    static List<ComparisonRule> ofTheResult() {
        return Stream.of(ofJira(), ofJiraInDetail(), ofTheApp(), ofBoth())
                .flatMap(List::stream)
                .toList();
    }

    static List<ComparisonRule> allCurrentRules() {
        return Stream.concat(ofTheResult().stream(), ofConnections().stream()).toList();
    }

    /** Every project of the source is in the target; the target may have others of its own. */
    record Projects() implements ComparisonRule {
        @Override
        public String name() {
            return "projects";
        }

        @Override
        public String question() {
            return "Is every project there?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return there(this, keys(expected), keys(found), key -> key);
        }
    }

    /**
     * As many issues as before in each project that is there: a loss in one must not hide behind a gain in another.
     * Projects that are missing are left to {@link Projects}.
     */
    record Issues() implements ComparisonRule {
        @Override
        public String name() {
            return "issues";
        }

        @Override
        public String question() {
            return "Does every project have as many issues as before?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            var after = byKey(found);
            long before = 0;
            long now = 0;
            var items = new ArrayList<Item>();
            for (var project : expected.jira().projects()) {
                var counterpart = after.get(project.key());
                if (counterpart == null) {
                    continue;
                }
                var expectedIssues = project.issues();
                var foundIssues = counterpart.issues();
                if (expectedIssues == null || foundIssues == null) {
                    items.add(Item.of(project.key(), Verdict.NOT_VERIFIABLE, told(expectedIssues), told(foundIssues)));
                    continue;
                }
                before += expectedIssues;
                now += foundIssues;
                var verdict = tolerances.compare(this, expectedIssues, foundIssues);
                if (verdict != Verdict.EQUAL) {
                    items.add(Item.of(project.key(), verdict, expectedIssues, foundIssues));
                }
            }
            return RuleResult.of(this, worst(items), before, now, items).within(tolerances, this);
        }
    }

    /**
     * An account for everybody who had an address of their own, and an active one for everybody who was active; the
     * target may have people of its own. In the cloud an address is an account, so people who share one, or have none,
     * cannot all be there.
     */
    record People() implements ComparisonRule {
        @Override
        public String name() {
            return "people";
        }

        @Override
        public String question() {
            return "Are as many people there as can be, and as many active ones?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            var before = expected.jira();
            var now = found.jira();
            if (before.listing() == UserListing.NOT_TOLD) {
                return RuleResult.of(
                        this,
                        Verdict.NOT_VERIFIABLE,
                        "not told",
                        now.people(),
                        List.of(Item.of(
                                "everybody",
                                Verdict.NOT_VERIFIABLE,
                                "told by the source, or by a backup that Ferry read",
                                now.people())));
            }
            boolean mayBeMore = before.listing() == UserListing.MAY_BE_SHORT;
            var items = Stream.of(
                            item("everybody", before.people(), before.addresses(), mayBeMore, now.people(), tolerances),
                            item(
                                    "active people",
                                    before.active(),
                                    before.activeAddresses(),
                                    mayBeMore,
                                    now.active(),
                                    tolerances))
                    .flatMap(Stream::ofNullable)
                    .toList();
            long possible = possible(before.people(), before.addresses());
            return RuleResult.of(this, worst(items), mayBeMore ? possible + " or more" : possible, now.people(), items)
                    .within(tolerances, this);
        }

        /** As many accounts as there can be. */
        private static long possible(long people, long addresses) {
            return addresses == 0 ? people : Math.min(addresses, people);
        }

        private @Nullable Item item(
                String who, long before, long addresses, boolean mayBeMore, long now, Tolerances tolerances) {
            long possible = possible(before, addresses);
            var expected =
                    possible < before ? "%d: %d with %d addresses".formatted(possible, before, possible) : possible;
            if (now < possible) {
                return Item.of(who, tolerances.compare(this, possible, now), expected, now);
            }
            if (mayBeMore) {
                return Item.of(
                        who,
                        Verdict.NOT_VERIFIABLE,
                        expected + ", or more: this version of Jira may not have told everybody",
                        now);
            }
            return now == possible
                    ? null
                    : Item.of(who, Verdict.TOLERABLE, expected, now + ", some of the target’s own");
        }
    }

    /**
     * Issues that were drawn from the backup have the fields that they had. An issue that is not there is left to {@link
     * Projects} and {@link Issues}, where one of them misses it too.
     */
    record DrawnIssues() implements ComparisonRule {
        @Override
        public String name() {
            return "drawn-issues";
        }

        @Override
        public String question() {
            return "Have issues drawn from the backup by lot the fields that they had?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            var check = found.drawnIssues();
            if (check == null) {
                return RuleResult.of(
                        this,
                        Verdict.NOT_VERIFIABLE,
                        "issues of the backup",
                        "none were drawn",
                        List.of(Item.of("the backup", Verdict.NOT_VERIFIABLE, "read by Ferry", "not read, or erased")));
            }
            var before = byKey(expected);
            var after = byKey(found);
            var items = new ArrayList<>(check.items());
            check.unseen().forEach(key -> items.add(unseen(key, before, after)));
            return RuleResult.of(
                    this,
                    worst(items),
                    "%d of %d issues, drawn with seed %d".formatted(check.drawn(), check.issues(), check.seed()),
                    check.unchanged() + " as they were"
                            + (check.explained() == 0
                                    ? ""
                                    : ", " + check.explained()
                                            + " with the assignee that follows from the mapping of people"),
                    items);
        }

        private static Item unseen(String key, Map<String, ProjectIssues> before, Map<String, ProjectIssues> after) {
            var project = key.substring(0, Math.max(0, key.lastIndexOf('-')));
            var now = after.get(project);
            var were = Optional.ofNullable(before.get(project)).map(ProjectIssues::issues);
            boolean isToldElsewhere =
                    now == null || (were.isPresent() && now.issues() != null && now.issues() < were.get());
            return new Item(
                    key,
                    isToldElsewhere ? Verdict.TOLERABLE : Verdict.DIFFERENT,
                    Item.THERE,
                    isToldElsewhere
                            ? "missing, as the rule “" + (now == null ? "projects" : "issues") + "” tells"
                            : "missing, or hidden from Ferry’s account");
        }
    }

    /** Every filter is there, by its name. Of the source only the backup tells them all. */
    record Filters() implements ComparisonRule {
        @Override
        public String name() {
            return "filters";
        }

        @Override
        public String question() {
            return "Is every filter there, by its name?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifShown(
                    this,
                    expected.jira().filters(),
                    "told by the backup",
                    found.jira().filters());
        }
    }

    /** Every board is there that Ferry's account saw on the source, by its name. */
    record Boards() implements ComparisonRule {
        @Override
        public String name() {
            return "boards";
        }

        @Override
        public String question() {
            return "Is every board there, by its name?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifShown(
                    this,
                    expected.jira().boards(),
                    "shown to Ferry’s account",
                    found.jira().boards());
        }
    }

    /** Every box is there, by its id. */
    record Boxes() implements ComparisonRule {
        @Override
        public String name() {
            return "boxes";
        }

        @Override
        public String question() {
            return "Is every box there?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(this, expected, found, AppSide::boxes, (before, after) -> {
                var names = new HashMap<String, String>();
                Stream.concat(after.stream(), before.stream()).forEach(box -> names.put(box.id(), box.name()));
                return there(this, ids(before), ids(after), id -> "%s “%s”".formatted(id, names.get(id)));
            });
        }

        private static List<String> ids(List<BoxState> boxes) {
            return boxes.stream().map(BoxState::id).toList();
        }
    }

    /** Boxes that are there have the name, type, status, dates and place that they had. */
    record BoxesUnchanged() implements ComparisonRule {
        @Override
        public String name() {
            return "boxes-unchanged";
        }

        @Override
        public String question() {
            return "Has every box its name, type, status, dates and place in the tree?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(this, expected, found, AppSide::boxes, (before, after) -> {
                var now = by(BoxState::id, after);
                var both =
                        before.stream().filter(box -> now.containsKey(box.id())).toList();
                var items = both.stream()
                        .map(box -> difference(box, Objects.requireNonNull(now.get(box.id()))))
                        .flatMap(Stream::ofNullable)
                        .toList();
                return RuleResult.of(
                        this,
                        worst(items),
                        both.size() + " boxes",
                        both.size() - items.size() + " as they were",
                        items);
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
            note(was, is, "lies in", before.parent(), after.parent());
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
    }

    /** Every team is there, by its name. */
    record Teams() implements ComparisonRule {
        @Override
        public String name() {
            return "teams";
        }

        @Override
        public String question() {
            return "Is every team there, by its name?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(
                    this,
                    expected,
                    found,
                    AppSide::teams,
                    (before, after) -> there(this, before, after, team -> "“%s”".formatted(team)));
        }
    }

    /** Every box that is there draws from as many projects, filters, boards, queries and single tasks as before. */
    record Scopes() implements ComparisonRule {
        @Override
        public String name() {
            return "scopes";
        }

        @Override
        public String question() {
            return "Does every box draw its tasks from as many places as before?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(this, expected, found, AppSide::scopes, (before, after) -> {
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
                return RuleResult.of(
                        this,
                        worst(items),
                        "scopes of " + pairs.size() + " boxes",
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
                            (boxes - before.size()) + " more boxes",
                            Verdict.NOT_VERIFIABLE,
                            "not asked (ferry.verification.boxes-with-scope)",
                            "not asked"));
        }
    }

    /** No project, filter or board of a scope broke on the way, as the app itself says. */
    record ElementsOfBoxes(String name, String kind, String type, ToIntFunction<BoxScope> count)
            implements ComparisonRule {
        @Override
        public String question() {
            return "Does the app find all %s that boxes draw from, and may it read them?".formatted(kind);
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(this, expected, found, AppSide::scopes, (before, after) -> {
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
                return RuleResult.of(this, worst(items), elements, elements - items.size(), items);
            });
        }

        /** A project that is missing breaks every scope that names it; that is for the rule on projects to say. */
        private static Set<String> missingProjects(Inventory expected, Inventory found) {
            var after = byKey(found).keySet();
            return expected.jira().projects().stream()
                    .filter(project -> !after.contains(project.key()))
                    .flatMap(project -> Stream.of(project.id(), project.key()))
                    .collect(Collectors.toSet());
        }
    }

    /**
     * Jira finds as many issues in each box as before. What the difference of a box's scope, or the issues that are
     * missing in all projects together, can explain is left to those rules.
     */
    record IssuesInBoxes() implements ComparisonRule {
        @Override
        public String name() {
            return "issues-in-boxes";
        }

        @Override
        public String question() {
            return "Does Jira find as many issues in every box (JQL issue in box(…))?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(this, expected, found, AppSide::scopes, (before, after) -> {
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
                    var verdict = tolerances.compare(this, issues, now.issues());
                    if (!verdict.isFine()
                            && (Math.abs(issues - now.issues()) <= missingInProjects || isExplained(pair))) {
                        verdict = Verdict.TOLERABLE;
                    }
                    if (verdict != Verdict.EQUAL) {
                        items.add(Item.of(now.boxId(), verdict, issues, now.issues()));
                    }
                }
                if (uncounted > 0) {
                    items.add(Item.of(uncounted + " boxes", Verdict.NOT_VERIFIABLE, "a count", "not counted"));
                }
                return RuleResult.of(this, worst(items), were, are, items).within(tolerances, this);
            });
        }

        private static boolean isExplained(Pair pair) {
            var now = Objects.requireNonNull(pair.now());
            return !now.told().equals(pair.before().told())
                    || !now.broken().equals(pair.before().broken());
        }

        private static long missingInProjects(Inventory expected, Inventory found) {
            var after = byKey(found);
            return expected.jira().projects().stream()
                    .mapToLong(project -> {
                        var counterpart = after.get(project.key());
                        var before = Objects.requireNonNullElse(project.issues(), 0L);
                        var now = counterpart == null ? Long.valueOf(0) : counterpart.issues();
                        return now == null ? 0 : Math.abs(before - now);
                    })
                    .sum();
        }
    }

    /** Every integration is there, by its name; whether it works is for {@link IntegrationsUp}. */
    record Integrations() implements ComparisonRule {
        @Override
        public String name() {
            return "integrations";
        }

        @Override
        public String question() {
            return "Is every integration there, working or not?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(
                    this,
                    expected,
                    found,
                    AppSide::connections,
                    (before, after) -> there(this, names(before), names(after), name -> "“%s”".formatted(name)));
        }

        private static List<String> names(List<ConnectionState> connections) {
            return connections.stream().map(ConnectionState::name).toList();
        }
    }

    /**
     * Every integration that worked before works again. Those that are missing are left to {@link Integrations}; the
     * primary one cannot be switched, and is left alone.
     */
    record IntegrationsUp() implements ComparisonRule {
        @Override
        public String name() {
            return "integrations-up";
        }

        @Override
        public String question() {
            return "Does every integration work again that worked before?";
        }

        @Override
        public RuleResult compare(Inventory expected, Inventory found, Tolerances tolerances) {
            return ifSeen(this, expected, found, AppSide::connections, (before, after) -> {
                var now = by(ConnectionState::name, after);
                var worked = before.stream()
                        .filter(connection -> connection.up() && !connection.primary())
                        .toList();
                var items = worked.stream()
                        .map(ConnectionState::name)
                        .map(now::get)
                        .flatMap(Stream::ofNullable)
                        .filter(connection -> !connection.up() && !connection.primary())
                        .map(connection -> new Item(
                                "“%s”".formatted(connection.name()),
                                Verdict.DIFFERENT,
                                "OPERATIONAL",
                                connection.state()))
                        .toList();
                return RuleResult.of(this, worst(items), worked.size(), worked.size() - items.size(), items);
            });
        }
    }

    /** The scope of a box before, and now; null where it was not seen. */
    private record Pair(BoxScope before, @Nullable BoxScope now) {}

    /** The scopes of all boxes that are still there; what is missing with its box is for the rule on boxes to say. */
    private static List<Pair> pairs(List<BoxScope> before, List<BoxScope> after, Inventory found) {
        var now = by(BoxScope::boxId, after);
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
    private static <T> RuleResult ifSeen(
            ComparisonRule rule,
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
                rule,
                Verdict.NOT_VERIFIABLE,
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

    /** Compares the names of what is shown to some and hidden from others, or says which side did not show it. */
    private static RuleResult ifShown(
            ComparisonRule rule, @Nullable List<String> before, String how, @Nullable List<String> after) {
        if (before != null && after != null) {
            return there(
                    rule, before, after, name -> "“%s”".formatted(name), "missing, or hidden from Ferry’s account");
        }
        return RuleResult.of(
                rule,
                Verdict.NOT_VERIFIABLE,
                before == null ? "not seen" : before.size(),
                after == null ? "not seen" : after.size(),
                Stream.of(
                                before == null ? notShown("the source", how) : null,
                                after == null ? notShown("the target", "shown to Ferry’s account") : null)
                        .flatMap(Stream::ofNullable)
                        .toList());
    }

    private static Item notShown(String side, String how) {
        return new Item(side, Verdict.NOT_VERIFIABLE, how, "not told: the call is not offered, or not allowed");
    }

    private static RuleResult there(
            ComparisonRule rule, Collection<String> expected, Collection<String> found, Function<String, String> told) {
        return there(rule, expected, found, told, Item.MISSING);
    }

    /** Everything expected is there; what came in addition is tolerable. */
    private static RuleResult there(
            ComparisonRule rule,
            Collection<String> expected,
            Collection<String> found,
            Function<String, String> told,
            String missing) {
        var left = new HashMap<String, Integer>();
        found.forEach(one -> left.merge(one, 1, Integer::sum));
        var items = new ArrayList<Item>();
        expected.stream()
                .filter(one -> left.merge(one, -1, Integer::sum) < 0)
                .forEach(one -> items.add(new Item(told.apply(one), Verdict.DIFFERENT, Item.THERE, missing)));
        var added = new HashSet<>(found);
        added.removeAll(new HashSet<>(expected));
        added.stream()
                .sorted()
                .forEach(one -> items.add(new Item(told.apply(one), Verdict.TOLERABLE, "—", "only in the target")));
        var verdict = worst(items);
        return RuleResult.of(
                rule,
                verdict == Verdict.EQUAL && found.size() != expected.size() ? Verdict.TOLERABLE : verdict,
                expected.size(),
                found.size(),
                items);
    }

    private static Verdict worst(List<Item> items) {
        return items.isEmpty()
                ? Verdict.EQUAL
                : Verdict.worst(items.stream().map(Item::verdict).toList());
    }

    private static String told(@Nullable Long count) {
        return count == null ? "could not be counted" : count.toString();
    }

    private static List<String> keys(Inventory inventory) {
        return inventory.jira().projects().stream().map(ProjectIssues::key).toList();
    }

    private static Map<String, ProjectIssues> byKey(Inventory inventory) {
        return by(ProjectIssues::key, inventory.jira().projects());
    }

    /** The first of each key: sites give names twice at times. */
    private static <T> Map<String, T> by(Function<T, String> key, List<T> all) {
        return all.stream().collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
    }
}
