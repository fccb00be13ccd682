package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.migration.RemainingTask;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FinishTest {
    private static final Map<String, Object> LISTED =
            Map.of("remainingTasks", Map.of("asked", List.of("attachments", "links"), "found", Map.of(), "open", 2));

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("finish");

    @Test
    void shouldComeBackUntilTheListIsClosed() {
        var run = listed().decide("finish-remaining-tasks", Map.of("decision", "SAVE", "remaining_attachments", "DONE"))
                .completeJob("record-decision");

        assertThat(run.variablesOf("list-remaining-tasks"))
                .extracting("remainingAnswers")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("attachments", "DONE")
                .containsEntry("links", null);
        run.completeJob("list-remaining-tasks", onRecord("attachments", "DONE"))
                .decideAndRecord("finish-remaining-tasks", "CLOSE")
                .completeJob("list-remaining-tasks")
                .shouldHaveEndedAt("Event_Finished");
    }

    /** What was said in an earlier round is not asked again, and not lost when the person does not touch it. */
    @Test
    void shouldKeepWhatIsOnRecord() {
        var run = listed().decide("finish-remaining-tasks", Map.of("decision", "SAVE", "remaining_links", "LATER"))
                .completeJob("record-decision")
                .completeJob("list-remaining-tasks", onRecord("links", "LATER"))
                .decide("finish-remaining-tasks", "CLOSE");

        assertThat(run.variable("remainingAnswers")).contains("\"links\":\"LATER\"");
    }

    @Test
    void shouldComeBackWhenAnAnswerIsNoneOfTheChoices() {
        var wrong = new HashMap<String, Object>(LISTED);
        wrong.put(
                "problem", Map.of("code", "CONFIRMATION_NOT_VALID", "title", "Some answers are none of the choices."));

        listed().decideAndRecord("finish-remaining-tasks", "CLOSE")
                .completeJob("list-remaining-tasks", wrong)
                .shouldShowTheProblemIn("finish-remaining-tasks");
    }

    @Test
    void shouldComeBackWithTheAnswersWhenTheyDoNotCount() {
        var run = listed().decide(
                        "finish-remaining-tasks", Map.of("decision", "CLOSE", "remaining_attachments", "DONE"))
                .throwError("record-decision", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("finish-remaining-tasks");

        assertThat(run.variable("remaining_attachments")).isEqualTo("\"DONE\"");
    }

    @Test
    void shouldAskForEachRemainingTaskAndOfferEachAnswer() {
        var options = new HashMap<>(FormFields.of("finish-remaining-tasks").options());
        options.keySet().removeIf(key -> !key.startsWith("remaining_"));

        assertThat(options.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RemainingTask.values())
                        .map(task -> "remaining_" + task.key())
                        .toList());
        assertThat(options.values()).allMatch(Set.of("DONE", "NOT_NEEDED", "LATER")::equals);
        assertThat(ProcessBench.read(ProcessBench.MODELS.resolve("finish-remaining-tasks.form")))
                .contains(Arrays.stream(RemainingTask.values())
                        .map(RemainingTask::title)
                        .toList());
    }

    private static Run listed() {
        return process.start(aMigration()).completeJob("list-remaining-tasks", LISTED);
    }

    private static Map<String, Object> onRecord(String task, String state) {
        var variables = new HashMap<String, Object>(LISTED);
        variables.put("remainingAnswers", Map.of(task, state));
        return variables;
    }
}
