package io.ferry.process.model;

import static io.ferry.process.model.ModelFiles.BPMN;
import static io.ferry.process.model.ModelFiles.ZEEBE;
import static io.ferry.process.model.ModelFiles.elements;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Which BPMN errors of a task the models catch, and whether a person's task waits behind the boundary event. The models on
 * the class path, and those in {@code ferry.camunda.models-folder}, are read once, when a step fails for the first time. One question at a time is answered: the documents of Java's
 * parser change while they are read, so several readers at once spoil them for ever.
 */
@Component
public class CaughtErrors {
    private static final String ANY = "";

    private final SingletonSupplier<Map<String, Model>> models;

    /** Of Ferry's own models. */
    public CaughtErrors() {
        this(null);
    }

    /** @param folder of an administrator's models; null if there is none */
    @Autowired
    CaughtErrors(@Value("${ferry.camunda.models-folder:#{null}}") @Nullable Path folder) {
        this.models = SingletonSupplier.of(() -> read(folder));
    }

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
    public synchronized Way way(String processId, String elementId, BpmnCode code) {
        return place(processId, elementId)
                .map(task -> task.caught(code.name())
                        .map(event -> person(event).isPresent() ? Way.TO_A_PERSON : Way.ONWARDS)
                        .orElse(Way.NOWHERE))
                .orElse(Way.UNKNOWN);
    }

    /**
     * The name of the person's task to which an error leads; of several the nearest one.
     *
     * @see #way
     */
    public synchronized Optional<String> taskBehind(String processId, String elementId, BpmnCode code) {
        return place(processId, elementId)
                .flatMap(task -> task.caught(code.name()))
                .flatMap(this::person)
                .map(person -> person.attribute("name"));
    }

    private Optional<Place> place(String processId, String elementId) {
        return Optional.ofNullable(models.obtain().get(processId)).flatMap(model -> model.withId(elementId));
    }

    private Optional<Place> person(Place from) {
        Set<Place> seen = new HashSet<>();
        Deque<Place> ahead = new ArrayDeque<>(List.of(from));
        while (!ahead.isEmpty()) {
            Place place = ahead.remove();
            if (place.is("userTask")) {
                return Optional.of(place);
            }
            if (seen.add(place)) {
                ahead.addAll(behind(place));
            }
        }
        return Optional.empty();
    }

    /** The places that a token can reach next, into called processes and up to who called. */
    private Collection<Place> behind(Place place) {
        Stream<Place> more = switch (place.element.getLocalName()) {
            case "subProcess" -> place.children("startEvent");
            case "callActivity" ->
                called(place).flatMap(model -> model.process().children("startEvent"));
            case "endEvent" -> place.errorCode().stream().flatMap(code -> catchers(place, code));
            case "intermediateThrowEvent" -> place.linked();
            default -> Stream.empty();
        };
        return Stream.concat(place.next(), more).toList();
    }

    /** The process that is called, or those that an expression names. */
    private Stream<Model> called(Place call) {
        return elements(call.element, ZEEBE, "calledElement")
                .map(called -> called.getAttribute("processId"))
                .flatMap(wanted -> models.obtain().entrySet().stream()
                        .filter(model -> wanted.equals(model.getKey())
                                || wanted.startsWith("=") && wanted.contains('"' + model.getKey() + '"'))
                        .map(Map.Entry::getValue));
    }

    /** An error that an end event throws is caught around it, or by who called the process. */
    private Stream<Place> catchers(Place end, String code) {
        return end.caught(code)
                .map(Stream::of)
                .orElseGet(() -> models.obtain().values().stream()
                        .flatMap(model -> model.all("boundaryEvent"))
                        .filter(event -> event.errorCode().filter(code::equals).isPresent()));
    }

    /** A model, by whose errors its events name their codes. */
    private record Model(Document document) {
        Place process() {
            return all("process").findFirst().orElseThrow();
        }

        Stream<Place> all(String type) {
            return elements(document.getDocumentElement(), BPMN, type).map(element -> new Place(this, element));
        }

        Optional<Place> withId(String id) {
            return elements(document.getDocumentElement(), BPMN, "*")
                    .filter(element -> element.getAttribute("id").equals(id))
                    .map(element -> new Place(this, element))
                    .findFirst();
        }
    }

    /** An element of a model. */
    private record Place(Model model, Element element) {
        boolean is(String type) {
            return element.getLocalName().equals(type);
        }

        String attribute(String name) {
            return element.getAttribute(name);
        }

        Stream<Place> children(String type) {
            return elements(element, BPMN, type)
                    .filter(child -> child.getParentNode().equals(element))
                    .map(child -> new Place(model, child));
        }

        Stream<Place> next() {
            return model.all("sequenceFlow")
                    .filter(flow -> flow.attribute("sourceRef").equals(attribute("id")))
                    .flatMap(flow -> model.withId(flow.attribute("targetRef")).stream());
        }

        /** The code of the error that the event throws or catches; empty text for every error, nothing for other events. */
        Optional<String> errorCode() {
            return children("errorEventDefinition")
                    .findFirst()
                    .map(definition -> model.withId(definition.attribute("errorRef"))
                            .map(error -> error.attribute("errorCode"))
                            .orElse(ANY));
        }

        /** The boundary event that catches an error: of this, else of what is around it. One for the code goes first. */
        Optional<Place> caught(String code) {
            for (org.w3c.dom.Node around = element; around instanceof Element node; around = around.getParentNode()) {
                List<Place> attached = model.all("boundaryEvent")
                        .filter(event -> event.attribute("attachedToRef").equals(node.getAttribute("id")))
                        .toList();
                Optional<Place> catching = Stream.of(code, ANY)
                        .flatMap(wanted -> attached.stream()
                                .filter(event ->
                                        event.errorCode().filter(wanted::equals).isPresent()))
                        .findFirst();
                if (catching.isPresent()) {
                    return catching;
                }
            }
            return Optional.empty();
        }

        Stream<Place> linked() {
            Set<String> names = new HashSet<>(children("linkEventDefinition")
                    .map(link -> link.attribute("name"))
                    .toList());
            return model.all("intermediateCatchEvent")
                    .filter(event -> event.children("linkEventDefinition")
                            .anyMatch(link -> names.contains(link.attribute("name"))));
        }
    }

    private static Map<String, Model> read(@Nullable Path folder) {
        Map<String, Model> models = new HashMap<>();
        (folder == null ? ModelFiles.read() : ModelFiles.read(folder))
                .stream()
                        .map(Model::new)
                        .forEach(model ->
                                model.all("process").forEach(process -> models.put(process.attribute("id"), model)));
        return Map.copyOf(models);
    }
}
