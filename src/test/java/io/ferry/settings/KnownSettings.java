package io.ferry.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The settings that Ferry's server understands: those of its own records, and those that the libraries on the class path
 * describe and do not call deprecated.
 *
 * @param names as they are written in application.yaml, with dots and dashes
 * @param open names under which anything may stand, because a map or a list is there
 */
public record KnownSettings(Set<String> names, Set<String> open) {
    private static final JsonMapper JSON = new JsonMapper();

    public KnownSettings {
        names = Set.copyOf(names);
        open = Set.copyOf(open);
    }

    /** Reads what is on the class path. */
    public static KnownSettings read() {
        Set<String> names = new HashSet<>();
        Set<String> open = new HashSet<>();
        readDescriptions(names, open);
        readRecords(names, open);
        readPlaceholders(names);
        return new KnownSettings(names, open);
    }

    /** Whether a setting is known by this name, as it is written in application.yaml. */
    boolean knows(String name) {
        return names.contains(name) || open.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
    }

    /** Whether a setting, or a group of settings, is known by this name. */
    boolean knowsGroup(String name) {
        return knows(name)
                || Stream.concat(names.stream(), open.stream()).anyMatch(each -> each.startsWith(name + "."));
    }

    /** Whether a setting is known by this name, as it is written in an environment variable. */
    public boolean knowsVariable(String variable) {
        return names.stream().map(KnownSettings::variable).anyMatch(variable::equals)
                || open.stream()
                        .map(KnownSettings::variable)
                        .anyMatch(each -> variable.equals(each) || variable.startsWith(each + "_"));
    }

    /** As Spring Boot wants the name of an environment variable: upper case, underscores for dots, no dashes. */
    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    }

    private static void readDescriptions(Set<String> names, Set<String> open) {
        try {
            for (URL each : Collections.list(
                    KnownSettings.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
                for (JsonNode setting : described(each).path("properties")) {
                    if (!setting.has("deprecation") && !setting.has("deprecated")) {
                        add(
                                setting.path("name").asText(),
                                setting.path("type").asText().matches("java\\.util\\.(Map|List|Set)<.*"),
                                names,
                                open);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode described(URL metadata) throws IOException {
        try (InputStream content = metadata.openStream()) {
            return JSON.readTree(content);
        }
    }

    private static void readRecords(Set<String> names, Set<String> open) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.findCandidateComponents("io.ferry").stream()
                .map(bean -> ClassUtils.resolveClassName(String.valueOf(bean.getBeanClassName()), null))
                .forEach(type -> readRecord(
                        type.getAnnotation(ConfigurationProperties.class).value(), type, names, open));
    }

    private static void readRecord(String prefix, Class<?> type, Set<String> names, Set<String> open) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> of = component.getType();
            // Another record, such as a reference to a credential, is one value.
            if (of.isRecord() && (of.isMemberClass() || of.getSimpleName().endsWith("Properties"))) {
                readRecord(name, of, names, open);
            } else {
                add(name, Map.class.isAssignableFrom(of) || Collection.class.isAssignableFrom(of), names, open);
            }
        }
    }

    /** What is read without a record, such as {@code ferry.home}. */
    private static void readPlaceholders(Set<String> names) {
        Pattern placeholder = Pattern.compile("\\$\\{(ferry\\.[a-z.-]+)");
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            files.filter(file -> file.toString().matches(".*\\.(java|yaml)"))
                    .map(KnownSettings::content)
                    .flatMap(content -> placeholder.matcher(content).results())
                    .forEach(found -> names.add(found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String name, boolean several, Set<String> names, Set<String> open) {
        (several ? open : names).add(name);
    }
}
