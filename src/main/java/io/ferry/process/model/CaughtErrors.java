package io.ferry.process.model;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.BoundaryEvent;
import io.camunda.zeebe.model.bpmn.instance.CallActivity;
import io.camunda.zeebe.model.bpmn.instance.CatchEvent;
import io.camunda.zeebe.model.bpmn.instance.EndEvent;
import io.camunda.zeebe.model.bpmn.instance.ErrorEventDefinition;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.IntermediateThrowEvent;
import io.camunda.zeebe.model.bpmn.instance.LinkEventDefinition;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.model.bpmn.instance.StartEvent;
import io.camunda.zeebe.model.bpmn.instance.SubProcess;
import io.camunda.zeebe.model.bpmn.instance.ThrowEvent;
import io.camunda.zeebe.model.bpmn.instance.UserTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeCalledElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Which BPMN errors of a task the models catch, and whether a person's task waits behind the boundary event. The models on
 * the class path are read once, when a step fails for the first time.
 */
@Component
public class CaughtErrors {
    private final SingletonSupplier<List<BpmnModelInstance>> models = SingletonSupplier.of(CaughtErrors::read);

    /** Where an error leads that a task throws. */
    public enum Way {
        /** A boundary event catches it, and a person's task waits behind. */
        TO_A_PERSON,
        /** A boundary event catches it, and the process goes on or ends without asking anybody. */
        ONWARDS,
        /** Nothing catches it. */
        NOWHERE,
        /** The models know no such task: it belongs to a version that was deployed before. */
        UNKNOWN
    }

    /**
     * Where an error leads.
     *
     * @param processId the process's id
     * @param elementId the task's id
     * @param code the error's code
     */
    public Way way(String processId, String elementId, BpmnCode code) {
        Optional<FlowNode> task = models.obtain().stream()
                .filter(model -> model.getModelElementById(processId) instanceof Process)
                .flatMap(model -> model.<ModelElementInstance>getModelElementById(elementId) instanceof FlowNode node
                        ? Stream.of(node)
                        : Stream.empty())
                .findFirst();
        return task.map(node -> catching(node, code.name())
                        .map(event -> reachesAPerson(event) ? Way.TO_A_PERSON : Way.ONWARDS)
                        .orElse(Way.NOWHERE))
                .orElse(Way.UNKNOWN);
    }

    /** The boundary event that catches it: of the task, else of the subprocess around it. One for the code goes first. */
    private static Optional<BoundaryEvent> catching(FlowNode task, String code) {
        for (ModelElementInstance around = task; around instanceof FlowNode; around = around.getParentElement()) {
            ModelElementInstance attachedTo = around;
            List<BoundaryEvent> attached = all((BpmnModelInstance) task.getModelInstance(), BoundaryEvent.class)
                    .filter(event -> attachedTo.equals(event.getAttachedTo()))
                    .filter(event -> errorOf(event).isPresent())
                    .toList();
            Optional<BoundaryEvent> caught = attached.stream()
                    .filter(event -> code.equals(codeOf(event)))
                    .findFirst()
                    .or(() -> attached.stream()
                            .filter(event -> codeOf(event) == null)
                            .findFirst());
            if (caught.isPresent()) {
                return caught;
            }
        }
        return Optional.empty();
    }

    private static Optional<ErrorEventDefinition> errorOf(CatchEvent event) {
        return event.getEventDefinitions().stream()
                .filter(ErrorEventDefinition.class::isInstance)
                .map(ErrorEventDefinition.class::cast)
                .findFirst();
    }

    /** Null where every error is caught. */
    private static @Nullable String codeOf(CatchEvent event) {
        return errorOf(event)
                .map(ErrorEventDefinition::getError)
                .map(error -> error.getErrorCode())
                .orElse(null);
    }

    private boolean reachesAPerson(FlowNode from) {
        Set<FlowNode> seen = new HashSet<>();
        Deque<FlowNode> ahead = new ArrayDeque<>(List.of(from));
        while (!ahead.isEmpty()) {
            FlowNode node = ahead.pop();
            if (node instanceof UserTask) {
                return true;
            }
            if (seen.add(node)) {
                ahead.addAll(behind(node));
            }
        }
        return false;
    }

    private Collection<FlowNode> behind(FlowNode node) {
        List<FlowNode> next = new ArrayList<>(node.getSucceedingNodes().list());
        switch (node) {
            case SubProcess inside -> next.addAll(inside.getChildElementsByType(StartEvent.class));
            case CallActivity call -> next.addAll(startsOf(called(call)));
            case EndEvent end -> next.addAll(catchersOf(end));
            case IntermediateThrowEvent link -> next.addAll(caughtLinks(link));
            default -> {}
        }
        return next;
    }

    private List<StartEvent> startsOf(String processId) {
        return models.obtain().stream()
                .filter(model -> model.getModelElementById(processId) instanceof Process)
                .flatMap(model -> model.<Process>getModelElementById(processId)
                        .getChildElementsByType(StartEvent.class)
                        .stream())
                .toList();
    }

    private static String called(CallActivity call) {
        return call.getSingleExtensionElement(ZeebeCalledElement.class).getProcessId();
    }

    /** An error that an end event throws is caught around it, or by who called the process. */
    private List<BoundaryEvent> catchersOf(EndEvent end) {
        return end.getEventDefinitions().stream()
                .filter(ErrorEventDefinition.class::isInstance)
                .map(definition -> ((ErrorEventDefinition) definition).getError().getErrorCode())
                .flatMap(code -> catching(end, code)
                        .map(Stream::of)
                        .orElseGet(() -> models.obtain().stream()
                                .flatMap(model -> all(model, BoundaryEvent.class))
                                .filter(event -> code.equals(codeOf(event)))))
                .toList();
    }

    private static List<FlowNode> caughtLinks(ThrowEvent thrown) {
        Set<String> names = new HashSet<>();
        thrown.getChildElementsByType(LinkEventDefinition.class).forEach(link -> names.add(link.getName()));
        return all((BpmnModelInstance) thrown.getModelInstance(), CatchEvent.class)
                .filter(event -> event.getChildElementsByType(LinkEventDefinition.class).stream()
                        .anyMatch(link -> names.contains(link.getName())))
                .map(FlowNode.class::cast)
                .toList();
    }

    private static <T extends ModelElementInstance> Stream<T> all(BpmnModelInstance model, Class<T> type) {
        return model.getModelElementsByType(type).stream();
    }

    private static List<BpmnModelInstance> read() {
        try {
            List<BpmnModelInstance> models = new ArrayList<>();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:/bpmn/*.bpmn")) {
                try (InputStream content = file.getInputStream()) {
                    models.add(Bpmn.readModelFromStream(content));
                }
            }
            return List.copyOf(models);
        } catch (IOException e) {
            throw new UncheckedIOException("Ferry's own models cannot be read", e);
        }
    }
}
