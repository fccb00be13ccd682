package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.UserTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeAssignmentDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeHeader;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskHeaders;
import io.ferry.migration.Question;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only an approver may answer is shown to approvers, and their answers are looked at: two things in each model. */
class ApproversTest {
    /**
     * A task that records an answer.
     *
     * @param type the task's job type
     * @param subject the question
     * @param who whose answer counts; empty for anybody's
     * @param group whom the question is shown to
     */
    private record Recorded(String type, String subject, String who, String group) {}

    @Test
    void shouldTakeConfirmationsOfApproversOnly() {
        assertThat(answers())
                .filteredOn(answer -> answer.type().equals("record-confirmation"))
                // Who freezes the source overwrites nothing.
                .filteredOn(answer -> !answer.subject().equals("freeze"))
                .extracting(Recorded::subject, Recorded::who, Recorded::group)
                .containsExactlyInAnyOrder(
                        tuple("import", "approver", "approver"),
                        tuple("restore", "approver", "approver"),
                        tuple("roll-back", "approver", "approver"),
                        tuple("unmapped-people", "approver", "approver"));
    }

    @Test
    void shouldTakeTheDecisionAboutNewAccountsOfApproversOnly() {
        assertThat(answers())
                .filteredOn(answer -> answer.subject().equals("new-accounts"))
                .extracting(Recorded::who, Recorded::group)
                .containsExactly(tuple("approver", "approver"));
    }

    @Test
    void shouldLookAtWhoAnsweredEachQuestionToApprovers() {
        Map<String, List<Recorded>> asked = answers().stream()
                .filter(answer -> answer.group().equals("approver"))
                .collect(Collectors.groupingBy(Recorded::subject));

        assertThat(asked)
                .isNotEmpty()
                .allSatisfy((subject, records) ->
                        assertThat(records).extracting(Recorded::who).contains("approver"));
    }

    private static List<Recorded> answers() {
        return ProcessBench.files(".bpmn").stream()
                .map(file -> Bpmn.readModelFromFile(file.toFile()))
                .flatMap(ApproversTest::answers)
                .toList();
    }

    private static Stream<Recorded> answers(BpmnModelInstance model) {
        return model.getModelElementsByType(ServiceTask.class).stream()
                .filter(task -> Set.of("record-decision", "record-confirmation").contains(typeOf(task)))
                .map(task -> {
                    Map<String, String> headers =
                            task.getSingleExtensionElement(ZeebeTaskHeaders.class).getHeaders().stream()
                                    .collect(Collectors.toMap(ZeebeHeader::getKey, ZeebeHeader::getValue));
                    UserTask asked = model.getModelElementById(Question.withKey(headers.getOrDefault("subject", ""))
                            .orElseThrow()
                            .userTask());
                    return new Recorded(
                            typeOf(task),
                            headers.getOrDefault("subject", ""),
                            headers.getOrDefault("who", ""),
                            String.valueOf(asked.getSingleExtensionElement(ZeebeAssignmentDefinition.class)
                                    .getCandidateGroups()));
                });
    }

    private static String typeOf(ServiceTask task) {
        return task.getSingleExtensionElement(ZeebeTaskDefinition.class).getType();
    }
}
