package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.client.annotation.JobWorker;
import io.ferry.migration.FactName;
import io.ferry.process.common.Shown;
import io.ferry.process.common.TypedVariables;
import io.ferry.process.model.Problem;
import io.ferry.process.model.ProcessVariables;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Models, forms and workers agree on the process variables: what is read somewhere is set somewhere. */
class VariablesOfModelsTest {
    /** Set by Ferry when it starts a process: the phase that runs alone, how often people are reminded, and the trace. */
    private static final Set<String> SET_AT_THE_START = Set.of("phase", "remindEvery", "team", "traceparent");

    /** The models that call phases. */
    private static final Set<String> CALLING = Set.of("migrate.bpmn", "run-a-phase.bpmn");

    private static final Set<String> FEEL = Set.of(
            "and",
            "or",
            "not",
            "if",
            "then",
            "else",
            "for",
            "in",
            "return",
            "true",
            "false",
            "null",
            "some",
            "every",
            "satisfies",
            "between",
            "instance",
            "of",
            "item",
            "i",
            "count",
            "contains",
            "list",
            "string",
            "decimal",
            "join",
            "now",
            "today",
            "duration",
            "upper",
            "lower",
            "case",
            "get",
            "length",
            "replace",
            "matches",
            "trim",
            "is",
            "defined",
            "blank",
            "date",
            "time",
            "number",
            "concatenate",
            "append",
            "assert");

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern PATH = Pattern.compile("(?<![.\\w])[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*(?!\\w|\\s*:)");

    /** By name: the types of the results that set it; none where a form or an expression sets it. */
    private final Map<String, Set<Class<?>>> set = new HashMap<>();

    private final Set<String> setByModels = new TreeSet<>();

    VariablesOfModelsTest() {
        for (Method worker : WorkerMethods.all()) {
            if (worker.getReturnType().isRecord()) {
                addComponentsOf(worker.getReturnType());
            }
        }
        addComponentsOf(ProcessVariables.Common.class);
        add(Problem.VARIABLE, Problem.class);
        SET_AT_THE_START.forEach(setByModels::add);
        for (Path file : ProcessBench.files(".bpmn")) {
            targets(file).forEach(setByModels::add);
        }
        for (Path file : ProcessBench.files(".form")) {
            json(file).findValuesAsText("key").forEach(setByModels::add);
        }
    }

    @Test
    void shouldSetWhatModelsAndFormsRead() {
        for (Path file : files()) {
            assertThat(paths(file).map(path -> path.split("\\.")[0]).distinct())
                    .as("variables that %s reads", file.getFileName())
                    .allMatch(name -> set.containsKey(name) || setByModels.contains(name), "set by somebody");
        }
    }

    @Test
    void shouldSetInAProcessOrHandToItWhatItReads() {
        for (Path model : ProcessBench.files(".bpmn")) {
            Set<String> available = new TreeSet<>(SET_AT_THE_START);
            available.add(Problem.VARIABLE);
            names(ProcessVariables.Common.class).forEach(available::add);
            // The route hands on what it has kept of earlier phases; it reads what a phase has set when that ends.
            targets(ProcessBench.MODELS.resolve("migrate.bpmn")).forEach(available::add);
            Stream<Path> within = CALLING.contains(model.getFileName().toString())
                    ? ProcessBench.files(".bpmn").stream()
                    : Stream.of(model);
            within.flatMap(VariablesOfModelsTest::setWithin).forEach(available::add);

            Stream<String> readByWorkers = workersOf(model)
                    // These keep whatever there is of what people saw.
                    .filter(worker -> !List.of(worker.getParameterTypes()).contains(Shown.class))
                    .flatMap(worker -> TypedVariables.fetchedFor(worker).stream());
            Stream<String> readByExpressions = Stream.concat(Stream.of(model), forms(model))
                    .flatMap(VariablesOfModelsTest::paths)
                    .map(path -> path.split("\\.")[0]);
            assertThat(Stream.concat(readByWorkers, readByExpressions)
                            .distinct()
                            .filter(name -> !available.contains(name)))
                    .as("what %s, its forms and its workers read and nobody sets there", model.getFileName())
                    .isEmpty();
        }
    }

    /** What workers, forms and mappings of a model set. */
    private static Stream<String> setWithin(Path model) {
        return Stream.of(
                        workersOf(model)
                                .map(Method::getReturnType)
                                .filter(Class::isRecord)
                                .flatMap(VariablesOfModelsTest::names),
                        forms(model).flatMap(form -> json(form).findValuesAsText("key").stream()),
                        targets(model))
                .flatMap(names -> names);
    }

    private static Stream<Method> workersOf(Path model) {
        Set<String> types =
                groups("type=\"([a-z-]+)\"", ProcessBench.read(model)).collect(Collectors.toSet());
        return WorkerMethods.all().stream()
                .filter(worker ->
                        types.contains(worker.getAnnotation(JobWorker.class).type()));
    }

    private static Stream<Path> forms(Path model) {
        return groups("formId=\"([\\w-]+)\"", ProcessBench.read(model))
                .distinct()
                .map(form -> ProcessBench.MODELS.resolve(form + ".form"));
    }

    private static Stream<String> targets(Path model) {
        return groups("(?:<zeebe:(?:input|output) [^>]*target|resultVariable)=\"(\\w+)\"", ProcessBench.read(model));
    }

    private static Stream<String> names(Class<?> result) {
        return Arrays.stream(result.getRecordComponents()).map(RecordComponent::getName);
    }

    @Test
    void shouldSetThePartsThatModelsAndFormsRead() {
        for (Path file : files()) {
            assertThat(paths(file)
                            .map(path -> path.split("\\."))
                            .filter(path -> path.length > 1)
                            .filter(path -> !isPart(path[1], set.getOrDefault(path[0], Set.of(Object.class))))
                            .map(path -> path[0] + "." + path[1]))
                    .as("parts that %s reads and nobody sets", file.getFileName())
                    .isEmpty();
        }
    }

    @Test
    void shouldSetWhatWorkersRead() {
        assertThat(WorkerMethods.all())
                .allSatisfy(worker -> assertThat(TypedVariables.fetchedFor(worker))
                        .allMatch(name -> set.containsKey(name) || setByModels.contains(name), "set by somebody"));
    }

    @Test
    void shouldReadWhatWorkersSet() {
        Set<String> read = Stream.of(
                        WorkerMethods.all().stream().flatMap(worker -> TypedVariables.fetchedFor(worker).stream()),
                        files().stream().flatMap(VariablesOfModelsTest::paths).map(path -> path.split("\\.")[0]),
                        // What Ferry keeps of a migration, and shows on its pages.
                        Arrays.stream(FactName.values()).map(FactName::key),
                        // How far work has come, for those who look into Operate; people find a migration by its name.
                        Stream.of("migrationName"))
                .flatMap(names -> names)
                .collect(Collectors.toSet());

        assertThat(set.keySet()).isSubsetOf(read);
    }

    private static boolean isPart(String part, Set<Class<?>> types) {
        return types.stream().anyMatch(type -> !type.isRecord() || parts(type).anyMatch(part::equals));
    }

    private static Stream<String> parts(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? parts(component.getType())
                        : Stream.of(component.getName()));
    }

    private void addComponentsOf(Class<?> result) {
        for (RecordComponent component : result.getRecordComponents()) {
            add(component.getName(), valueType(component));
        }
    }

    private static Class<?> valueType(RecordComponent component) {
        if (component.getType() == Optional.class && component.getGenericType() instanceof ParameterizedType optional) {
            Type value = optional.getActualTypeArguments()[0];
            return value instanceof Class<?> type ? type : Object.class;
        }
        return component.getType();
    }

    private void add(String name, Class<?> type) {
        set.computeIfAbsent(name, any -> new HashSet<>()).add(type);
    }

    private static List<Path> files() {
        return Stream.of(".bpmn", ".dmn", ".form")
                .flatMap(ending -> ProcessBench.files(ending).stream())
                .toList();
    }

    /** What the expressions of a file read, such as {@code mapping.unmapped}. */
    private static Stream<String> paths(Path file) {
        return expressions(file)
                .map(expression -> TEXT.matcher(expression).replaceAll("\"\""))
                .flatMap(expression -> PATH.matcher(expression).results())
                .map(MatchResult::group)
                .filter(path -> !FEEL.contains(path.split("\\.")[0]));
    }

    private static Stream<String> expressions(Path file) {
        String text = ProcessBench.read(file);
        if (file.toString().endsWith(".form")) {
            return texts(json(file))
                    .flatMap(value -> value.startsWith("=") ? Stream.of(value) : groups("(?s)\\{\\{(.*?)}}", value));
        }
        return Stream.concat(
                        groups("\"(=[^\"]*)\"", text),
                        groups(file.toString().endsWith(".dmn") ? "<text>([\\w.]+)</text>" : ">(=[^<]*)<", text))
                .map(expression -> expression
                        .replace("&quot;", "\"")
                        .replace("&gt;", ">")
                        .replace("&lt;", "<")
                        .replace("&amp;", "&"));
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.asText())
                : Stream.iterate(node.elements(), Iterator::hasNext, elements -> elements)
                        .flatMap(elements -> texts(elements.next()));
    }

    private static Stream<String> groups(String expression, String text) {
        return Pattern.compile(expression).matcher(text).results().map(match -> match.group(1));
    }

    private static JsonNode json(Path file) {
        try {
            return new JsonMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
