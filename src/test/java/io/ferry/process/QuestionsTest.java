package io.ferry.process;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.BoundaryEvent;
import io.camunda.zeebe.model.bpmn.instance.ConditionExpression;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.SequenceFlow;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.StartEvent;
import io.camunda.zeebe.model.bpmn.instance.SubProcess;
import io.camunda.zeebe.model.bpmn.instance.UserTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeFormDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeHeader;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeOutput;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.ferry.migration.Decision;
import io.ferry.migration.FactName;
import io.ferry.migration.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Question} says is what the models ask, what the forms send and what the gateways look for. */
class QuestionsTest {
    /** It asks for settings, not for a decision. */
    private static final String NO_QUESTION = "correct-settings";

    private static final Pattern COMPARED = Pattern.compile("\\b(decision|typed\\w+)\\s*!?=\\s*\"([^\"]*)\"");
    private static final Pattern TEXT = Pattern.compile("\"([A-Z_]+)\"");
    private static final List<BpmnModelInstance> MODELS = ProcessBench.files(".bpmn").stream()
            .map(file -> Bpmn.readModelFromFile(file.toFile()))
            .toList();

    @Test
    void shouldKnowEachUserTaskAndItsForm() {
        assertThat(all(UserTask.class))
                .filteredOn(task -> !formOf(task).equals(NO_QUESTION))
                .extracting(UserTask::getId, QuestionsTest::formOf)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Question.values())
                        .map(question -> tuple(question.userTask(), question.form()))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllowWhatTheFormSendsAndNothingElse(Question question) {
        Set<Object> offered = FormFields.of(question.form()).options().getOrDefault("decision", Set.of());

        assertThat(keys(question.decisions())).isEqualTo(offered.isEmpty() ? computed(question) : offered);
    }

    /** Where the form has no choice, the model makes the decision of what was entered. */
    private static Set<String> computed(Question question) {
        return task(question).getExtensionElements().getElementsQuery().list().stream()
                .flatMap(element -> element.getChildElementsByType(ZeebeOutput.class).stream())
                .filter(output -> output.getTarget().equals("decision"))
                .flatMap(output -> TEXT.matcher(output.getSource()).results())
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheWordsThatTheFormAsksFor(Question question) {
        Map<String, String> words = new TreeMap<>();
        FormFields.of(question.form())
                .patterns()
                .forEach((field, pattern) -> words.put(field, pattern.replaceAll("^\\^|\\$$", "")));

        assertThat(question.words()).isEqualTo(words);
    }

    @Test
    void shouldLookForNothingThatNobodyCanAnswer() {
        assertThat(all(ConditionExpression.class)).allSatisfy(condition -> {
            SequenceFlow flow = (SequenceFlow) condition.getParentElement();
            Set<Question> asked = askedBefore(flow.getSource());
            COMPARED.matcher(condition.getTextContent())
                    .results()
                    .forEach(found -> assertThat(answers(asked, found.group(1)))
                            .as("%s: %s", flow.getId(), condition.getTextContent())
                            .contains(found.group(2)));
        });
    }

    private static Set<String> answers(Set<Question> asked, String variable) {
        return asked.stream()
                .flatMap(question -> variable.equals("decision")
                        ? keys(question.decisions()).stream()
                        : Stream.ofNullable(question.words().get(variable)))
                .collect(toCollection(TreeSet::new));
    }

    /** The questions whose answer a gateway may see: the last ones on each way to it. */
    private static Set<Question> askedBefore(FlowNode gateway) {
        Set<Question> asked = new HashSet<>();
        Set<FlowNode> seen = new HashSet<>();
        Deque<FlowNode> open = new ArrayDeque<>(List.of(gateway));
        while (!open.isEmpty()) {
            FlowNode node = open.pop();
            if (!seen.add(node)) {
                continue;
            }
            List<Question> here = Arrays.stream(Question.values())
                    .filter(question -> question.userTask().equals(node.getId()))
                    .toList();
            asked.addAll(here);
            if (here.isEmpty()) {
                node.getIncoming().forEach(flow -> open.push(flow.getSource()));
                if (node instanceof BoundaryEvent event) {
                    open.push(event.getAttachedTo());
                }
                if (node instanceof StartEvent && node.getParentElement() instanceof SubProcess around) {
                    open.push(around);
                }
            }
        }
        return asked;
    }

    @Test
    void shouldRecordTheAnswerToEachQuestionAndLeadBackWhenItIsNotValid() {
        Set<Question> recorded = new TreeSet<>();
        Set<Question> confirmed = new TreeSet<>();

        assertThat(all(ServiceTask.class))
                .filteredOn(
                        task -> Set.of("record-decision", "record-confirmation").contains(typeOf(task)))
                .allSatisfy(task -> {
                    Question question = Question.withKey(
                                    String.valueOf(headersOf(task).get("subject")))
                            .orElseThrow();
                    recorded.add(question);
                    if (typeOf(task).equals("record-confirmation")) {
                        confirmed.add(question);
                    }
                    assertThat(askedBefore(task)).contains(question);
                    assertThat(((BpmnModelInstance) task.getModelInstance())
                                    .getModelElementsByType(BoundaryEvent.class).stream()
                                            .filter(event ->
                                                    event.getAttachedTo().equals(task)))
                            .as("%s leads back", task.getId())
                            .isNotEmpty();
                });

        assertThat(recorded).containsExactly(Question.values());
        assertThat(confirmed)
                .containsExactlyElementsOf(Arrays.stream(Question.values())
                        .filter(question -> question.decisions().stream().anyMatch(question::isConfirmedBy))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAFactOnlyFromTheTaskThatSetsIt(Question question) {
        Set<String> set = task(question).getExtensionElements().getElementsQuery().list().stream()
                .flatMap(element -> element.getChildElementsByType(ZeebeOutput.class).stream())
                .map(ZeebeOutput::getTarget)
                .collect(toCollection(HashSet::new));

        assertThat(set)
                .containsAll(question.stated().map(FactName::key).stream().toList());
    }

    /** Forms send an empty text for a field that nobody filled in, and nothing for one that they hide. */
    @Test
    void shouldTakeAnEmptyTextForNone() {
        List<String> expressions = new ArrayList<>();
        all(ZeebeOutput.class).forEach(output -> expressions.add(output.getSource()));
        all(ConditionExpression.class).forEach(condition -> expressions.add(condition.getTextContent()));
        Set<String> texts = Arrays.stream(Question.values())
                .flatMap(question -> FormFields.of(question.form()).texts().stream())
                .collect(toCollection(TreeSet::new));

        assertThat(texts).contains("reason", "note", "evidence", "safetyDumpDescription");
        assertThat(expressions)
                .allSatisfy(
                        expression -> assertThat(notTrimmed(expression, texts)).isEmpty());
        assertThat(notTrimmed("=if reason = null then note else reason", texts)).isNotEmpty();
        assertThat(notTrimmed("=note", texts)).isNotEmpty();
    }

    /** Where an expression rests on a text's being there without looking whether it is empty. */
    private static List<String> notTrimmed(String expression, Set<String> texts) {
        return texts.stream()
                .filter(text -> Pattern.compile("\\b" + text + "\\b")
                        .matcher(expression)
                        .find())
                .filter(text -> !expression.contains("trim(" + text + ")")
                        && !Pattern.compile("\\[[^\\[\\]]*\\b" + text
                                        + "\\b[^\\[\\]]*]\\[string length\\(trim\\(item\\)\\) > 0]")
                                .matcher(expression)
                                .find()
                        // A word is only compared with one that is not empty.
                        && !text.startsWith("typed"))
                .toList();
    }

    private static Set<String> keys(Collection<Decision> decisions) {
        return decisions.stream().map(Decision::key).collect(toCollection(TreeSet::new));
    }

    private static UserTask task(Question question) {
        return all(UserTask.class).stream()
                .filter(task -> task.getId().equals(question.userTask()))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends ModelElementInstance> List<T> all(Class<T> type) {
        return MODELS.stream()
                .flatMap(model -> model.getModelElementsByType(type).stream())
                .toList();
    }

    private static String formOf(UserTask task) {
        return task.getSingleExtensionElement(ZeebeFormDefinition.class).getFormId();
    }

    private static String typeOf(ServiceTask task) {
        return task.getSingleExtensionElement(ZeebeTaskDefinition.class).getType();
    }

    private static Map<String, String> headersOf(ServiceTask task) {
        return task.getExtensionElements().getElementsQuery().list().stream()
                .flatMap(element -> element.getChildElementsByType(ZeebeHeader.class).stream())
                .collect(toMap(ZeebeHeader::getKey, ZeebeHeader::getValue));
    }
}
