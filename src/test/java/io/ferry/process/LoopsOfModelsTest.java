package io.ferry.process;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.annotation.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.BoundaryEvent;
import io.camunda.zeebe.model.bpmn.instance.BusinessRuleTask;
import io.camunda.zeebe.model.bpmn.instance.EndEvent;
import io.camunda.zeebe.model.bpmn.instance.ExclusiveGateway;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.SequenceFlow;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.StartEvent;
import io.camunda.zeebe.model.bpmn.instance.SubProcess;
import io.camunda.zeebe.model.bpmn.instance.UserTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeCalledDecision;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeFormDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeOutput;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.ferry.process.common.TypedVariables;
import io.ferry.process.model.Problem;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What somebody did in one round of a loop does not decide the next: an answer or a state that is left over leads the same
 * way for ever, or shows people what is no longer so. That the fields of forms begin empty is a rule of the lint.
 */
class LoopsOfModelsTest {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern NAME = Pattern.compile("(?<![.\\w])([A-Za-z_]\\w*)(?:\\.\\w+)*(?![\\w(])");
    private static final List<BpmnModelInstance> MODELS = ProcessBench.files(".bpmn").stream()
            .map(file -> Bpmn.readModelFromFile(file.toFile()))
            .toList();

    /** By job type: what its worker sets each time, be it to nothing. */
    private static final Map<String, Set<String>> SET_BY_WORKERS = WorkerMethods.all().stream()
            .filter(worker -> worker.getReturnType().isRecord())
            .collect(toMap(LoopsOfModelsTest::typeOf, LoopsOfModelsTest::alwaysSetBy));

    /** By job type: what its worker reads. */
    private static final Map<String, List<String>> READ_BY_WORKERS =
            WorkerMethods.all().stream().collect(toMap(LoopsOfModelsTest::typeOf, TypedVariables::fetchedFor));

    @Test
    void shouldSetAnewWhatAGatewayDecidesByBeforeTheProcessComesBackToIt() {
        assertThat(MODELS.stream().flatMap(LoopsOfModelsTest::notSetAnew)).isEmpty();
    }

    @Test
    void shouldForgetWhatATaskFoundBeforeWhenItFails() {
        assertThat(MODELS.stream().flatMap(LoopsOfModelsTest::notForgotten)).isEmpty();
    }

    @Test
    void shouldNoticeWhatIsLeftOfTheRoundBefore() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("paint")
                .startEvent()
                .exclusiveGateway("Gateway_Again")
                .userTask("Task_Ask")
                .zeebeOutputExpression("answer", "decision")
                .exclusiveGateway("Gateway_Answer")
                .defaultFlow()
                .serviceTask("Task_Dry", task -> task.zeebeJobType("dry").zeebeOutputExpression("found", "state"))
                .boundaryEvent("Event_NotDry")
                .error("NOT_DRY")
                .connectTo("Gateway_Again")
                .moveToNode("Gateway_Answer")
                .conditionExpression("decision = \"AGAIN\" and state = \"WET\"")
                .connectTo("Gateway_Again")
                .done();

        assertThat(notSetAnew(model)).containsExactly("Gateway_Answer decides by the state of the round before");
        assertThat(notForgotten(model)).containsExactly("Event_NotDry leaves the old state for Gateway_Answer");
    }

    /** Gateways with a variable in their conditions that a way back to them leaves as it was. */
    private static Stream<String> notSetAnew(BpmnModelInstance model) {
        Set<String> setHere = model.getModelElementsByType(FlowNode.class).stream()
                .flatMap(node -> setBy(node).stream())
                .collect(toSet());
        return model.getModelElementsByType(ExclusiveGateway.class).stream()
                .flatMap(gateway -> readBy(gateway)
                        .filter(setHere::contains)
                        .distinct()
                        .filter(variable ->
                                reachedWithout(variable, after(gateway)).contains(gateway))
                        .map(variable -> gateway.getId() + " decides by the " + variable + " of the round before"));
    }

    /** Tasks that fail and leave what they found an earlier time to a gateway, to a form or to another task. */
    private static Stream<String> notForgotten(BpmnModelInstance model) {
        return model.getModelElementsByType(BoundaryEvent.class).stream()
                .filter(event -> event.getAttachedTo() instanceof ServiceTask && !givesBackAnAnswer(event))
                .flatMap(event -> setBy(event.getAttachedTo()).stream()
                        .filter(variable -> !variable.equals(Problem.VARIABLE))
                        .flatMap(variable -> reachedWithout(variable, Stream.of(event)).stream()
                                // Some tasks go on where they were, with what they found before.
                                .filter(reader -> !reader.equals(event.getAttachedTo()))
                                .filter(reader -> readBy(reader).anyMatch(variable::equals))
                                .map(reader -> "%s leaves the old %s for %s"
                                        .formatted(event.getId(), variable, reader.getId()))));
    }

    /** Where the process may come without this variable's being set on the way. */
    private static Set<FlowNode> reachedWithout(String variable, Stream<FlowNode> from) {
        Set<FlowNode> reached = new LinkedHashSet<>();
        Deque<FlowNode> open = from.collect(toCollection(ArrayDeque::new));
        while (!open.isEmpty()) {
            FlowNode node = open.pop();
            if (reached.add(node)) {
                caughtAround(node).forEach(open::push);
                if (!setBy(node).contains(variable)) {
                    after(node).forEach(open::push);
                }
            }
        }
        return reached;
    }

    /** Where the process goes on when the node is done. */
    private static Stream<FlowNode> after(FlowNode node) {
        if (node instanceof SubProcess sub) {
            return sub.getChildElementsByType(StartEvent.class).stream().map(start -> start);
        }
        return (node instanceof EndEvent && node.getParentElement() instanceof SubProcess around ? around : node)
                .getOutgoing().stream().map(SequenceFlow::getTarget);
    }

    /** Where the process goes on when the node fails: at its own boundary events, and at those around it. */
    private static Stream<FlowNode> caughtAround(FlowNode node) {
        return ((BpmnModelInstance) node.getModelInstance())
                .getModelElementsByType(BoundaryEvent.class).stream()
                        .filter(event -> event.getAttachedTo().equals(node)
                                || event.getAttachedTo().equals(node.getParentElement()))
                        .filter(event -> !givesBackAnAnswer(event))
                        .map(event -> event);
    }

    /** It leads back to the same task, where the person sees the same; no new round begins. */
    private static boolean givesBackAnAnswer(BoundaryEvent event) {
        return event.getAttachedTo() instanceof ServiceTask task
                && typeOf(task).startsWith("record-")
                && event.getOutgoing().stream().map(SequenceFlow::getTarget).allMatch(UserTask.class::isInstance);
    }

    /** The variables that are certainly set when the node is done. */
    private static Set<String> setBy(FlowNode node) {
        Set<String> set = Stream.ofNullable(node.getExtensionElements())
                .flatMap(elements -> elements.getElementsQuery().list().stream())
                .flatMap(element -> element.getChildElementsByType(ZeebeOutput.class).stream())
                .map(ZeebeOutput::getTarget)
                .collect(toCollection(HashSet::new));
        if (node instanceof ServiceTask task) {
            set.addAll(SET_BY_WORKERS.getOrDefault(typeOf(task), Set.of()));
        }
        if (node instanceof BusinessRuleTask task) {
            set.add(task.getSingleExtensionElement(ZeebeCalledDecision.class).getResultVariable());
        }
        return set;
    }

    /** The variables that a gateway decides by, that a form shows, or that a worker reads. */
    private static Stream<String> readBy(FlowNode node) {
        if (node instanceof ExclusiveGateway) {
            return node.getOutgoing().stream()
                    .flatMap(flow -> Stream.ofNullable(flow.getConditionExpression()))
                    .flatMap(condition -> namesIn(condition.getTextContent()));
        }
        if (node instanceof UserTask) {
            return Stream.ofNullable(node.getSingleExtensionElement(ZeebeFormDefinition.class))
                    .map(form -> ProcessBench.MODELS.resolve(form.getFormId() + ".form"))
                    .flatMap(form -> Pattern.compile("\\b(\\w+)\\.")
                            .matcher(ProcessBench.read(form))
                            .results())
                    .map(found -> found.group(1))
                    .distinct();
        }
        return node instanceof ServiceTask task && !typeOf(task).startsWith("record-")
                ? READ_BY_WORKERS.getOrDefault(typeOf(task), List.of()).stream()
                : Stream.empty();
    }

    private static Stream<String> namesIn(String expression) {
        return NAME.matcher(TEXT.matcher(expression).replaceAll("\"\""))
                .results()
                .map(found -> found.group(1));
    }

    private static String typeOf(ServiceTask task) {
        return task.getSingleExtensionElement(ZeebeTaskDefinition.class).getType();
    }

    private static String typeOf(Method worker) {
        return worker.getAnnotation(JobWorker.class).type();
    }

    private static Set<String> alwaysSetBy(Method worker) {
        return Stream.concat(
                        Stream.of(Problem.VARIABLE),
                        Arrays.stream(worker.getReturnType().getRecordComponents())
                                .filter(component -> component.getType() != Optional.class)
                                .map(RecordComponent::getName))
                .collect(toSet());
    }
}
