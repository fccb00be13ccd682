package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ferry.access.WholeFerry;
import io.ferry.fixtures.WrittenPage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/reference/api.md and the interface together, as it describes itself. */
class ApiPageTest {
    private static final String SCHEMAS = "#/components/schemas/";

    @TempDir
    private Path home;

    @Test
    void shouldListEveryOperationOnItsPage() throws IOException, InterruptedException {
        try (WholeFerry ferry = new WholeFerry(home);
                HttpClient http = HttpClient.newHttpClient()) {
            JsonNode api = new JsonMapper()
                    .readTree(ferry.send(http, "GET", "/v3/api-docs", "Authorization", "Bearer " + ferry.scriptKey())
                            .body());

            assertThat(api.path("paths").properties())
                    .hasSizeGreaterThan(30)
                    .allSatisfy(path -> assertThat(path.getValue().findValuesAsText("summary"))
                            .as("operations of %s say what they do", path.getKey())
                            .hasSameSizeAs(path.getValue().properties()));
            WrittenPage.hold(Path.of("docs/reference/api.md"), page(api));
        }
    }

    private static String page(JsonNode api) {
        Map<String, List<String>> groups = new TreeMap<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> groups.computeIfAbsent(
                                        operation.getValue().at("/tags/0").asText(), tag -> new ArrayList<>())
                                .add(operation(path.getKey(), operation.getKey(), operation.getValue()))));
        return """
                # API reference

                Every operation of Ferry's API, with what it takes and answers. How to sign in, errors and examples: [API](../api.md). Who may
                call what: [roles](../roles.md). A running Ferry describes itself at `/swagger-ui.html`, and for programs at `/v3/api-docs`.

                This page is made from the code by `ApiPageTest` (`-Dferry.write-docs=true`).
                """
                + groups.entrySet().stream()
                        .map(group -> "\n## " + group.getKey() + "\n" + String.join("", group.getValue()))
                        .collect(Collectors.joining())
                + "\n## Fields\n"
                + api.at("/components/schemas").properties().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(schema -> fields(schema.getKey(), schema.getValue()))
                        .collect(Collectors.joining());
    }

    private static String operation(String path, String method, JsonNode operation) {
        StringBuilder text = new StringBuilder("\n### `%s %s`\n\n%s\n"
                .formatted(
                        method.toUpperCase(Locale.ROOT),
                        path,
                        operation.path("summary").asText()));
        if (operation.has("description")) {
            text.append('\n')
                    .append(operation.path("description").asText().strip())
                    .append('\n');
        }
        if (!operation.path("parameters").isEmpty() || operation.has("requestBody")) {
            text.append("\n| Takes | Where | Type | |\n|---|---|---|---|\n");
            operation
                    .path("parameters")
                    .forEach(parameter -> text.append("| `%s`%s | %s | %s | %s |\n"
                            .formatted(
                                    parameter.path("name").asText(),
                                    parameter.path("required").asBoolean() ? "" : " (optional)",
                                    parameter.path("in").asText(),
                                    type(parameter.path("schema")),
                                    WrittenPage.cell(
                                            parameter.path("description").asText()))));
            operation
                    .at("/requestBody/content")
                    .properties()
                    .forEach(body -> text.append("| body | `%s` | %s | |\n"
                            .formatted(body.getKey(), type(body.getValue().path("schema")))));
        }
        text.append("\n| Answer | What | Type |\n|---|---|---|\n");
        operation
                .path("responses")
                .properties()
                .forEach(answer -> text.append("| %s | %s | %s |\n"
                        .formatted(
                                answer.getKey(),
                                WrittenPage.cell(
                                        answer.getValue().path("description").asText()),
                                answer.getValue().path("content").properties().stream()
                                        .map(content -> type(content.getValue().path("schema")))
                                        .distinct()
                                        .collect(Collectors.joining(", ")))));
        return text.toString();
    }

    private static String fields(String name, JsonNode schema) {
        if (schema.path("properties").isEmpty()) {
            return "";
        }
        List<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return "\n### " + name + "\n\n| Field | Type | |\n|---|---|---|\n"
                + schema.path("properties").properties().stream()
                        .map(field -> "| `%s`%s | %s | %s |\n"
                                .formatted(
                                        field.getKey(),
                                        required.contains(field.getKey()) ? " (required)" : "",
                                        type(field.getValue()),
                                        WrittenPage.cell(field.getValue()
                                                .path("description")
                                                .asText())))
                        .collect(Collectors.joining());
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().substring(SCHEMAS.length());
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        }
        if (schema.path("type").asText().equals("array")) {
            return "list of " + type(schema.path("items"));
        }
        if (schema.has("additionalProperties")) {
            return "map of " + type(schema.path("additionalProperties"));
        }
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        return schema.path("format").asText(schema.path("type").asText("anything"));
    }
}
