package io.ferry.process;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.ferry.api.Chromium;
import io.ferry.demo.EngineInstallation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Texts of sites (names of boxes, people and projects, findings) that look like FEEL or like a form's template stay texts in every
 * expression of the models and in every form: what comes of them is what comes of a harmless text of the same length, with
 * the one in the other's place.
 */
class TextsAreNoExpressionsTest {
    private static final List<String> LIKE_EXPRESSIONS = List.of(
            "=1+1",
            "= 1 + 1",
            "{{1+1}}",
            "{{migrationId}}",
            "}}{{1+1}}{{",
            "{{#if true}}seen{{/if}}",
            "{{#loop items}}{{this}}{{/loop}}",
            "\"+string(1+1)+\"",
            "\"} + {a: \"",
            "null) or (true",
            "= get value(problem, \"detail\")",
            "=if true then 1 else 2",
            "date(\"2026-01-01\")",
            "@\"2026-01-01\"",
            "true",
            "null",
            "${1+1}#{1+1}");

    private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PATH = Pattern.compile("(?<![.\\w])[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*(?![\\w(])");
    private static final Pattern IN_A_TEMPLATE = Pattern.compile("(?s)\\{\\{(.*?)}}");

    @Test
    void shouldLeaveTextsAsTheyAreInTheModels() throws Exception {
        Set<String> expressions = expressionsOfModels();

        assertThat(expressions).hasSizeGreaterThan(100);
        for (String expression : expressions) {
            for (String text : LIKE_EXPRESSIONS) {
                assertThat(differences(expression, text))
                        .as("%s with the text %s", expression, text)
                        .isEmpty();
            }
        }
    }

    @Test
    void shouldNoticeATextThatBecomesAnExpression() {
        assertThat(FEEL.evaluateExpression("\"A name: " + "\"+string(1+1)+\"" + "\"", Map.of())
                        .result())
                .as("put between the quotes of an expression")
                .isEqualTo("A name: 2");
    }

    @Test
    void shouldLeaveTextsAsTheyAreInTheForms() throws Exception {
        Path viewer = EngineInstallation.of(System.getenv()).folder().resolve("pages/form-viewer.js");
        assumeTrue(
                Files.isRegularFile(viewer), "The local engine's pages are not set up (bash src/localengine/setup.sh)");
        try (Chromium chromium = Chromium.start();
                Page page = chromium.browser().newPage()) {
            String script = Files.readString(viewer);
            page.route("http://form.test/**", route -> {
                boolean isScript = route.request().url().endsWith(".js");
                route.fulfill(new Route.FulfillOptions()
                        .setContentType(isScript ? "text/javascript" : "text/html")
                        .setBody(isScript ? script : "<!doctype html><div id=form></div>"));
            });
            page.navigate("http://form.test/");
            int shown = 0;
            for (Path file : ProcessBench.files(".form")) {
                JsonNode form = JSON.readTree(file.toFile());
                for (String text : LIKE_EXPRESSIONS) {
                    String drawn = drawn(page, form, text);
                    assertThat(withoutGaps(drawn))
                            .as("%s with the text %s", file.getFileName(), text)
                            .isEqualTo(withoutGaps(
                                    drawn(page, form, harmless(text)).replace(harmless(text), text)));
                    shown += drawn.contains(text) ? 1 : 0;
                }
            }
            assertThat(shown).as("forms that showed the text").isGreaterThan(20 * LIKE_EXPRESSIONS.size());

            JsonNode becomesOne = JSON.readTree(
                    "{\"type\": \"default\", \"components\": [{\"type\": \"text\", \"text\": \"A name: {{1+1}}\"}]}");
            assertThat(drawn(page, becomesOne, ""))
                    .as("put into a form's own text")
                    .contains("A name: 2");
        }
    }

    /** An option's name has a gap between braces, so that the form takes it for no template. */
    private static String withoutGaps(String drawn) {
        return drawn.replace("{ {", "{{");
    }

    /** The text of a form whose variables all hold this. */
    private static String drawn(Page page, JsonNode form, String text) {
        return (String) page.evaluate(
                """
                async ([schema, data]) => {
                  const { Form } = await import('/form-viewer.js');
                  const place = document.getElementById('form');
                  place.replaceChildren();
                  const form = new Form({ container: place });
                  await form.importSchema(JSON.parse(schema), JSON.parse(data));
                  return place.innerText;
                }""",
                List.of(form.toString(), JSON.valueToTree(variables(form, text)).toString()));
    }

    private static Map<String, Object> variables(JsonNode form, String text) {
        Map<String, Object> values = new TreeMap<>();
        form.findValuesAsText("text").stream()
                .flatMap(template -> IN_A_TEMPLATE.matcher(template).results())
                .flatMap(found -> paths(found.group(1)).stream())
                .forEach(path -> values.put(path, text));
        form.findValuesAsText("hide").stream()
                .flatMap(expression -> paths(expression.substring(1)).stream())
                .forEach(path -> values.put(path, text));
        for (JsonNode component : form.path("components")) {
            Map<String, Object> item = new HashMap<>(Map.of("id", "1", "name", text));
            component.path("columns").findValuesAsText("key").forEach(key -> item.put(key, text));
            for (String list : List.of("dataSource", "valuesExpression")) {
                paths(component.path(list).asText("").replaceFirst("^=(?:for i in )?", "")).stream()
                        .limit(1)
                        .forEach(path -> values.put(path, List.of(item)));
            }
        }
        // Addresses of Ferry's own; with spaces in them Markdown sees no link.
        values.replaceAll((path, value) -> path.startsWith("links.") ? "https://ferry.example/" : value);
        return nested(values);
    }

    /** What comes of a text and not of a harmless one in its place, whatever the other variables are. */
    private static List<String> differences(String expression, String text) {
        List<String> paths = paths(expression);
        List<Object> others = Stream.concat(
                        Stream.of(text, true, 1, List.of()),
                        TEXT.matcher(expression).results().map(literal -> literal.group(1)))
                .distinct()
                .toList();
        List<String> differences = new ArrayList<>();
        for (String path : paths) {
            for (Object other : others) {
                EvaluationResult came = evaluated(expression, values(paths, path, text, other));
                EvaluationResult expected = evaluated(
                        expression, values(paths, path, harmless(text), other.equals(text) ? harmless(text) : other));
                if (came.isSuccess() != expected.isSuccess()
                        || came.isSuccess() && !Objects.equals(came.result(), exchanged(expected.result(), text))) {
                    differences.add(path + ", others " + other + ": " + came + " instead of " + expected);
                }
            }
        }
        return differences;
    }

    private static EvaluationResult evaluated(String expression, Map<String, Object> values) {
        return FEEL.evaluateExpression(expression, nested(values));
    }

    private static Map<String, Object> values(List<String> paths, String path, String text, Object others) {
        Map<String, Object> values = new TreeMap<>(paths.stream().collect(toMap(each -> each, each -> others)));
        values.put(path, text);
        return values;
    }

    /** As long as the text; no name, number or word of any expression. */
    private static String harmless(String text) {
        return "q".repeat(text.length());
    }

    private static @Nullable Object exchanged(@Nullable Object result, String text) {
        return switch (result) {
            case null -> null;
            case String some -> some.replace(harmless(text), text);
            case Collection<?> several ->
                several.stream()
                        .<@Nullable Object>map(one -> exchanged(one, text))
                        .toList();
            case Map<?, ?> parts -> {
                Map<Object, Object> exchanged = new HashMap<>();
                parts.forEach((name, part) -> exchanged.put(name, exchanged(part, text)));
                yield exchanged;
            }
            default -> result;
        };
    }

    private static List<String> paths(String expression) {
        return PATH.matcher(TEXT.matcher(expression).replaceAll("\"\""))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    /** From the path {@code mapping.unmapped} the variable {@code mapping} with this part. */
    private static Map<String, Object> nested(Map<String, Object> byPath) {
        Map<String, Object> variables = new HashMap<>();
        new TreeMap<>(byPath).forEach((path, value) -> {
            Map<String, Object> part = variables;
            String[] steps = path.split("\\.");
            for (String step : List.of(steps).subList(0, steps.length - 1)) {
                part = parts(part, step);
            }
            part.put(steps[steps.length - 1], value);
        });
        return variables;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parts(Map<String, Object> of, String name) {
        if (!(of.get(name) instanceof Map<?, ?>)) {
            of.put(name, new HashMap<String, Object>());
        }
        return (Map<String, Object>) of.get(name);
    }

    /** Without the sign that begins them. */
    private static Set<String> expressionsOfModels() throws Exception {
        Set<String> expressions = new LinkedHashSet<>();
        for (Path model : ProcessBench.files(".bpmn")) {
            NodeList elements = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(model.toFile())
                    .getElementsByTagName("*");
            for (int i = 0; i < elements.getLength(); i++) {
                Element element = (Element) elements.item(i);
                var attributes = element.getAttributes();
                Stream.concat(
                                IntStream.range(0, attributes.getLength())
                                        .mapToObj(n -> attributes.item(n).getNodeValue()),
                                Stream.of(
                                        element.getElementsByTagName("*").getLength() == 0
                                                ? element.getTextContent()
                                                : ""))
                        .map(String::strip)
                        .filter(text -> text.startsWith("="))
                        .forEach(text -> expressions.add(text.substring(1).strip()));
            }
        }
        for (Path table : ProcessBench.files(".dmn")) {
            Pattern.compile("(?s)<inputExpression[^>]*>\\s*<text>(.*?)</text>")
                    .matcher(ProcessBench.read(table))
                    .results()
                    .forEach(found -> expressions.add(found.group(1)));
        }
        return expressions;
    }
}
