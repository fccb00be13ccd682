package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonRulesTest {

    private static final Tolerances ONE_PERCENT = new Tolerances(1);
    private static final BoxState BOX = new BoxState("PROG-1", "Plan", "3", "OPEN", false, "ROOT");
    private static final BoxState CHILD = new BoxState("PROG-2", "Part", "3", "OPEN", false, "PROG-1");

    @Test
    void shouldNameEachRuleOnce() {
        assertThat(ComparisonRules.allCurrentRules())
                .extracting(ComparisonRule::name)
                .containsExactly(
                        "projects",
                        "issues",
                        "issues-of-projects",
                        "people",
                        "boxes",
                        "boxes-unchanged",
                        "teams",
                        "scopes");
    }

    @Test
    void shouldFindTheSameStateEqual() {
        // given
        var state = jira(10, project("TJP", 100L), project("STJP", 4L)).withApp(app(List.of(BOX, CHILD)));

        // when
        var comparison = new Comparisons().compare(state, state, ONE_PERCENT);

        // then
        assertThat(comparison.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(comparison.differences()).isEmpty();
    }

    @Test
    void shouldNameTheProjectThatIsMissing() {
        var result = new ComparisonRules.Projects()
                .compare(
                        jira(1, project("TJP", 1L), project("STJP", 1L)).done(),
                        jira(1, project("TJP", 1L)).done(),
                        ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items()).containsExactly("STJP: missing");
    }

    @Test
    void shouldTolerateProjectsThatTheTargetHasOfItsOwn() {
        var result = new ComparisonRules.Projects()
                .compare(
                        jira(1, project("TJP", 1L)).done(),
                        jira(1, project("TJP", 1L), project("OWN", 1L)).done(),
                        ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.TOLERABLE);
        assertThat(result.items()).containsExactly("OWN: only in the target");
    }

    @Test
    void shouldTolerateCountsThatLagBehindALittle() {
        assertThat(issues(1000, 991)).isEqualTo(Verdict.TOLERABLE);
        assertThat(issues(1000, 989)).isEqualTo(Verdict.DIFFERENT);
        assertThat(issues(0, 1)).isEqualTo(Verdict.DIFFERENT);
    }

    private static Verdict issues(long before, long after) {
        return new ComparisonRules.Issues()
                .compare(
                        jira(1, project("A", before)).done(),
                        jira(1, project("A", after)).done(),
                        ONE_PERCENT)
                .verdict();
    }

    @Test
    void shouldNotCountIssuesOfTheTargetsOwnProjects() {
        var result = new ComparisonRules.Issues()
                .compare(
                        jira(1, project("A", 10L)).done(),
                        jira(1, project("A", 10L), project("OWN", 500L)).done(),
                        ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.EQUAL);
    }

    @Test
    void shouldSayThatIssuesWhichCannotBeCountedAreNotVerified() {
        var before = jira(1, project("A", 10L), project("OLD", null)).done();

        assertThat(new ComparisonRules.Issues().compare(before, before, ONE_PERCENT))
                .satisfies(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
                    assertThat(result.items()).containsExactly("OLD: could not be counted");
                });
        assertThat(new ComparisonRules.IssuesOfProjects()
                        .compare(before, before, ONE_PERCENT)
                        .verdict())
                .isEqualTo(Verdict.NOT_VERIFIABLE);
    }

    @Test
    void shouldNotLetAGainInOneProjectHideALossInAnother() {
        // given
        var before = jira(1, project("A", 10L), project("B", 10L)).done();
        var after = jira(1, project("A", 20L), project("B", 0L)).done();

        // when, then
        assertThat(new ComparisonRules.Issues()
                        .compare(before, after, ONE_PERCENT)
                        .verdict())
                .isEqualTo(Verdict.EQUAL);
        assertThat(new ComparisonRules.IssuesOfProjects().compare(before, after, ONE_PERCENT))
                .satisfies(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
                    assertThat(result.items())
                            .containsExactly("A: 10 issues expected, 20 found", "B: 10 issues expected, 0 found");
                });
    }

    @Test
    void shouldMissPeopleButTolerateMoreOfThem() {
        assertThat(people(10, 10)).isEqualTo(Verdict.EQUAL);
        assertThat(people(10, 12)).isEqualTo(Verdict.TOLERABLE);
        assertThat(people(10, 9)).isEqualTo(Verdict.DIFFERENT);
    }

    private static Verdict people(long before, long after) {
        return new ComparisonRules.People()
                .compare(jira(before).done(), jira(after).done(), ONE_PERCENT)
                .verdict();
    }

    @Test
    void shouldNotExpectTwoAccountsForOneAddress() {
        // given
        var before = new Inventory(Instant.EPOCH, new JiraSide(List.of(), 10, 7), null, "not asked");

        // when
        var result = new ComparisonRules.People().compare(before, jira(7).done(), ONE_PERCENT);

        // then
        assertThat(result.verdict()).isEqualTo(Verdict.TOLERABLE);
        assertThat(result.items())
                .containsExactly("10 people have 7 different addresses; an account needs one of its own");
        assertThat(new ComparisonRules.People()
                        .compare(before, jira(6).done(), ONE_PERCENT)
                        .verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void shouldNotVerifyWhatWasNeverLookedAt() {
        var comparison = new Comparisons().compare(null, jira(1).done(), ONE_PERCENT);

        assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(comparison.rules())
                .hasSize(8)
                .allSatisfy(rule -> assertThat(rule.expected()).isEqualTo("never looked at"));
    }

    @Test
    void shouldNameBoxesThatAreMissingOrChanged() {
        // given
        var before = jira(1).withApp(app(List.of(BOX, CHILD)));
        var renamed = new BoxState("PROG-1", "Plan B", "3", "OPEN", true, "ROOT");
        var after = jira(1).withApp(app(List.of(renamed)));

        // when, then
        assertThat(new ComparisonRules.Boxes().compare(before, after, ONE_PERCENT))
                .satisfies(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
                    assertThat(result.items()).containsExactly("PROG-2 “Part”: missing");
                });
        assertThat(new ComparisonRules.BoxesUnchanged().compare(before, after, ONE_PERCENT))
                .satisfies(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
                    assertThat(result.items())
                            .containsExactly("PROG-1: name “Plan” is now “Plan B”, archived “false” is now “true”");
                });
    }

    @Test
    void shouldNameTeamsThatAreMissing() {
        var before = jira(1).withApp(new AppSide(List.of(), List.of("Blue", "Red", "Red"), List.of()));
        var after = jira(1).withApp(new AppSide(List.of(), List.of("Blue", "Red"), List.of()));

        var result = new ComparisonRules.Teams().compare(before, after, ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items()).containsExactly("“Red”: missing");
    }

    @Test
    void shouldNameScopesThatBrokeOnTheWayButNotThoseThatWereBroken() {
        // given
        var before = scopes(new BoxScope("PROG-1", 2, List.of("JIRA_FILTER 7")), new BoxScope("PROG-2", 1, List.of()));
        var after = scopes(
                new BoxScope("PROG-1", 2, List.of("JIRA_FILTER 7", "JIRA_PROJECT TST")),
                new BoxScope("PROG-2", 0, List.of()));

        // when
        var result = new ComparisonRules.Scopes().compare(before, after, ONE_PERCENT);

        // then
        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items())
                .containsExactly("PROG-1: JIRA_PROJECT TST is broken", "PROG-2: 1 elements expected, 0 found");
    }

    private static Inventory scopes(BoxScope... scopes) {
        return jira(1).withApp(new AppSide(List.of(), List.of(), List.of(scopes)));
    }

    @Test
    void shouldNeverTakeAnAppThatWasNotSeenForEqual() {
        // given
        var seen = jira(1).withApp(app(List.of(BOX)));
        var unseen = new Inventory(Instant.EPOCH, seen.jira(), null, "No token is configured.");

        // when
        var comparison = new Comparisons().compare(unseen, seen, ONE_PERCENT);

        // then
        assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(comparison.isFine()).isFalse();
        assertThat(comparison.differences())
                .extracting(RuleResult::name)
                .containsExactly("boxes", "boxes-unchanged", "teams", "scopes");
        assertThat(comparison.differences().getFirst().items())
                .containsExactly("The app of the source: No token is configured.");
    }

    @Test
    void shouldTellAtMostTwentyItemsAndHowManyThereAre() {
        var projects =
                IntStream.range(0, 50).mapToObj(n -> project("P" + n, 1L)).toArray(ProjectIssues[]::new);

        var result = new ComparisonRules.Projects().compare(jira(1, projects).done(), jira(1).done(), ONE_PERCENT);

        assertThat(result.items()).hasSize(20);
        assertThat(result.itemsInAll()).isEqualTo(50);
    }

    @Test
    void shouldJudgeByTheWorstRule() {
        assertThat(Verdict.worst(List.of(Verdict.NOT_VERIFIABLE, Verdict.DIFFERENT, Verdict.EQUAL)))
                .isEqualTo(Verdict.DIFFERENT);
        assertThat(Verdict.worst(List.of(Verdict.NOT_VERIFIABLE, Verdict.TOLERABLE)))
                .isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(Verdict.worst(List.of())).isEqualTo(Verdict.NOT_VERIFIABLE);
    }

    private static AppSide app(List<BoxState> boxes) {
        var scopes = new ArrayList<BoxScope>();
        boxes.forEach(box -> scopes.add(new BoxScope(box.id(), 1, List.of())));
        return new AppSide(boxes, List.of("Blue"), scopes);
    }

    private static ProjectIssues project(String key, @Nullable Long issues) {
        return new ProjectIssues(key, issues);
    }

    private static Jira jira(long people, ProjectIssues... projects) {
        return new Jira(new JiraSide(List.of(projects), people, people));
    }

    private record Jira(JiraSide side) {
        Inventory withApp(AppSide app) {
            return new Inventory(Instant.EPOCH, side, app, null);
        }

        Inventory done() {
            return new Inventory(Instant.EPOCH, side, null, "not asked");
        }
    }
}
