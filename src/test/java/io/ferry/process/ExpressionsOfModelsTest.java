package io.ferry.process;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.ConditionExpression;
import io.camunda.zeebe.model.bpmn.instance.TimeCycle;
import io.camunda.zeebe.model.bpmn.instance.TimeDuration;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeInput;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeOutput;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskSchedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.camunda.feel.api.EvaluationFailureType;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Every expression of the models has a result whichever process variables are missing: a condition that is neither true nor
 * false is an incident, in the middle of a migration. The lint asks the same of the forms.
 */
class ExpressionsOfModelsTest {
    private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PATH = Pattern.compile("(?<![.\\w])[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*(?![\\w(])");
    private static final Set<String> WORDS = Set.of("and", "or", "if", "then", "else", "true", "false", "null", "not");

    private static final List<BpmnModelInstance> MODELS = ProcessBench.files(".bpmn").stream()
            .map(file -> Bpmn.readModelFromFile(file.toFile()))
            .toList();

    /** An expression, and the element that it belongs to. */
    private record Place(String element, String expression) {}

    @Test
    void shouldDecideWhicheverVariablesAreMissing() {
        assertThat(all(ConditionExpression.class, ModelElementInstance::getTextContent))
                .isNotEmpty()
                .filteredOn(condition -> !undecided(condition.expression()).isEmpty())
                .isEmpty();
    }

    @Test
    void shouldKnowHowLongToWaitWithoutAnyVariable() {
        assertThat(Stream.of(
                                all(TimeDuration.class, ModelElementInstance::getTextContent),
                                all(TimeCycle.class, ModelElementInstance::getTextContent),
                                all(ZeebeTaskSchedule.class, ZeebeTaskSchedule::getDueDate))
                        .flatMap(List::stream))
                .isNotEmpty()
                .filteredOn(timer -> evaluated(timer.expression()).result() == null)
                .isEmpty();
    }

    @Test
    void shouldMapWithoutAnyVariable() {
        assertThat(Stream.of(
                                all(ZeebeInput.class, ZeebeInput::getSource),
                                all(ZeebeOutput.class, ZeebeOutput::getSource))
                        .flatMap(List::stream))
                .isNotEmpty()
                // What is started directly, without a migration, is meant to end there: StartedDirectlyTest.
                .filteredOn(mapping -> !mapping.expression().startsWith("=assert(migrationId, "))
                .filteredOn(mapping -> !evaluated(mapping.expression()).isSuccess())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=accepted",
                "=mapping.unmapped > 0",
                "=backup.complete and backup.importable",
                "=decision = \"A\" and allDone"
            })
    void shouldNoticeAConditionThatDoesNotStandAMissingVariable(String condition) {
        assertThat(undecided(condition)).isNotEmpty();
    }

    @Test
    void shouldTakeAConditionThatStandsEveryMissingVariable() {
        assertThat(undecided("=mapping.unmapped != null and mapping.unmapped > 0 and accepted = true"))
                .isEmpty();
    }

    /**
     * The variables with which a condition is neither true nor false. Tried are all values of its variables with which it can
     * be decided, and then the same with every choice of them missing.
     */
    private static Set<Map<String, Object>> undecided(String condition) {
        String expression = condition.substring(1);
        List<String> paths = PATH.matcher(TEXT.matcher(expression).replaceAll("\"\""))
                .results()
                .map(MatchResult::group)
                .filter(path -> !WORDS.contains(path))
                .distinct()
                .toList();
        List<Object> values = Stream.concat(
                        Stream.of(true, 1, List.of()),
                        TEXT.matcher(expression).results().map(text -> text.group(1)))
                .toList();
        ParseResult parsed = FEEL.parseExpression(expression);
        assertThat(parsed.isSuccess()).as("%s can be read", condition).isTrue();
        Map<Map<String, Object>, EvaluationResult> results = new HashMap<>();
        Function<Map<String, Object>, EvaluationResult> result = variables ->
                results.computeIfAbsent(variables, any -> FEEL.evaluate(parsed.parsedExpression(), nested(any)));
        return filledIn(paths, values).stream()
                // A value of a type that the condition does not compare with is no value of the variable.
                .filter(all -> result.apply(all).suppressedFailures().isEmpty())
                // The same where the whole condition never gets as far as to compare it.
                .filter(all -> all.entrySet().stream()
                        .allMatch(one -> incomparable(result.apply(Map.of(one.getKey(), one.getValue())))
                                <= incomparable(result.apply(Map.of()))))
                .flatMap(all -> subsets(all).stream())
                .filter(some -> !(result.apply(some).result() instanceof Boolean))
                .collect(toSet());
    }

    private static long incomparable(EvaluationResult result) {
        return CollectionConverters.asJava(result.suppressedFailures()).stream()
                .filter(failure -> failure.failureType() instanceof EvaluationFailureType.NOT_COMPARABLE$)
                .count();
    }

    private static List<Map<String, Object>> filledIn(List<String> paths, List<Object> values) {
        List<Map<String, Object>> all = List.of(Map.of());
        for (String path : paths) {
            all = all.stream()
                    .flatMap(some -> values.stream().map(value -> with(some, path, value)))
                    .toList();
        }
        return all;
    }

    private static List<Map<String, Object>> subsets(Map<String, Object> all) {
        List<Map<String, Object>> subsets = List.of(Map.of());
        for (var entry : all.entrySet()) {
            subsets = subsets.stream()
                    .flatMap(some -> Stream.of(some, with(some, entry.getKey(), entry.getValue())))
                    .toList();
        }
        return subsets;
    }

    private static Map<String, Object> with(Map<String, Object> some, String path, Object value) {
        Map<String, Object> more = new HashMap<>(some);
        more.put(path, value);
        return more;
    }

    /** From the path {@code mapping.unmapped} the variable {@code mapping} with this part. */
    private static Map<String, Object> nested(Map<String, Object> byPath) {
        Map<String, Object> variables = new HashMap<>();
        byPath.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                variables.put(path, value);
            } else {
                variables.merge(
                        path.substring(0, dot), Map.of(path.substring(dot + 1), value), ExpressionsOfModelsTest::both);
            }
        });
        return variables;
    }

    private static Object both(Object one, Object other) {
        Map<Object, Object> both = new HashMap<>((Map<?, ?>) one);
        both.putAll((Map<?, ?>) other);
        return both;
    }

    private static EvaluationResult evaluated(String expression) {
        return FEEL.evaluateExpression(expression.substring(1), Map.of());
    }

    private static <T extends ModelElementInstance> List<Place> all(Class<T> type, Function<T, String> expression) {
        return MODELS.stream()
                .flatMap(model -> model.getModelElementsByType(type).stream())
                .map(element -> new Place(idAround(element), expression.apply(element)))
                .filter(place -> place.expression().startsWith("="))
                .toList();
    }

    private static String idAround(ModelElementInstance element) {
        String id = element.getAttributeValue("id");
        return id == null ? idAround(element.getParentElement()) : id;
    }
}
