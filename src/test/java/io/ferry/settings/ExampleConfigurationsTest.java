package io.ferry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.camunda.client.spring.properties.CamundaClientProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** The configurations that the package has as examples hold nothing that Ferry does not know or would refuse. */
class ExampleConfigurationsTest {
    private static final Path FOLDER = Path.of("src/package/config");
    private static final KnownSettings KNOWN = KnownSettings.read();

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void shouldBeTheUsualSetUps() throws IOException {
        assertThat(examples().stream().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "camunda-saas.yaml",
                        "company.yaml",
                        "one-person.yaml",
                        "self-managed.yaml",
                        "several-nodes.yaml");
    }

    @Test
    void shouldBeWhatThePageAboutOperationsShows() throws IOException {
        String example = Files.readString(FOLDER.resolve("several-nodes.yaml"));

        assertThat(Files.readString(Path.of("docs/operations.md")))
                .contains("```yaml\n" + example.substring(example.indexOf("\n\n") + 2) + "```");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldNameOnlySettingsThatThereAre(Path example) throws IOException {
        assertThat(names(example))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(KNOWN.knows(name)).as(name).isTrue());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldBeTakenByEachRecordOfSettings(Path example) throws IOException {
        ConfigurableEnvironment environment = environment(example);
        List<? extends Class<?>> records = records();

        assertThat(records).hasSizeGreaterThan(10);
        for (Class<?> type : records) {
            bind(environment, type.getAnnotation(ConfigurationProperties.class).value(), type);
        }
        bind(environment, "camunda.client", CamundaClientProperties.class);
        bind(environment, "server", ServerProperties.class);
        bind(environment, "spring.datasource", DataSourceProperties.class);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldHoldNoSecret(Path example) throws IOException {
        assertThat(names(example)).noneMatch(name -> name.matches(".*(password|client-secret)$"));
    }

    @Test
    void shouldNoticeWhatCannotBeUsed(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"), "ferry:\n  approval:\n    channel: PIGEON\n  acces: 1\n");

        assertThat(names(wrong)).anyMatch(name -> !KNOWN.knows(name));
        assertThat(records())
                .anySatisfy(type -> assertThatCode(() -> bind(
                                environment(wrong),
                                type.getAnnotation(ConfigurationProperties.class)
                                        .value(),
                                type))
                        .isNotNull());
    }

    private static List<? extends Class<?>> records() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.ferry").stream()
                .map(bean -> ClassUtils.resolveClassName(String.valueOf(bean.getBeanClassName()), null))
                .filter(Class::isRecord)
                .toList();
    }

    private static void bind(ConfigurableEnvironment environment, String prefix, Class<?> type) {
        try (LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            Binder.get(environment).bindOrCreate(prefix, Bindable.of(type), new ValidationBindHandler(validator));
        }
    }

    private static ConfigurableEnvironment environment(Path example) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        load(example).forEach(environment.getPropertySources()::addLast);
        load(Path.of("src/main/resources/application.yaml")).forEach(environment.getPropertySources()::addLast);
        return environment;
    }

    private static List<PropertySource<?>> load(Path file) throws IOException {
        return new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
    }

    private static List<String> names(Path example) throws IOException {
        return load(example).stream()
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .map(name -> name.replaceAll("\\[\\d+]", ""))
                .distinct()
                .toList();
    }
}
