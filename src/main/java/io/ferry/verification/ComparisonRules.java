package io.ferry.verification;

import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.Element;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The rules by which two sites are compared. Each loss belongs to one rule: a rule leaves to another what follows from
 * that one's difference, such as the scope of a box that is missing.
 */
final class ComparisonRules {
    static final ComparisonRule PROJECTS =
            new ComparisonRule("projects", "Is every project there?", JiraComparisons::projects);
    static final ComparisonRule ISSUES =
            new ComparisonRule("issues", "Does every project have as many issues as before?", JiraComparisons::issues);
    static final ComparisonRule PEOPLE = new ComparisonRule(
            "people", "Are as many people there as can be, and as many active ones?", JiraComparisons::people);
    static final ComparisonRule SAMPLED_ISSUES = new ComparisonRule(
            "sampled-issues",
            "Have issues drawn from the backup by lot the fields that they had?",
            JiraComparisons::sampledIssues);
    static final ComparisonRule FILTERS =
            new ComparisonRule("filters", "Is every filter there, by its name?", JiraComparisons::filters);
    static final ComparisonRule BOARDS =
            new ComparisonRule("boards", "Is every board there, by its name?", JiraComparisons::boards);
    static final ComparisonRule BOXES = new ComparisonRule("boxes", "Is every box there?", AppComparisons::boxes);
    static final ComparisonRule BOXES_UNCHANGED = new ComparisonRule(
            "boxes-unchanged",
            "Has every box its name, type, status, dates and place in the tree?",
            AppComparisons::boxesUnchanged);
    static final ComparisonRule TEAMS =
            new ComparisonRule("teams", "Is every team there, by its name?", AppComparisons::teams);
    static final ComparisonRule SCOPES = new ComparisonRule(
            "scopes", "Does every box draw its tasks from as many places as before?", AppComparisons::scopes);
    static final ComparisonRule ISSUES_IN_BOXES = new ComparisonRule(
            "issues-in-boxes",
            "Does Jira find as many issues in every box (JQL issue in box(…))?",
            AppComparisons::issuesInBoxes);
    static final ComparisonRule INTEGRATIONS = new ComparisonRule(
            "integrations", "Is every integration there, working or not?", AppComparisons::integrations);
    static final ComparisonRule INTEGRATIONS_UP = new ComparisonRule(
            "integrations-up", "Does every integration work again that worked before?", AppComparisons::integrationsUp);

    private ComparisonRules() {}

    /** What can be compared once Jira's data is in the target. */
    static List<ComparisonRule> ofJira() {
        return List.of(PROJECTS, ISSUES, PEOPLE);
    }

    /** What is left to each other rule of Jira's, or needs what only the backup tells. */
    static List<ComparisonRule> ofJiraInDetail() {
        return List.of(SAMPLED_ISSUES, FILTERS, BOARDS);
    }

    /** What can be compared once the app's data is in the target. */
    static List<ComparisonRule> ofTheApp() {
        return List.of(
                BOXES,
                BOXES_UNCHANGED,
                TEAMS,
                SCOPES,
                elements("projects", Element.PROJECT, BoxScope::projects),
                elements("filters", Element.FILTER, BoxScope::filters),
                elements("boards", Element.BOARD, BoxScope::boards));
    }

    private static ComparisonRule elements(String kind, String type, ToIntFunction<BoxScope> count) {
        return new ComparisonRule(
                kind + "-of-boxes",
                "Does the app find all %s that boxes draw from, and may it read them?".formatted(kind),
                (expected, found, tolerance) -> AppComparisons.elements(type, count, expected, found));
    }

    /** What needs both, the app and the Jira beneath it. */
    static List<ComparisonRule> ofBoth() {
        return List.of(ISSUES_IN_BOXES, INTEGRATIONS);
    }

    /** What can be compared once the connections were switched on again. */
    static List<ComparisonRule> ofConnections() {
        return List.of(INTEGRATIONS_UP);
    }

    static List<ComparisonRule> ofTheResult() {
        return Stream.of(ofJira(), ofJiraInDetail(), ofTheApp(), ofBoth())
                .flatMap(List::stream)
                .toList();
    }

    static List<ComparisonRule> allCurrentRules() {
        return Stream.concat(ofTheResult().stream(), ofConnections().stream()).toList();
    }
}
