package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.jira.cloud.CloudIssue;
import io.ferry.verification.IssueSamples.Assignee;
import io.ferry.verification.RuleResult.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssueCheckTest {
    private static final SampledIssue LEFT = new SampledIssue(
            "TST-1", "Paint  the hull", "Bug", "Open", "High", "ann", "2024-06-10 06:13:20.18", "2024-06-11 06:00:00");
    private static final CloudIssue ARRIVED = arrived("Paint the hull", "712020:1", "2024-06-10T06:13:20.180Z");

    @Test
    void shouldFindNothingWhereNothingHappened() {
        assertThat(check(LEFT, ARRIVED)).isEqualTo(new IssueCheck(7, 100, 1, 1, 0, List.of(), List.of()));
    }

    @Test
    void shouldTellAChangedFieldAndShortenIt() {
        var check = check(LEFT, arrived("x".repeat(200), "712020:1", "2024-06-10T06:13:20Z"));

        assertThat(check.unchanged()).isZero();
        assertThat(check.items()).singleElement().satisfies(item -> {
            assertThat(item.what()).isEqualTo("TST-1, summary");
            assertThat(item.expected()).isEqualTo("“Paint the hull”");
            assertThat(item.found()).hasSize(82).endsWith("…”");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-06-10T04:13:20.180Z", "2024-06-10T00:28:20.180Z", "2024-06-10T20:13:20.180Z"})
    void shouldKnowThatTheBackupTellsNoTimeZone(String created) {
        assertThat(check(LEFT, arrived("Paint the hull", "712020:1", created)).items())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-06-10T06:14:20.180Z", "2024-06-11T06:13:20.180Z", "2001-01-01T00:00:00Z"})
    void shouldFindAnotherTimeOfCreation(String created) {
        assertThat(check(LEFT, arrived("Paint the hull", "712020:1", created)).items())
                .extracting(Item::what)
                .containsExactly("TST-1, created");
    }

    @Test
    void shouldTolerateIssuesThatWereTouchedSinceButNoneThatGrewOlder() {
        assertThat(check(LEFT, updated("2026-01-01T00:00:01Z")).items())
                .containsExactly(new Item("updated of 1 issue", Verdict.TOLERABLE, "as in the backup", "later"));
        assertThat(check(LEFT, updated("2020-01-01T00:00:01Z")).items())
                .extracting(Item::what, Item::verdict)
                .containsExactly(org.assertj.core.api.Assertions.tuple("TST-1, updated", Verdict.DIFFERENT));
    }

    @Test
    void shouldExplainAnotherAssigneeByThePersonAndTheDecision() {
        // given
        var left = "ann: left without an account by bo on 2026-01-02";
        var why = "the account of cy, who has the same address";

        // when
        var check = assigned("712020:2", new Assignee("", left, Map.of("712020:2", why)));

        // then
        assertThat(check.items()).containsExactly(new Item("assignee of TST-1", Verdict.TOLERABLE, left, why));
        assertThat(check.unchanged()).isZero();
        assertThat(check.explained()).isEqualTo(1);
    }

    @Test
    void shouldTellWhatDoesNotFollowFromTheMappingAsADifference() {
        var left = "ann: left without an account by bo on 2026-01-02";

        assertThat(assigned("712020:2", Assignee.byAddress("712020:1")).items())
                .containsExactly(new Item(
                        "TST-1, assignee",
                        Verdict.DIFFERENT,
                        "the account with the same address",
                        "another account, which does not follow from that"));
        assertThat(assigned("", Assignee.byAddress("712020:1")).items())
                .extracting(Item::verdict, Item::found)
                .containsExactly(org.assertj.core.api.Assertions.tuple(Verdict.DIFFERENT, "nobody"));
        assertThat(assigned("712020:2", new Assignee("", left, Map.of("712020:3", "why")))
                        .items())
                .extracting(Item::verdict, Item::expected)
                .containsExactly(org.assertj.core.api.Assertions.tuple(Verdict.DIFFERENT, left));
    }

    private static IssueCheck assigned(String account, Assignee ann) {
        return IssueCheck.of(
                CONTENT,
                List.of(LEFT),
                Map.of("TST-1", arrived("Paint the hull", account, "2024-06-10T06:13:20Z")),
                Map.of("ann", ann));
    }

    @Test
    void shouldSayWhatCouldNotBeCompared() {
        // given
        var left = new SampledIssue("TST-1", "Paint the hull", null, "Open", "High", "bob", "", LEFT.updated());

        // when, then
        assertThat(check(left, ARRIVED).items())
                .allSatisfy(item -> assertThat(item.verdict()).isEqualTo(Verdict.NOT_VERIFIABLE))
                .extracting(Item::what)
                .containsExactly("assignee of 1 issue", "created of 1 issue", "type of 1 issue");
    }

    @Test
    void shouldNameIssuesThatTheTargetDoesNotShow() {
        assertThat(check(LEFT, null).unseen()).containsExactly("TST-1");
    }

    private static final BackupContent CONTENT = new BackupContent(7, 1, 100, List.of(), null);

    private static IssueCheck check(SampledIssue left, @Nullable CloudIssue arrived) {
        return IssueCheck.of(
                CONTENT,
                List.of(left),
                arrived == null ? Map.of() : Map.of("TST-1", arrived),
                Map.of("ann", Assignee.byAddress("712020:1")));
    }

    private static CloudIssue arrived(String summary, String assignee, String created) {
        return new CloudIssue(
                "TST-1",
                summary,
                "Bug",
                "Open",
                "High",
                assignee,
                Instant.parse(created),
                Instant.parse("2024-06-11T06:00:00Z"));
    }

    private static CloudIssue updated(String at) {
        return new CloudIssue(
                "TST-1", "Paint the hull", "Bug", "Open", "High", "712020:1", ARRIVED.created(), Instant.parse(at));
    }
}
