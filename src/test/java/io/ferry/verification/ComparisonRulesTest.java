package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ferry.jira.datacenter.UserListing;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.Element;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import io.ferry.verification.RuleResult.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonRulesTest {

    private static final Tolerances ONE_PERCENT = new Tolerances(1);
    private static final IssueCheck DRAWN = new IssueCheck(7, 100, 2, 2, 0, List.of(), List.of());
    private static final BoxState BOX = new BoxState("PROG-1", "Plan", "3", "OPEN", "", "", false, "ROOT");
    private static final BoxState CHILD = new BoxState("PROG-2", "Part", "3", "OPEN", "", "", false, "PROG-1");

    @Test
    void shouldNameEachRuleOnce() {
        assertThat(ComparisonRules.allCurrentRules())
                .extracting(ComparisonRule::name)
                .containsExactly(
                        "projects",
                        "issues",
                        "people",
                        "sampled-issues",
                        "filters",
                        "boards",
                        "boxes",
                        "boxes-unchanged",
                        "teams",
                        "scopes",
                        "projects-of-boxes",
                        "filters-of-boxes",
                        "boards-of-boxes",
                        "issues-in-boxes",
                        "integrations",
                        "integrations-up");
    }

    @Test
    void shouldFindTheSameStateEqual() {
        // given
        var state = jira(10, project("TJP", 100L), project("STJP", 4L)).withApp(app(List.of(BOX, CHILD)));

        // when
        var comparison = ComparisonsForTests.comparisons().compare(state, state, 1);

        // then
        assertThat(comparison.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(comparison.differences()).isEmpty();
    }

    @Test
    void shouldNameTheProjectThatIsMissing() {
        var result = ComparisonRules.PROJECTS.compare(
                jira(1, project("TJP", 1L), project("STJP", 1L)).done(),
                jira(1, project("TJP", 1L)).done(),
                ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items()).containsExactly(new Item("STJP", Verdict.DIFFERENT, "there", "missing"));
    }

    @Test
    void shouldTolerateProjectsThatTheTargetHasOfItsOwn() {
        var result = ComparisonRules.PROJECTS.compare(
                jira(1, project("TJP", 1L)).done(),
                jira(1, project("TJP", 1L), project("OWN", 1L)).done(),
                ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.TOLERABLE);
        assertThat(result.items()).containsExactly(new Item("OWN", Verdict.TOLERABLE, "—", "only in the target"));
    }

    @Test
    void shouldTolerateCountsThatLagBehindALittle() {
        assertThat(issues(1000, 991)).isEqualTo(Verdict.TOLERABLE);
        assertThat(issues(1000, 989)).isEqualTo(Verdict.DIFFERENT);
        assertThat(issues(0, 1)).isEqualTo(Verdict.DIFFERENT);
    }

    private static Verdict issues(long before, long after) {
        return ComparisonRules.ISSUES
                .compare(
                        jira(1, project("A", before)).done(),
                        jira(1, project("A", after)).done(),
                        ONE_PERCENT)
                .verdict();
    }

    @Test
    void shouldNotCountIssuesOfTheTargetsOwnProjects() {
        var result = ComparisonRules.ISSUES.compare(
                jira(1, project("A", 10L)).done(),
                jira(1, project("A", 10L), project("OWN", 500L)).done(),
                ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.EQUAL);
    }

    @Test
    void shouldSayThatIssuesWhichCannotBeCountedAreNotVerified() {
        var before = jira(1, project("A", 10L), project("OLD", null)).done();

        assertThat(ComparisonRules.ISSUES.compare(before, before, ONE_PERCENT)).satisfies(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
            assertThat(result.items()).extracting(Item::what).containsExactly("OLD");
        });
    }

    @Test
    void shouldNotLetAGainInOneProjectHideALossInAnother() {
        // given
        var before = jira(1, project("A", 10L), project("B", 10L)).done();
        var after = jira(1, project("A", 20L), project("B", 0L)).done();

        // when
        var result = ComparisonRules.ISSUES.compare(before, after, ONE_PERCENT);

        // then
        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items())
                .containsExactly(
                        new Item("A", Verdict.DIFFERENT, "10", "20"), new Item("B", Verdict.DIFFERENT, "10", "0"));
    }

    @Test
    void shouldTellWhatIsDifferentInDrawnIssues() {
        var changed = new Item("A-1, status", Verdict.DIFFERENT, "“Open”", "“Lost”");

        var result = drawn(10, 10, new IssueCheck(7, 100, 2, 1, 0, List.of(changed), List.of()));

        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.expected()).isEqualTo("2 of 100 issues, drawn with seed 7");
        assertThat(result.found()).isEqualTo("1 as they were");
        assertThat(result.items()).containsExactly(changed);
    }

    @Test
    void shouldLeaveDrawnIssuesThatAreMissingToTheRulesThatCountThem() {
        var check = new IssueCheck(7, 100, 2, 0, 0, List.of(), List.of("A-1", "GONE-1"));

        assertThat(drawn(10, 9, check).verdict()).isEqualTo(Verdict.TOLERABLE);
        assertThat(drawn(10, 10, check)).satisfies(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
            assertThat(result.items())
                    .extracting(Item::what, Item::verdict, Item::found)
                    .containsExactly(
                            tuple("A-1", Verdict.DIFFERENT, "missing, or hidden from Ferry’s account"),
                            tuple("GONE-1", Verdict.TOLERABLE, "missing, as the rule “projects” says"));
        });
    }

    @Test
    void shouldNotVerifyContentsWithoutDrawnIssues() {
        assertThat(drawn(10, 10, null).verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
    }

    @Test
    void shouldLeaveContentsOutWhereNoneShallBeDrawn() {
        var comparisons = new Comparisons(new VerificationProperties(1, 1, 0, Map.of()));

        assertThat(comparisons.compare(null, null, 1).rules())
                .extracting(RuleResult::name)
                .hasSize(14)
                .doesNotContain("sampled-issues");
    }

    private static RuleResult drawn(long before, long after, @Nullable IssueCheck check) {
        var expected = jira(1, project("A", before), project("GONE", 1L)).done();
        var found = jira(1, project("A", after)).done();
        return ComparisonRules.SAMPLED_ISSUES.compare(
                expected, new Inventory(Instant.EPOCH, found.jira(), null, "not asked", check), ONE_PERCENT);
    }

    @Test
    void shouldNameFiltersAndBoardsThatAreMissing() {
        // given
        var before = shown(List.of("Mine", "Mine", "Ours"), List.of("A board", "B board"));
        var after = shown(List.of("Mine", "Ours"), List.of("A board", "New board"));

        // when, then
        assertThat(ComparisonRules.FILTERS.compare(before, after, ONE_PERCENT)).satisfies(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
            assertThat(result.items())
                    .containsExactly(
                            new Item("“Mine”", Verdict.DIFFERENT, "there", "missing, or hidden from Ferry’s account"));
        });
        assertThat(ComparisonRules.BOARDS.compare(before, after, ONE_PERCENT).items())
                .extracting(Item::what, Item::verdict)
                .containsExactly(tuple("“B board”", Verdict.DIFFERENT), tuple("“New board”", Verdict.TOLERABLE));
    }

    @Test
    void shouldNotVerifyFiltersAndBoardsThatASiteDoesNotShow() {
        var all = shown(List.of("Mine"), List.of("A board"));
        var none = shown(null, null);

        for (var rule : List.of(ComparisonRules.FILTERS, ComparisonRules.BOARDS)) {
            assertThat(rule.compare(none, all, ONE_PERCENT)).satisfies(result -> {
                assertThat(result.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
                assertThat(result.items()).extracting(Item::what).containsExactly("the source");
            });
            assertThat(rule.compare(all, none, ONE_PERCENT).items())
                    .extracting(Item::what)
                    .containsExactly("the target");
        }
    }

    private static Inventory shown(@Nullable List<String> filters, @Nullable List<String> boards) {
        return new Inventory(
                Instant.EPOCH, new JiraSide(List.of(), 1, 1, 1, 1, filters, boards), null, "not asked", DRAWN);
    }

    @Test
    void shouldMissPeopleButTolerateMoreOfThem() {
        assertThat(people(10, 10)).isEqualTo(Verdict.EQUAL);
        assertThat(people(10, 12)).isEqualTo(Verdict.TOLERABLE);
        assertThat(people(10, 9)).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void shouldSayThatItIsActivePeopleWhoAreMissing() {
        // given everybody is there, but four of them may no longer sign in
        var now = new Inventory(
                Instant.EPOCH, new JiraSide(List.of(), 10, 6, 10, 6, List.of(), List.of()), null, "not asked", null);

        // when
        var result = ComparisonRules.PEOPLE.compare(jira(10).done(), now, ONE_PERCENT);

        // then
        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.expected()).isEqualTo("10, 10 of them active");
        assertThat(result.found()).isEqualTo("10, 6 of them active");
    }

    private static Verdict people(long before, long after) {
        return ComparisonRules.PEOPLE
                .compare(jira(before).done(), jira(after).done(), ONE_PERCENT)
                .verdict();
    }

    @Test
    void shouldNotExpectTwoAccountsForOneAddress() {
        // given
        var before = new Inventory(
                Instant.EPOCH, new JiraSide(List.of(), 10, 10, 7, 7, null, null), null, "not asked", null);

        // when
        var result = ComparisonRules.PEOPLE.compare(before, jira(7).done(), ONE_PERCENT);

        // then
        assertThat(result.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(result.expected()).isEqualTo("7");
        assertThat(result.items()).isEmpty();
        var less = ComparisonRules.PEOPLE.compare(before, jira(6).done(), ONE_PERCENT);
        assertThat(less.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(less.items()).contains(new Item("everybody", Verdict.DIFFERENT, "7: 10 with 7 addresses", "6"));
    }

    @Test
    void shouldNotComparePeopleWhomTheSourceDidNotTellUnlessTheBackupDoes() {
        // given
        var before = listed(0, UserListing.NOT_REPORTED);
        var backup = new BackupContent(1, 0, 0, null, new CountedPeople(10, 9, 8, 7));

        // when
        var untold = ComparisonRules.PEOPLE.compare(before, jira(7).done(), ONE_PERCENT);
        var told = ComparisonRules.PEOPLE.compare(before.with(backup), jira(8).done(), ONE_PERCENT);

        // then
        assertThat(untold.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(untold.expected()).isEqualTo("not told");
        assertThat(before.people()).isNull();
        assertThat(told.expected()).isEqualTo("8");
        assertThat(told.verdict()).isEqualTo(Verdict.TOLERABLE);
        assertThat(before.with(backup).people()).isEqualTo(10);
    }

    @Test
    void shouldSayThatAListOfPeopleMayBeShort() {
        // given
        var before = listed(1000, UserListing.MAY_BE_SHORT);

        // when
        var same = ComparisonRules.PEOPLE.compare(before, jira(1000).done(), ONE_PERCENT);
        var fewer = ComparisonRules.PEOPLE.compare(before, jira(900).done(), ONE_PERCENT);

        // then
        assertThat(same.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(same.expected()).isEqualTo("1000 or more");
        assertThat(fewer.verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    private static Inventory listed(long people, UserListing listing) {
        return new Inventory(
                Instant.EPOCH,
                new JiraSide(List.of(), people, people, people, people, null, null, listing),
                null,
                "not asked",
                null);
    }

    @Test
    void shouldNotVerifyWhatWasNeverLookedAt() {
        var comparison = ComparisonsForTests.comparisons().compare(null, jira(1).done(), 1);

        assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(comparison.rules())
                .hasSize(15)
                .allSatisfy(rule -> assertThat(rule.expected()).isEqualTo("never looked at"));
    }

    @Test
    void shouldNameBoxesThatAreMissingOrChanged() {
        // given
        var before = jira(1).withApp(app(List.of(BOX, CHILD)));
        var renamed = new BoxState("PROG-1", "Plan B", "3", "OPEN", "", "", true, "ROOT");
        var after = jira(1).withApp(app(List.of(renamed)));

        // when, then
        assertThat(ComparisonRules.BOXES.compare(before, after, ONE_PERCENT)).satisfies(result -> {
            assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
            assertThat(result.items())
                    .containsExactly(new Item("PROG-2 “Part”", Verdict.DIFFERENT, "there", "missing"));
        });
        assertThat(ComparisonRules.BOXES_UNCHANGED.compare(before, after, ONE_PERCENT))
                .satisfies(result -> {
                    assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
                    assertThat(result.items())
                            .containsExactly(new Item(
                                    "PROG-1",
                                    Verdict.DIFFERENT,
                                    "name “Plan”, archived “false”",
                                    "name “Plan B”, archived “true”"));
                });
    }

    @Test
    void shouldNameTeamsThatAreMissing() {
        var before = jira(1).withApp(new AppSide(List.of(), List.of("Blue", "Red", "Red"), List.of(), null));
        var after = jira(1).withApp(new AppSide(List.of(), List.of("Blue", "Red"), List.of(), null));

        var result = ComparisonRules.TEAMS.compare(before, after, ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items()).containsExactly(new Item("“Red”", Verdict.DIFFERENT, "there", "missing"));
    }

    @Test
    void shouldNameScopesThatBrokeOnTheWayButNotThoseThatWereBroken() {
        // given
        var old = new Element(Element.FILTER, "7");
        var before = scopes(
                new BoxScope("PROG-1", 1, 1, 0, 0, 0, List.of(old), 5L),
                new BoxScope("PROG-2", 1, 0, 0, 0, 0, List.of(), 5L));
        var after = scopes(
                new BoxScope("PROG-1", 1, 1, 0, 0, 0, List.of(old, new Element(Element.PROJECT, "TST")), 5L),
                new BoxScope("PROG-2", 0, 0, 0, 0, 0, List.of(), 0L));

        // when
        var comparison = ComparisonsForTests.comparisons().compare(before, after, 1);

        // then
        assertThat(comparison.differences())
                .extracting(RuleResult::name)
                .containsExactly("scopes", "projects-of-boxes", "integrations");
        assertThat(comparison.differences().getFirst().items())
                .extracting(Item::what)
                .containsExactly("PROG-2");
        assertThat(comparison.differences().get(1).items())
                .containsExactly(new Item("TST of box PROG-1", Verdict.DIFFERENT, "found and readable", "broken"));
    }

    @Test
    void shouldNotPassBoxesForVerifiedWhoseScopeWasNotAskedFor() {
        var state =
                jira(1).withApp(new AppSide(List.of(BOX, CHILD), List.of(), List.of(scope("PROG-1", 1L)), List.of()));

        var result = ComparisonRules.SCOPES.compare(state, state, ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(result.items()).extracting(Item::what).containsExactly("1 more box");
    }

    @Test
    void shouldFindIssuesThatAreMissingInABoxOnly() {
        var result = ComparisonRules.ISSUES_IN_BOXES.compare(
                scopes(scope("PROG-1", 100L)), scopes(scope("PROG-1", 50L)), ONE_PERCENT);

        assertThat(result.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(result.items()).containsExactly(new Item("PROG-1", Verdict.DIFFERENT, "100", "50"));
    }

    @Test
    void shouldTakeTheToleranceThatIsConfiguredForARule() {
        var tolerances = new Tolerances(1, Map.of("issues-in-boxes", 50.0));

        var result = ComparisonRules.ISSUES_IN_BOXES.compare(
                scopes(scope("PROG-1", 100L)), scopes(scope("PROG-1", 50L)), tolerances);

        assertThat(result.verdict()).isEqualTo(Verdict.TOLERABLE);
        assertThat(result.tolerance()).isEqualTo(50.0);
    }

    private static BoxScope scope(String boxId, @Nullable Long issues) {
        return new BoxScope(boxId, 1, 0, 0, 0, 0, List.of(), issues);
    }

    private static Inventory scopes(BoxScope... scopes) {
        var boxes = Stream.of(scopes)
                .map(scope -> new BoxState(scope.boxId(), "Plan", "3", "OPEN", "", "", false, "ROOT"))
                .toList();
        return jira(1).withApp(new AppSide(boxes, List.of(), List.of(scopes), null));
    }

    @Test
    void shouldNeverTakeAnAppThatWasNotSeenForEqual() {
        // given
        var seen = jira(1).withApp(app(List.of(BOX)));
        var unseen = new Inventory(Instant.EPOCH, seen.jira(), null, "No token is configured.", DRAWN);

        // when
        var comparison = ComparisonsForTests.comparisons().compare(unseen, seen, 1);

        // then
        assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE);
        assertThat(comparison.isFine()).isFalse();
        assertThat(comparison.differences())
                .extracting(RuleResult::name)
                .containsExactly(
                        "boxes",
                        "boxes-unchanged",
                        "teams",
                        "scopes",
                        "projects-of-boxes",
                        "filters-of-boxes",
                        "boards-of-boxes",
                        "issues-in-boxes",
                        "integrations");
        assertThat(comparison.differences().getFirst().items())
                .containsExactly(new Item(
                        "the app of the source", Verdict.NOT_VERIFIABLE, "an answer", "No token is configured."));
    }

    @Test
    void shouldTellInBriefTwentyItemsAndHowManyThereAre() {
        var projects =
                IntStream.range(0, 50).mapToObj(n -> project("P" + n, 1L)).toArray(ProjectIssues[]::new);

        var result = ComparisonRules.PROJECTS.compare(jira(1, projects).done(), jira(1).done(), ONE_PERCENT);

        assertThat(result.items()).hasSize(50);
        assertThat(result.brief().items()).hasSize(20);
        assertThat(result.brief().itemsInAll()).isEqualTo(50);
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
        boxes.forEach(box -> scopes.add(scope(box.id(), 3L)));
        return new AppSide(boxes, List.of("Blue"), scopes, List.of());
    }

    private static ProjectIssues project(String key, @Nullable Long issues) {
        return new ProjectIssues("id of " + key, key, issues);
    }

    private static Jira jira(long people, ProjectIssues... projects) {
        return new Jira(new JiraSide(List.of(projects), people, people, people, people, List.of(), List.of()));
    }

    private record Jira(JiraSide side) {
        Inventory withApp(AppSide app) {
            return new Inventory(Instant.EPOCH, side, app, null, DRAWN);
        }

        Inventory done() {
            return new Inventory(Instant.EPOCH, side, null, "not asked", DRAWN);
        }
    }
}
