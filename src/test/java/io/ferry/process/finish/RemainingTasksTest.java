package io.ferry.process.finish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Json;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Fact;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.common.AJob;
import io.ferry.process.common.WorkerBench;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.RuleResult;
import io.ferry.verification.Verdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemainingTasksTest {
    private final WorkerBench bench = new WorkerBench();
    private final FactsOfMigration facts = mock();
    private final Confirmations confirmations = mock();
    private final Timeline timeline = mock();
    private final ComparisonsOnRecord comparisons = mock();
    private final Map<FactName, JsonNode> onRecord = new EnumMap<>(FactName.class);

    @BeforeEach
    void aMigrationThatHasBeenThroughTheWholeRoute() {
        doAnswer(kept -> onRecord.put(kept.getArgument(1), Json.MAPPER.valueToTree(kept.getArgument(2))))
                .when(facts)
                .stated(eq(WorkerBench.ID), any(), any());
        lenient()
                .when(facts.find(eq(WorkerBench.ID), any()))
                .thenAnswer(asked -> Optional.ofNullable(onRecord.get(asked.<FactName>getArgument(1)))
                        .map(value -> new Fact(asked.getArgument(1), value, Fact.Certainty.STATED, WorkerBench.NOW)));
        lenient().when(confirmations.latest(any(), any())).thenReturn(Optional.empty());
        answered(Question.FREEZE, Decision.CONFIRM, "ann");
        through(Phase.values());
        onRecord.put(
                FactName.SAFETY_DUMP,
                Json.MAPPER.valueToTree(Map.of("kept", true, "description", "Before the restore")));
        lenient().when(bench.target().issueCount(any())).thenReturn(1234L);
        lenient().when(bench.target().teamManagedProjects()).thenReturn(List.of("NEW", "IDEA"));
    }

    @Test
    void shouldListWhatRemainsWithWhatFerryCounts() {
        var listed = list(Map.of());

        assertThat(listed.path("asked").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "attachments",
                        "scopes",
                        "issueSecurity",
                        "boxPermissions",
                        "dependencies",
                        "scenarios",
                        "synchronisation",
                        "links",
                        "banner",
                        "newAddress",
                        "safetyDump");
        assertThat(listed.path("open").asInt()).isEqualTo(11);
        assertThat(found(listed, "attachments"))
                .isEqualTo("Jira in the cloud finds about 1,234 issues with attachments.");
        assertThat(found(listed, "links")).contains("1,234 issues whose texts name jira.example.com");
        assertThat(found(listed, "issueSecurity")).contains("Team-managed, where the role cannot be added: NEW, IDEA.");
        assertThat(found(listed, "safetyDump")).isEqualTo("On record: Before the restore.");
        assertThat(found(listed, "scopes")).isEqualTo("Ferry has not compared the scopes.");
    }

    @Test
    void shouldAskOnlyForWhatTheMigrationHas() {
        through(Phase.RESTORE_JIRA);
        when(confirmations.latest(WorkerBench.ID, Question.FREEZE)).thenReturn(Optional.empty());
        onRecord.put(FactName.SAFETY_DUMP, Json.MAPPER.valueToTree(Map.of("kept", false)));

        assertThat(list(Map.of()).path("asked").valueStream().map(JsonNode::asText))
                .containsExactly("attachments", "issueSecurity", "links", "newAddress");
    }

    @Test
    void shouldSayWhatItCouldNotCountAndGoOn() {
        when(bench.target().issueCount(any())).thenThrow(RemoteFailure.passing("Jira does not answer.", "Wait."));

        assertThat(found(list(Map.of()), "attachments")).isEqualTo("Ferry could not count: Jira does not answer.");
    }

    @Test
    void shouldTellOfScopesWhatTheComparisonFound() {
        when(comparisons.find(WorkerBench.ID, ComparisonPoint.RESULT))
                .thenReturn(Optional.of(new ComparisonsOnRecord.Kept(
                        ComparisonPoint.RESULT,
                        WorkerBench.NOW,
                        Verdict.DIFFERENT,
                        List.of(rule("scopes", Verdict.DIFFERENT, 3), rule("teams", Verdict.DIFFERENT, 5)))));

        assertThat(found(list(Map.of()), "scopes")).isEqualTo("The comparison found 3 differences in scopes.");
    }

    @Test
    void shouldKeepWhoSaidWhatAndKeepTheEarlierAnswersOfOthers() {
        list(Map.of());
        answered(Question.REMAINING_TASKS, Decision.SAVE, "ann");
        list(Map.of("attachments", "DONE"));
        answered(Question.REMAINING_TASKS, Decision.CLOSE, "ben");

        var listed = list(Map.of("attachments", "DONE", "links", "LATER", "dependencies", "NOT_NEEDED"));

        assertThat(listed.path("open").asInt()).isEqualTo(9);
        assertThat(kept("attachments")).isEqualTo(Map.of("state", "DONE", "by", "ann"));
        assertThat(kept("links")).isEqualTo(Map.of("state", "LATER", "by", "ben"));
        assertThat(kept("scenarios")).isEqualTo(Map.of("state", "OPEN", "by", "null"));
    }

    @Test
    void shouldOpenAgainWhatSomebodyTakesBack() {
        list(Map.of());
        answered(Question.REMAINING_TASKS, Decision.SAVE, "ann");
        list(Map.of("attachments", "DONE", "links", "DONE"));
        answered(Question.REMAINING_TASKS, Decision.SAVE, "ben");
        var answers = new HashMap<String, @Nullable String>();
        answers.put("attachments", null);
        answers.put("scenarios", null);

        list(answers);

        assertThat(kept("attachments")).isEqualTo(Map.of("state", "OPEN", "by", "ben"));
        assertThat(kept("links"))
                .as("what the answer does not name stays")
                .isEqualTo(Map.of("state", "DONE", "by", "ann"));
        assertThat(kept("scenarios")).isEqualTo(Map.of("state", "OPEN", "by", "null"));
    }

    /** Only the record has the names of people. */
    @Test
    void shouldTellTheProcessNoNames() {
        answered(Question.REMAINING_TASKS, Decision.CLOSE, "ann");

        assertThat(run(Map.of("attachments", "DONE")).toString())
                .doesNotContain("ann\"")
                .doesNotContain("by");
    }

    @Test
    void shouldBeginTheFormWithWhatIsOnRecordWhenItIsStartedAgain() {
        answered(Question.REMAINING_TASKS, Decision.CLOSE, "ann");
        list(Map.of("attachments", "LATER"));

        assertThat(run(null)).containsEntry("remainingAnswers", Map.of("attachments", "LATER"));
    }

    @Test
    void shouldSayWhichAnswersAreNoneOfTheChoices() {
        answered(Question.REMAINING_TASKS, Decision.CLOSE, "script");

        var variables = run(Map.of("attachments", "DONE", "links", "done"));

        assertThat(WorkerBench.json(variables.get("problem")).toString())
                .contains("Correct links to the old site")
                .doesNotContain("Transfer the attachments");
        assertThat(kept("links")).containsEntry("state", "OPEN");
        assertThat(kept("attachments")).containsEntry("state", "DONE");
    }

    private JsonNode list(Map<String, @Nullable String> answers) {
        return Json.MAPPER.valueToTree(run(answers).get("remainingTasks"));
    }

    private Map<String, @Nullable Object> run(@Nullable Map<String, @Nullable String> answers) {
        var worker = new ListRemainingTasksWorker(
                bench.steps(),
                new RemainingTasks(
                        new RemainingCounts(bench.sites(), comparisons, facts), facts, confirmations, timeline));
        var job = AJob.of("list-remaining-tasks");
        return WorkerBench.run(worker, (answers == null ? job : job.with("remainingAnswers", answers)).get());
    }

    private static String found(JsonNode listed, String task) {
        return listed.path("found").path(task).asText();
    }

    private Map<String, String> kept(String task) {
        return Objects.requireNonNull(onRecord.get(FactName.REMAINING_TASKS))
                .valueStream()
                .filter(each -> each.path("task").asText().equals(task))
                .map(each -> {
                    var told = new HashMap<String, String>();
                    told.put("state", each.path("state").asText());
                    told.put("by", each.path("by").asText());
                    return told;
                })
                .findFirst()
                .orElseThrow();
    }

    private void through(Phase... phases) {
        when(timeline.phases(WorkerBench.ID))
                .thenReturn(Arrays.stream(phases)
                        .map(phase -> new PhaseRun(phase, PhaseRun.State.ENDED, WorkerBench.NOW, WorkerBench.NOW, null))
                        .toList());
    }

    private void answered(Question question, Decision decision, String by) {
        when(confirmations.latest(WorkerBench.ID, question))
                .thenReturn(Optional.of(new Confirmation(
                        UUID.randomUUID(),
                        WorkerBench.ID,
                        question,
                        decision,
                        null,
                        Actor.ofTask(by),
                        WorkerBench.NOW,
                        Map.of(),
                        false)));
    }

    private static RuleResult rule(String name, Verdict verdict, int items) {
        return new RuleResult(name, name, verdict, "", "", null, List.of(), items);
    }
}
