package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Screens change. A form that says where to click says as of when, and asks what the screen says instead. */
class ClickPathsTest {
    private static final Pattern CLICK_PATH = Pattern.compile("[A-Z][A-Za-z]+ > [A-Z]");
    private static final Pattern AS_OF = Pattern.compile("Click paths as of (\\w+ \\d{4})");
    private static final Pattern MARKED = Pattern.compile(
            "if today\\(\\) > date\\(\"([-\\d]+)\"\\) \\+ duration\\(\"P180D\"\\) then \".*more than 180 days");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    static List<String> formsWithClickPaths() {
        return ProcessBench.files(".form").stream()
                .filter(file -> CLICK_PATH.matcher(ProcessBench.read(file)).find())
                .map(file -> String.valueOf(file.getFileName()).replace(".form", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("formsWithClickPaths")
    void shouldSayAsOfWhenAndMarkWhatIsOld(String form) {
        List<String> texts = texts(form);
        List<String> asOf = texts.stream()
                .flatMap(text -> AS_OF.matcher(text).results())
                .map(found -> found.group(1))
                .toList();
        List<YearMonth> marked = texts.stream()
                .flatMap(text -> MARKED.matcher(text).results())
                .map(found -> YearMonth.from(LocalDate.parse(found.group(1))))
                .toList();

        assertThat(asOf).isNotEmpty();
        assertThat(asOf.stream().map(month -> YearMonth.parse(month, MONTH)))
                .as("the date that is compared is the one that people read")
                .containsExactlyElementsOf(marked);
    }

    @ParameterizedTest
    @MethodSource("formsWithClickPaths")
    void shouldAskWhatTheScreenSaysInsteadAndHandItOn(String form) {
        assertThat(FormFields.of(form).texts()).contains("screenSays");
        assertThat(userTasks(form))
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task)
                        .contains("<zeebe:input source=\"=null\" target=\"screenSays\"/>")
                        .containsPattern("<zeebe:output source=\"=\\[screenSays\\][^\"]*\" target=\"screenSays\"/>"));
    }

    private static List<String> texts(String form) {
        try {
            JsonNode components =
                    new JsonMapper().readTree(ProcessBench.read(file(form))).path("components");
            return components
                    .valueStream()
                    .map(component -> component.path("text").asText())
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(String form) {
        return ProcessBench.MODELS.resolve(form + ".form");
    }

    private static List<String> userTasks(String form) {
        return ProcessBench.files(".bpmn").stream()
                .flatMap(model -> userTasksOf(ProcessBench.read(model)))
                .filter(task -> task.contains("formId=\"" + form + "\""))
                .toList();
    }

    private static Stream<String> userTasksOf(String model) {
        return Pattern.compile("(?s)<bpmn:userTask .*?</bpmn:userTask>")
                .matcher(model)
                .results()
                .map(MatchResult::group);
    }
}
