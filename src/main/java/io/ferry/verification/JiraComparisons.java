package io.ferry.verification;

import io.ferry.base.Plural;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.verification.Inventory.ProjectIssues;
import io.ferry.verification.RuleResult.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How Jira’s projects, issues, people, filters and boards are compared. */
final class JiraComparisons {

    private JiraComparisons() {}

    /** Every project of the source is in the target; the target may have others of its own. */
    static RuleOutcome projects(Inventory expected, Inventory found, Tolerance tolerance) {
        return NameComparison.compare(keys(expected), keys(found), key -> key);
    }

    /**
     * As many issues as before in each project that is there: a loss in one must not hide behind a gain in another.
     * Projects that are missing are left to {@link #projects}.
     */
    static RuleOutcome issues(Inventory expected, Inventory found, Tolerance tolerance) {
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
            var verdict = tolerance.compare(expectedIssues, foundIssues);
            if (verdict != Verdict.EQUAL) {
                items.add(Item.of(project.key(), verdict, expectedIssues, foundIssues));
            }
        }
        return RuleOutcome.ofCounts(before, now, items);
    }

    /**
     * An account for everybody who had an address of their own, and an active one for everybody who was active; the
     * target may have people of its own. In the cloud an address is an account, so people who share one, or have none,
     * cannot all be there.
     */
    static RuleOutcome people(Inventory expected, Inventory found, Tolerance tolerance) {
        var before = expected.jira();
        var now = found.jira();
        if (before.listing() == UserListing.NOT_REPORTED) {
            return RuleOutcome.notVerifiable(
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
                        item("everybody", before.people(), before.addresses(), mayBeMore, now.people(), tolerance),
                        item(
                                "active people",
                                before.active(),
                                before.activeAddresses(),
                                mayBeMore,
                                now.active(),
                                tolerance))
                .flatMap(Stream::ofNullable)
                .toList();
        long possible = possible(before.people(), before.addresses());
        if (now.people() >= possible && RuleOutcome.worst(items) == Verdict.DIFFERENT) {
            // The same number of people on both sides would not say what is different.
            return RuleOutcome.ofCounts(
                    "%d, %d of them active".formatted(possible, possible(before.active(), before.activeAddresses())),
                    "%d, %d of them active".formatted(now.people(), now.active()),
                    items);
        }
        return RuleOutcome.ofCounts(mayBeMore ? possible + " or more" : possible, now.people(), items);
    }

    /** As many accounts as there can be. */
    private static long possible(long people, long addresses) {
        return addresses == 0 ? people : Math.min(addresses, people);
    }

    private static @Nullable Item item(
            String who, long before, long addresses, boolean mayBeMore, long now, Tolerance tolerance) {
        long possible = possible(before, addresses);
        var expected = possible < before
                ? "%d: %d with %s".formatted(possible, before, Plural.of(possible, "address", "addresses"))
                : possible;
        if (now < possible) {
            return Item.of(who, tolerance.compare(possible, now), expected, now);
        }
        if (mayBeMore) {
            return Item.of(
                    who,
                    Verdict.NOT_VERIFIABLE,
                    expected + ", or more: this version of Jira may not have told everybody",
                    now);
        }
        return now == possible ? null : Item.of(who, Verdict.TOLERABLE, expected, now + ", some of the target’s own");
    }

    /**
     * Issues that were drawn from the backup have the fields that they had. An issue that is not there is left to
     * {@link #projects} and {@link #issues}, where one of them misses it too.
     */
    static RuleOutcome sampledIssues(Inventory expected, Inventory found, Tolerance tolerance) {
        var check = found.sampledIssues();
        if (check == null) {
            return RuleOutcome.notVerifiable(
                    "issues of the backup",
                    "none were drawn",
                    List.of(Item.of("the backup", Verdict.NOT_VERIFIABLE, "read by Ferry", "not read, or erased")));
        }
        var before = byKey(expected);
        var after = byKey(found);
        var items = new ArrayList<>(check.items());
        check.unseen().forEach(key -> items.add(unseen(key, before, after)));
        return RuleOutcome.of(
                "%d of %s, drawn with seed %d"
                        .formatted(check.drawn(), Plural.of(check.issues(), "issue"), check.seed()),
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
                        ? "missing, as the rule “" + (now == null ? "projects" : "issues") + "” says"
                        : "missing, or hidden from Ferry’s account");
    }

    /** Every filter is there, by its name. Of the source only the backup tells them all. */
    static RuleOutcome filters(Inventory expected, Inventory found, Tolerance tolerance) {
        return NameComparison.compareShown(
                expected.jira().filters(), "told by the backup", found.jira().filters());
    }

    /** Every board is there that Ferry's account saw on the source, by its name. */
    static RuleOutcome boards(Inventory expected, Inventory found, Tolerance tolerance) {
        return NameComparison.compareShown(
                expected.jira().boards(),
                "shown to Ferry’s account",
                found.jira().boards());
    }

    private static String told(@Nullable Long count) {
        return count == null ? "could not be counted" : count.toString();
    }

    private static List<String> keys(Inventory inventory) {
        return inventory.jira().projects().stream().map(ProjectIssues::key).toList();
    }

    static Map<String, ProjectIssues> byKey(Inventory inventory) {
        return NameComparison.by(ProjectIssues::key, inventory.jira().projects());
    }
}
