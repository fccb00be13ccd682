package io.ferry.process.engine;

import io.camunda.client.api.JsonMapper;
import io.ferry.base.PlainText;
import java.io.InputStream;
import java.util.Map;

/**
 * Writes what Camunda keeps. Forms show variables as Markdown, and a site's message may be one of them: only the forms
 * themselves put links and pictures there, never a text of a site or of a person.
 */
record HarmlessVariables(JsonMapper json) implements JsonMapper {
    @Override
    public String toJson(Object value) {
        // What is taken apart here stands in texts only: JSON itself never has a bracket there, and no angle brackets.
        return PlainText.unmarked(json.toJson(value));
    }

    @Override
    public <T> T fromJson(String text, Class<T> type) {
        return json.fromJson(text, type);
    }

    @Override
    public <T> T transform(Object value, Class<T> type) {
        return json.transform(value, type);
    }

    @Override
    public Map<String, Object> fromJsonAsMap(String text) {
        return json.fromJsonAsMap(text);
    }

    @Override
    public Map<String, String> fromJsonAsStringMap(String text) {
        return json.fromJsonAsStringMap(text);
    }

    @Override
    public String validateJson(String name, String text) {
        return json.validateJson(name, text);
    }

    @Override
    public String validateJson(String name, InputStream text) {
        return json.validateJson(name, text);
    }
}
