package io.ferry.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a form asks.
 *
 * @param options the values that a field offers to choose from, by the field's key; none where anything may be entered
 * @param patterns the regular expression that a field's text must match, by the field's key
 * @param texts the keys of the fields that take any text; an empty one is sent as an empty text
 */
record FormFields(Map<String, Set<Object>> options, Map<String, String> patterns, Set<String> texts) {
    private static final JsonMapper JSON = new JsonMapper();

    /** An option that a form offers only under a condition. */
    private static final Pattern COMPUTED = Pattern.compile("\\bvalue: \"(\\w+)\"");

    FormFields {
        options = Map.copyOf(options);
        patterns = Map.copyOf(patterns);
        texts = Set.copyOf(texts);
    }

    /** The fields of the form with this id. */
    static FormFields of(String form) {
        Map<String, Set<Object>> options = new HashMap<>();
        Map<String, String> patterns = new HashMap<>();
        Set<String> texts = new HashSet<>();
        for (JsonNode component : read(form).path("components")) {
            if (component.has("key")) {
                Set<Object> offered = new HashSet<>();
                component
                        .path("values")
                        .forEach(option -> offered.add(option.path("value").asText()));
                COMPUTED.matcher(component.path("valuesExpression").asText())
                        .results()
                        .forEach(option -> offered.add(option.group(1)));
                String key = component.path("key").asText();
                options.put(key, offered);
                if (component.path("validate").has("pattern")) {
                    patterns.put(key, component.path("validate").path("pattern").asText());
                }
                if (component.path("type").asText().startsWith("text")) {
                    texts.add(key);
                }
            }
        }
        return new FormFields(options, patterns, texts);
    }

    /** The part of these answers that nobody can give in the form. */
    Map<String, Object> notAllowed(Map<String, Object> answers) {
        Map<String, Object> wrong = new HashMap<>(answers);
        wrong.entrySet().removeIf(answer -> {
            Set<Object> offered = options.get(answer.getKey());
            return offered != null && (offered.isEmpty() || offered.contains(answer.getValue()));
        });
        return wrong;
    }

    private static JsonNode read(String form) {
        try {
            return JSON.readTree(ProcessBench.read(ProcessBench.MODELS.resolve(form + ".form")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
