package io.ferry.verification;

import io.ferry.bigpicture.Connection;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Comparisons without configuration, for the tests of other rooms. */
public final class ComparisonsForTests {
    static final VerificationProperties PROPERTIES = new VerificationProperties(20_000, 2_000, 200, Map.of());

    private ComparisonsForTests() {}

    /** Comparisons without configuration. */
    public static Comparisons comparisons() {
        return new Comparisons(PROPERTIES);
    }

    /** Draws issues, always the same. */
    public static IssueSampler sampler() {
        return new IssueSampler(200, 7);
    }

    /** Jira arrived whole. */
    public static Comparison equalJira() {
        var state = state(10, List.of("PROG-1"));
        return Comparison.of(ComparisonRules.ofJira().stream()
                .map(rule -> rule.compare(state, state, new Tolerances(1)))
                .toList());
    }

    /** One box is missing, whose name begins a formula and holds markup; integrations could not be seen. */
    public static Comparison differentResult() {
        return comparisons()
                .compare(
                        state(1000, List.of("PROG-1", "=cmd|' /C calc'!A0", "<script>alert(1)</script>")),
                        state(995, List.of("PROG-1")),
                        1);
    }

    /** Many projects are missing. */
    public static Comparison withMissingProjects(int projects) {
        var before = new Inventory(
                Instant.EPOCH, new JiraSide(projects(projects, 1), 1, 1, 1, 1, null, null), null, "not asked", null);
        var after =
                new Inventory(Instant.EPOCH, new JiraSide(List.of(), 1, 1, 1, 1, null, null), null, "not asked", null);
        return comparisons().compare(before, after, 1);
    }

    /** A site of which nothing but these connections is known. */
    public static Inventory withConnections(Connection... connections) {
        return new Inventory(
                Instant.EPOCH,
                new JiraSide(List.of(), 0, 0, 0, 0, null, null),
                new AppSide(
                        List.of(),
                        null,
                        null,
                        Stream.of(connections)
                                .map(Inventory.ConnectionState::of)
                                .toList()),
                null,
                null);
    }

    private static Inventory state(long issues, List<String> boxes) {
        return new Inventory(
                Instant.EPOCH,
                new JiraSide(projects(1, issues), 30, 28, 30, 28, List.of("Mine"), List.of("TST board")),
                new AppSide(
                        boxes.stream()
                                .map(id -> new BoxState(id, "Plan " + id, "3", "OPEN", "", "", false, "ROOT"))
                                .toList(),
                        List.of("Blue"),
                        boxes.stream()
                                .map(id -> new BoxScope(id, 1, 0, 0, 0, 0, List.of(), 10L))
                                .toList(),
                        null),
                null,
                new IssueCheck(7, issues, 1, 1, 0, List.of(), List.of()));
    }

    private static List<ProjectIssues> projects(int count, long issues) {
        return Stream.concat(Stream.of("TST"), IntStream.range(1, count).mapToObj(n -> "P" + n))
                .map(key -> new ProjectIssues("id of " + key, key, issues))
                .toList();
    }
}
