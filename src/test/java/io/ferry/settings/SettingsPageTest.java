package io.ferry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ferry.fixtures.WrittenPage;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

/** Holds docs/reference/settings.md and the settings of the code together, as Spring Boot's processor describes them. */
class SettingsPageTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DESCRIPTIONS = "META-INF/spring-configuration-metadata.json";
    private static final Pattern CODE = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

    @Test
    void shouldDescribeEverySetting() throws IOException {
        Map<String, JsonNode> described = described();
        KnownSettings known = KnownSettings.read();

        assertThat(described.values())
                .allSatisfy(setting -> assertThat(setting.path("description").asText())
                        .as(setting.path("name").asText())
                        .isNotBlank());
        assertThat(known.names())
                .filteredOn(name -> name.startsWith("ferry.") && !name.endsWith("."))
                .isSubsetOf(described.keySet());
    }

    @Test
    void shouldListEverySettingOnItsPage() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Settings

                Everything that can be set under `ferry.`, in `application.yaml`, as an option (`--ferry.home=/srv/ferry`) or as an environment
                variable (`FERRY_HOME`). What is set here holds for this Ferry; what holds for one migration is part of that migration's
                own settings ([API](api.md), [a new migration](../new-migration.md)). Durations are written `30s`, `15m`, `4h` or `3d`, sizes `256KB` or
                `1GB`. Where a setting is a list, separate its values by commas; where it is a map, a name of your own stands in its place:
                `ferry.credentials.NAME.source`. The settings of Camunda's connection are in [Camunda](../camunda.md), those of the database in
                [security](../security.md).

                This page is made from the code by `SettingsPageTest` (`-Dferry.write-docs=true`). Editors that know Spring Boot show the same
                texts while you write `application.yaml`.
                """);
        Map<String, List<JsonNode>> groups = described().values().stream()
                .collect(Collectors.groupingBy(SettingsPageTest::group, TreeMap::new, Collectors.toList()));
        groups.forEach((group, settings) -> page.append("\n## ")
                .append(group)
                .append("\n\n| Setting | Type | Default | What it is |\n|---|---|---|---|\n")
                .append(settings.stream().map(SettingsPageTest::row).collect(Collectors.joining())));

        WrittenPage.hold(Path.of("docs/reference/settings.md"), page.toString());
    }

    private static Map<String, JsonNode> described() throws IOException {
        Map<String, JsonNode> described = new TreeMap<>();
        for (URL each : Collections.list(SettingsPageTest.class.getClassLoader().getResources(DESCRIPTIONS))) {
            for (JsonNode setting : JSON.readTree(each).path("properties")) {
                String name = setting.path("name").asText();
                if (name.startsWith("ferry.")) {
                    described.put(name, setting);
                }
            }
        }
        assertThat(described)
                .as("what the build's annotation processor described")
                .hasSizeGreaterThan(100);
        return described;
    }

    /** The first two parts of the name: {@code ferry.remote}. */
    private static String group(JsonNode setting) {
        String[] parts = setting.path("name").asText().split("\\.");
        return parts.length > 2 ? parts[0] + "." + parts[1] : "ferry";
    }

    private static String row(JsonNode setting) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.path("name").asText(),
                        type(setting.path("type").asText()),
                        defaultValue(setting.path("defaultValue")),
                        WrittenPage.cell(
                                CODE.matcher(setting.path("description").asText())
                                        .replaceAll("`$1`")));
    }

    private static String defaultValue(JsonNode value) {
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "))
                : value.asText();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** The type in a reader's words; of an enumeration its values. */
    private static String type(String type) {
        String raw = type.replaceAll("<.*", "");
        if (raw.equals("java.util.Map")) {
            return "map";
        }
        if (raw.equals("java.util.List") || raw.equals("java.util.Set")) {
            return "list";
        }
        Class<?> java = ClassUtils.resolveClassName(raw, null);
        if (java.isEnum()) {
            return Arrays.stream(java.getEnumConstants())
                    .map(value -> "`" + ((Enum<?>) value).name() + "`")
                    .collect(Collectors.joining(", "));
        }
        return switch (java.getSimpleName()) {
            case "Boolean" -> "`true` or `false`";
            case "Integer", "Long", "Float", "Double" -> "number";
            case "Duration" -> "duration";
            case "DataSize" -> "size";
            case "URI" -> "address";
            case "Path" -> "path";
            case "CredentialReference" -> "`env:NAME` or `file:/path`";
            case "String" -> "text";
            default -> throw new IllegalStateException("Say in a reader's words what " + type + " is.");
        };
    }
}
