package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A form shows some required fields only after an answer that needs them. It says so beside the question: whoever answers knows
 * beforehand what to have ready.
 */
class FieldsRequiredLaterTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Asked in the condition of a field that depends on another one: {@code =not(decision = "CONFIRM")}. */
    private static final Pattern DEPENDS_ON_THE_DECISION = Pattern.compile("\\bdecision\\b");

    /** What explains a label and is not part of the question: its parentheses, and what follows a colon. */
    private static final Pattern ASIDE = Pattern.compile(" \\([^)]*\\)|:.*");

    static Stream<String> formsWithSuchFields() {
        return ProcessBench.files(".form").stream()
                .map(file -> String.valueOf(file.getFileName()).replace(".form", ""))
                .filter(form -> requiredLater(form).findAny().isPresent());
    }

    @ParameterizedTest
    @MethodSource("formsWithSuchFields")
    void shouldBeNamedBesideTheQuestion(String form) {
        String beside = components(form)
                .filter(field -> field.path("key").asText().equals("decision"))
                .map(field -> field.path("description").asText().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseThrow();

        assertThat(requiredLater(form).map(field -> asked(field.path("label").asText())))
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(beside).contains(asked));
    }

    /** Fields that depend on other fields than the decision would need a place of their own where that is said. */
    @ParameterizedTest
    @MethodSource("allForms")
    void shouldDependOnTheDecisionAlone(String form) {
        List<String> keys = components(form)
                .map(field -> field.path("key").asText())
                .filter(key -> !key.isEmpty() && !key.equals("decision"))
                .toList();

        assertThat(components(form)
                        .filter(FieldsRequiredLaterTest::isRequired)
                        .map(field -> field.path("conditional").path("hide").asText()))
                .noneSatisfy(hide -> assertThat(keys).anyMatch(key -> isNamed(key, hide)));
    }

    static Stream<String> allForms() {
        return ProcessBench.files(".form").stream()
                .map(file -> String.valueOf(file.getFileName()).replace(".form", ""));
    }

    private static boolean isNamed(String key, String condition) {
        Matcher named =
                Pattern.compile("(?<![.\\w])" + Pattern.quote(key) + "\\b").matcher(condition);
        return named.find();
    }

    private static String asked(String label) {
        return ASIDE.matcher(label).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static Stream<JsonNode> requiredLater(String form) {
        return components(form)
                .filter(FieldsRequiredLaterTest::isRequired)
                .filter(field -> DEPENDS_ON_THE_DECISION
                        .matcher(field.path("conditional").path("hide").asText())
                        .find());
    }

    private static boolean isRequired(JsonNode field) {
        return field.path("validate").path("required").asBoolean();
    }

    private static Stream<JsonNode> components(String form) {
        try {
            return StreamSupport.stream(
                    JSON.readTree(ProcessBench.read(ProcessBench.MODELS.resolve(form + ".form")))
                            .path("components")
                            .spliterator(),
                    false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
