package io.ferry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.base.TraceAttribute;
import io.ferry.process.common.ApprovalProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Nobody copies a setting from a document or from the Compose file that Ferry does not know. */
class SettingsInFilesTest {
    /** What spans say is named alike, and is no setting. */
    private static final Set<String> ATTRIBUTES =
            Arrays.stream(TraceAttribute.values()).map(TraceAttribute::key).collect(Collectors.toSet());
    /** In a text; what only looks like it, such as a package or a file, has something before or behind it, or is the jar. */
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w./-])(?!ferry\\.jar\\b)(?:ferry|camunda\\.client)(?:\\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*)+(?![\\w(/])");

    private static final Pattern VARIABLE = Pattern.compile("\\b(?:CAMUNDA_CLIENT|FERRY_CAMUNDA)_[A-Z0-9_]+\\b");
    private static final Pattern PASSWORD = Pattern.compile("(?m)^ +[A-Z0-9_]*(?:PASSWORD|CLIENTSECRET): (.*)$");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_]+):\\?");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
    private static final Pattern OURS = Pattern.compile("(?:ferry|camunda\\.client)\\..*");

    private static final KnownSettings KNOWN = KnownSettings.read();

    @Test
    void shouldKnowEveryVariableOfTheComposeFile() {
        Map<String, Object> services = under(yaml(KnownSettings.content(Path.of("docker-compose.yml"))), "services");

        assertThat(services).containsOnlyKeys("camunda", "camunda-database", "ferry", "postgres", "sandbox");
        assertThat(under(under(services, "ferry"), "environment").keySet())
                .contains("CAMUNDA_CLIENT_AUTH_METHOD")
                .allSatisfy(variable ->
                        assertThat(KNOWN.knowsVariable(variable)).as(variable).isTrue());
    }

    @Test
    void shouldStartWithNoPasswordOfTheComposeFilesOwn() {
        String compose = KnownSettings.content(Path.of("docker-compose.yml"));
        String guide = KnownSettings.content(Path.of("docs/camunda.md"));

        assertThat(PASSWORD.matcher(compose).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(8)
                .allSatisfy(value -> assertThat(value).matches("\\$\\{([A-Z_]+):\\?set \\1 in \\.env}"));
        assertThat(REQUIRED.matcher(compose).results().map(found -> found.group(1)))
                .contains("CAMUNDA_DEMO_PASSWORD", "CAMUNDA_APPROVER_PASSWORD", "FERRY_OIDC_ISSUER")
                .allSatisfy(variable -> assertThat(guide).contains("\n" + variable + "=…"));
    }

    @Test
    void shouldSayInTheComposeFileWhoConfirms() {
        Map<String, Object> ferry = under(
                under(under(yaml(KnownSettings.content(Path.of("docker-compose.yml"))), "services"), "ferry"),
                "environment");

        ApprovalProperties approval = new Binder(ConfigurationPropertySources.from(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, ferry)))
                .bind("ferry.approval", ApprovalProperties.class)
                .get();

        assertThat(approval.channel()).isEqualTo(ApprovalProperties.Channel.FERRY);
        assertThat(approval.approvers()).containsExactly("approver");
        assertThat(approval.people()).containsOnlyKeys("approver");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldKnowEverySettingThatADocumentNames(Path document) {
        String text = KnownSettings.content(document);

        assertThat(NAME.matcher(text).results().map(MatchResult::group))
                .filteredOn(name -> !ATTRIBUTES.contains(name))
                .allSatisfy(name -> assertThat(KNOWN.knowsGroup(name)).as(name).isTrue());
        assertThat(VARIABLE.matcher(text).results().map(MatchResult::group))
                .allSatisfy(variable ->
                        assertThat(KNOWN.knowsVariable(variable)).as(variable).isTrue());
        assertThat(YAML.matcher(text).results().flatMap(block -> names("", yaml(block.group(1)))))
                .filteredOn(name -> OURS.matcher(name).matches())
                .allSatisfy(name -> assertThat(KNOWN.knows(name)).as(name).isTrue());
    }

    @Test
    void shouldNoticeWhatFerryDoesNotKnow() {
        assertThat(KNOWN.knows("camunda.client.auth.method")).isTrue();
        assertThat(KNOWN.knows("camunda.client.auth.metod")).isFalse();
        assertThat(KNOWN.knows("camunda.client.zeebe.grpc-address"))
                .as("deprecated")
                .isFalse();
        assertThat(KNOWN.knows("ferry.reminders.mail"))
                .as("a group, not a setting")
                .isFalse();
        assertThat(KNOWN.knowsGroup("ferry.reminders.mail")).isTrue();
        assertThat(KNOWN.knowsVariable("SPRING_DATASOURCE_URL")).isTrue();
        assertThat(KNOWN.knowsVariable("FERRY_CAMUNDA_TASKLIST_URL"))
                .as("dashes become nothing")
                .isFalse();
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Object> yaml(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> under(Map<String, Object> yaml, String key) {
        return (Map<String, Object>) yaml.getOrDefault(key, Map.of());
    }

    private static Stream<String> names(String prefix, Map<?, ?> yaml) {
        return yaml.entrySet().stream().flatMap(entry -> {
            String name = prefix + entry.getKey();
            return entry.getValue() instanceof Map<?, ?> group ? names(name + ".", group) : Stream.of(name);
        });
    }
}
