package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camunda.client.annotation.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.instance.Documentation;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.ferry.base.Json;
import io.ferry.fixtures.WrittenPage;
import io.ferry.process.common.TypedVariables;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.engine.ProcessTraces;
import io.ferry.process.model.Problem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The element templates for Camunda's Modeler are made from what the workers declare and from the models: the job type, the
 * variables that are read and set, the headers, and what the task does. {@code -Dferry.write-docs=true} writes them anew, and
 * raises the version of each that has changed, so that the Modeler offers the new one.
 */
class ElementTemplatesTest {
    private static final Path FOLDER = Path.of("bpmn", "element-templates");
    private static final String SCHEMA =
            "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json";
    private static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 18 18">\
            <path fill="#0b5394" d="M1 10h16l-3 6H4zM5 5h8v4H5zM8 2h3v2H8z"/></svg>""";

    /** What the models say of all tasks of one type. */
    private record Tasks(String name, String does, List<Map<String, String>> headers) {}

    @Test
    void shouldHaveATemplateForEachJobTypeOfATaskThatSaysWhatItsWorkerDeclares() throws IOException {
        Map<String, Tasks> tasks = tasks();
        Map<String, Method> workers = WorkerMethods.all().stream()
                .collect(Collectors.toMap(
                        worker -> worker.getAnnotation(JobWorker.class).type(), worker -> worker));
        assertThat(workers.keySet()).containsAll(tasks.keySet());

        for (Map.Entry<String, Tasks> each : tasks.entrySet()) {
            Path file = FOLDER.resolve(each.getKey() + ".json");
            Method worker = Objects.requireNonNull(workers.get(each.getKey()));
            ObjectNode template = template(each.getKey(), each.getValue(), worker);
            template.put("version", version(file, template));
            WrittenPage.hold(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(template) + "\n");
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .as("a template without a task has to go")
                    .containsExactlyInAnyOrderElementsOf(
                            tasks.keySet().stream().map(type -> type + ".json").toList());
        }
    }

    /** One more than that of the file if anything else differs. */
    private static int version(Path file, ObjectNode template) throws IOException {
        if (!Files.exists(file)) {
            return 1;
        }
        JsonNode before = Json.MAPPER.readTree(file.toFile());
        int version = before.path("version").asInt();
        template.put("version", version);
        return before.equals(template) ? version : version + 1;
    }

    private static ObjectNode template(String type, Tasks tasks, Method worker) {
        ObjectNode template = Json.MAPPER.createObjectNode();
        template.put("$schema", SCHEMA)
                .put("name", "Ferry: " + tasks.name())
                .put("id", "io.ferry." + type)
                .put("version", 1)
                .put("description", tasks.does());
        template.putArray("keywords").add("Ferry").add(type);
        template.putObject("engines").put("camunda", ">=8.8");
        template.putArray("appliesTo").add("bpmn:Task");
        template.putObject("elementType").put("value", "bpmn:ServiceTask");
        template.putObject("icon")
                .put(
                        "contents",
                        "data:image/svg+xml;base64,"
                                + Base64.getEncoder()
                                        .encodeToString(ICON.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        ArrayNode groups = template.putArray("groups");
        ArrayNode properties = template.putArray("properties");
        hidden(properties, type, "type");
        hidden(properties, String.valueOf(JobRetries.IN_MODELS), "retries");
        headers(properties, tasks.headers());
        List<String> read = TypedVariables.fetchedFor(worker).stream()
                .filter(variable -> !variable.equals(ProcessTraces.TRACEPARENT))
                .sorted()
                .toList();
        List<String> set = setBy(worker);
        for (String variable : read) {
            variable(properties, "read", variable, "Empty: the process variable of this name.")
                    .put("feel", "required")
                    .put("optional", true)
                    .putObject("binding")
                    .put("type", "zeebe:input")
                    .put("name", variable);
        }
        for (String variable : set) {
            variable(
                            properties,
                            "set",
                            variable,
                            "Empty: the process variable of this name. As soon as one is named, only the named ones are set.")
                    .put("optional", true)
                    .putObject("binding")
                    .put("type", "zeebe:output")
                    .put("source", "=" + variable);
        }
        if (!tasks.headers().stream().allMatch(Map::isEmpty)) {
            group(groups, "headers", "Headers", true);
        }
        group(groups, "read", "Variables that are read", false);
        if (!set.isEmpty()) {
            group(groups, "set", "Variables that are set", false);
        }
        return template;
    }

    private static ObjectNode variable(ArrayNode properties, String group, String name, String description) {
        return properties
                .addObject()
                .put("id", group + "-" + name)
                .put("group", group)
                .put("label", name)
                .put("description", description)
                .put("type", "String");
    }

    private static void group(ArrayNode groups, String id, String label, boolean open) {
        groups.addObject().put("id", id).put("label", label).put("openByDefault", open);
    }

    private static void hidden(ArrayNode properties, String value, String property) {
        properties
                .addObject()
                .put("type", "Hidden")
                .put("value", value)
                .putObject("binding")
                .put("type", "zeebe:taskDefinition")
                .put("property", property);
    }

    /** A header that every task of the type has must be chosen. */
    private static void headers(ArrayNode properties, List<Map<String, String>> headers) {
        Map<String, TreeSet<String>> values = new TreeMap<>();
        headers.forEach(of -> of.forEach((key, value) ->
                values.computeIfAbsent(key, none -> new TreeSet<>()).add(value)));
        values.forEach((key, choices) -> {
            boolean always = headers.stream().allMatch(of -> of.containsKey(key));
            ObjectNode property = properties
                    .addObject()
                    .put("id", "header-" + key)
                    .put("group", "headers")
                    .put("label", key)
                    .put("type", "Dropdown");
            ArrayNode chosen = property.putArray("choices");
            if (!always) {
                chosen.addObject().put("name", "none").put("value", "");
            }
            choices.forEach(choice -> chosen.addObject().put("name", choice).put("value", choice));
            property.putObject("binding").put("type", "zeebe:taskHeader").put("key", key);
            if (always) {
                property.putObject("constraints").put("notEmpty", true);
            }
        });
    }

    /** What a worker's result sets; it clears the problem of an earlier one as well. */
    private static List<String> setBy(Method worker) {
        RecordComponent[] components = worker.getReturnType().getRecordComponents();
        return components == null
                ? List.of()
                : Stream.concat(
                                Stream.of(Problem.VARIABLE),
                                Arrays.stream(components).map(RecordComponent::getName))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static Map<String, Tasks> tasks() {
        Map<String, Tasks> found = new TreeMap<>();
        ProcessBench.files(".bpmn").stream()
                .sorted()
                .forEach(file -> Bpmn.readModelFromFile(file.toFile())
                        .getModelElementsByType(ServiceTask.class)
                        .forEach(task -> {
                            String type = task.getSingleExtensionElement(ZeebeTaskDefinition.class)
                                    .getType();
                            Tasks first = found.computeIfAbsent(
                                    type, none -> new Tasks(task.getName(), documentation(task), new ArrayList<>()));
                            first.headers().add(ModelTask.headers(task));
                        }));
        return found;
    }

    private static String documentation(ServiceTask task) {
        return task.getDocumentations().stream()
                .map(Documentation::getTextContent)
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }
}
