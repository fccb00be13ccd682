package io.ferry.localengine;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A form in a browser, filled in as a person does it: every field that is shown, by what the form's JSON says of it. It knows
 * no form by name, so a new form or field is covered as soon as it is there.
 */
final class FormOnPage {
    /** What is typed where anything may be typed: hostile as HTML, and longer than any minimum. */
    private static final String TYPED = "Typed by hand: <b>Zoë</b> & \"co\", 東京";

    private static final List<String> SAMPLES = List.of("https://jira.example.com", "ferry-trial", "2027-03-31");

    private static final Pattern CHOICE = Pattern.compile("\\{label: \"([^\"]*)\", value: \"([^\"]*)\"\\}");

    private final Page page;
    private final List<JsonNode> components;
    private final JsonNode data;
    private final Map<String, Map<String, String>> offered;

    /**
     * Waits until the form is drawn.
     *
     * @param form the form's JSON
     * @param data the variables that the form is drawn with
     * @param offered for a field whose choices the form makes of its data: the labels by their values, by the field's key
     */
    FormOnPage(Page page, JsonNode form, JsonNode data, Map<String, Map<String, String>> offered) {
        this.page = page;
        this.components = StreamSupport.stream(form.path("components").spliterator(), false)
                .toList();
        this.data = data;
        this.offered = offered;
        assertThat(page.locator(".fjs-form-field").first()).isVisible();
    }

    /** The choices of the field by which a person decides; empty if the form has none. */
    static List<String> decisions(JsonNode form) {
        return StreamSupport.stream(form.path("components").spliterator(), false)
                .filter(field -> field.path("key").asText().equals("decision"))
                .flatMap(field -> options(field).keySet().stream())
                .toList();
    }

    /** Takes one of the decisions. */
    JsonNode decide(String decision) {
        JsonNode field = components.stream()
                .filter(one -> one.path("key").asText().equals("decision"))
                .findFirst()
                .orElseThrow();
        return pick(field, decision);
    }

    /** Enters what each shown field refuses, where there is such a thing. Returns the fields, and what each must say. */
    Map<Locator, String> enterWhatIsWrong() {
        Map<Locator, String> wrong = new LinkedHashMap<>();
        for (JsonNode field : shownFields()) {
            Locator place = place(field);
            Optional<String> refused = refused(field);
            if (refused.isPresent()) {
                place.locator("input, textarea").first().fill(refused.get());
                wrong.put(place, field.at("/validate/patternErrorMessage").asText("Field "));
            } else if (isRequired(field) && field.path("type").asText().equals("checkbox")) {
                assertThat(place.locator("input")).not().isChecked();
                wrong.put(place, "Field ");
            }
        }
        return wrong;
    }

    /** Enters something in each shown field but the decision. Returns what the form must hand on, by the fields' keys. */
    Map<String, JsonNode> enterWhatIsRight() {
        Map<String, JsonNode> entered = new LinkedHashMap<>();
        // What is entered can make more fields appear.
        for (var open = openFields(entered); !open.isEmpty(); open = openFields(entered)) {
            open.forEach(field -> entered.put(field.path("key").asText(), enter(field)));
        }
        return entered;
    }

    private List<JsonNode> openFields(Map<String, JsonNode> entered) {
        return shownFields().stream()
                .filter(field -> !field.path("key").asText().equals("decision"))
                .filter(field -> !entered.containsKey(field.path("key").asText()))
                .toList();
    }

    /** Holds the parts that only show something against the data, and sees that no expression stays as it is. */
    void shouldShowItsData() {
        assertThat(page.locator(".fjs-form").innerText()).doesNotContain("{{", "}}");
        for (JsonNode table : components) {
            if (table.path("type").asText().equals("table") && !table.has("conditional")) {
                String source = table.path("dataSource").asText().replaceFirst("^=", "");
                JsonNode rows = data.at("/" + source.replace('.', '/'));
                assertThat(rows).as(source).isNotEmpty();
                String shown =
                        page.locator(".fjs-form-field-table tbody").first().innerText();
                rows.forEach(row -> table.path("columns")
                        .forEach(column -> assertThat(shown)
                                .contains(row.path(column.path("key").asText()).asText())));
            }
        }
    }

    private JsonNode enter(JsonNode field) {
        Locator place = place(field);
        String type = field.path("type").asText();
        switch (type) {
            case "textfield", "textarea" -> {
                String text = accepted(field) + (type.equals("textarea") ? "\nand a second line" : "");
                place.locator("input, textarea").fill(text);
                return JsonNodeFactory.instance.textNode(text);
            }
            case "number" -> {
                int number = field.at("/validate/min").asInt(0) + 32;
                place.locator("input").fill(String.valueOf(number));
                return IntNode.valueOf(number);
            }
            case "checkbox" -> {
                place.locator("label").click();
                assertThat(place.locator("input")).isChecked();
                return JsonNodeFactory.instance.booleanNode(true);
            }
            case "checklist" -> {
                Map<String, String> choices =
                        offered.getOrDefault(field.path("key").asText(), options(field));
                assertThat(place.locator("input")).hasCount(choices.size());
                Map.Entry<String, String> first = choices.entrySet().iterator().next();
                tick(place, first.getValue());
                return JsonNodeFactory.instance.arrayNode().add(first.getKey());
            }
            case "radio", "select" -> {
                String other = options(field).keySet().stream()
                        .filter(value ->
                                !value.equals(field.path("defaultValue").asText()))
                        .findFirst()
                        .orElseThrow();
                return pick(field, other);
            }
            default -> throw new IllegalStateException("Nobody has told this test how to fill in a " + type);
        }
    }

    private JsonNode pick(JsonNode field, String value) {
        Locator place = place(field);
        String label = Objects.requireNonNull(options(field).get(value), value);
        if (field.path("type").asText().equals("radio")) {
            tick(place, label);
        } else {
            place.locator(".fjs-input-group").click();
            place.locator(".fjs-dropdownlist-item")
                    .filter(new Locator.FilterOptions().setHasText(label))
                    .click();
            assertThat(place.locator(".fjs-select-display")).hasText(label);
        }
        return JsonNodeFactory.instance.textNode(value);
    }

    private List<JsonNode> shownFields() {
        return components.stream()
                .filter(field -> field.has("key") && place(field).count() > 0)
                .toList();
    }

    private Locator place(JsonNode field) {
        String id = field.path("id").asText();
        return page.locator(".fjs-form-field")
                .filter(new Locator.FilterOptions().setHas(page.locator("[id$='-" + id + "'], [id$='-" + id + "-0']")))
                .filter(new Locator.FilterOptions()
                        .setHasText(field.path("label").asText()));
    }

    private static boolean isRequired(JsonNode field) {
        return field.at("/validate/required").asBoolean();
    }

    private static Optional<String> refused(JsonNode field) {
        JsonNode validate = field.path("validate");
        if (field.path("type").asText().equals("number")) {
            return validate.has("min")
                    ? Optional.of(String.valueOf(validate.path("min").asInt() - 1))
                    : Optional.empty();
        }
        if (!field.path("type").asText().startsWith("text")) {
            return Optional.empty();
        }
        if (validate.has("pattern")) {
            // The pattern itself is for machines.
            assertThat(validate.path("patternErrorMessage").asText())
                    .as(field.path("key").asText())
                    .isNotBlank();
            assertThat("not this").doesNotMatch(validate.path("pattern").asText());
            return Optional.of("not this");
        }
        if (validate.has("minLength")) {
            return Optional.of("x".repeat(validate.path("minLength").asInt() - 1));
        }
        if (validate.has("maxLength")) {
            return Optional.of("x".repeat(validate.path("maxLength").asInt() + 1));
        }
        return isRequired(field) ? Optional.of("") : Optional.empty();
    }

    private static String accepted(JsonNode field) {
        String pattern = field.at("/validate/pattern").asText(".*");
        return Stream.concat(Stream.of(TYPED, pattern.replaceAll("^\\^|\\$$", "")), SAMPLES.stream())
                .filter(text -> text.matches(pattern))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody has told this test what fits " + pattern));
    }

    private static Map<String, String> options(JsonNode field) {
        Map<String, String> options = new LinkedHashMap<>();
        field.path("values")
                .forEach(value -> options.put(
                        value.path("value").asText(), value.path("label").asText()));
        // Choices that depend on the data are written out in an expression.
        CHOICE.matcher(field.path("valuesExpression").asText())
                .results()
                .forEach(choice -> options.put(choice.group(2), choice.group(1)));
        return options;
    }

    /** Clicks the text beside a box: the box itself is drawn by styles. */
    private static void tick(Locator place, String label) {
        place.getByText(label, new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(place.getByLabel(label, new Locator.GetByLabelOptions().setExact(true)))
                .isChecked();
    }
}
