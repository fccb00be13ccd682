package io.ferry.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import feign.RequestLine;
import io.ferry.fixtures.WrittenPage;
import io.ferry.remote.Configured;
import io.ferry.remote.ReadOnlyCall;
import io.ferry.remote.RemoteFact;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** Holds docs/remote-calls.md and the code together: {@code -Dferry.write-docs=true} writes the page anew. */
class RemoteCallsPageTest {
    private static final Path PAGE = Path.of("docs/remote-calls.md");

    @Test
    void shouldSayOfEachCallHowSureItIs() {
        assertThat(calls()).hasSizeGreaterThan(30).allSatisfy(call -> {
            RemoteFact fact = call.getAnnotation(RemoteFact.class);
            assertThat(fact).as(call.toString()).isNotNull();
            assertThat(fact.source()).startsWith("facts/");
            assertThat(call.isAnnotationPresent(Configured.class))
                    .as("assumed calls, and only those, are configured: %s", call)
                    .isEqualTo(fact.certainty() == RemoteFact.Certainty.ASSUMED);
        });
    }

    @Test
    void shouldListEachCallOnItsPage() throws IOException {
        WrittenPage.hold(PAGE, page());
    }

    private static String page() throws IOException {
        PropertySource<?> yaml = new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .getFirst();
        StringBuilder page = new StringBuilder("""
                # Remote calls

                Every call that Ferry makes to another site, and how sure it is that the call exists as written.
                *Documented*: its maker documents it. *Seen*: read in source code or seen to work at third parties, promised by
                nobody. *Assumed*: nobody has confirmed it; Ferry makes it only where an operator configured an endpoint set
                (`ferry.endpoints.<set>.<name>`) and named it in the migration's settings. The paths given for these are those of
                the sandbox.

                A call that *changes* something is never sent again when its outcome is unknown; the others are.

                How Ferry gets to the sites (proxies, certificates), and what its words mean where it does not, is in
                [networks.md](networks.md).

                This page is written by `RemoteCallsPageTest` from the code (`-Dferry.write-docs=true`).

                """);
        calls().stream()
                .collect(Collectors.groupingBy(RemoteCallsPageTest::site, java.util.TreeMap::new, Collectors.toList()))
                .forEach((site, calls) -> {
                    page.append("## ").append(site).append("\n\n");
                    page.append("| Call | Certainty | Changes | Source |\n|---|---|---|---|\n");
                    calls.forEach(call -> page.append(row(call, yaml)));
                    page.append('\n');
                });
        return page.toString().stripTrailing() + "\n";
    }

    private static String row(Method call, PropertySource<?> yaml) {
        RemoteFact fact = call.getAnnotation(RemoteFact.class);
        RequestLine line = call.getAnnotation(RequestLine.class);
        Configured configured = call.getAnnotation(Configured.class);
        String request = line != null ? line.value() : configured.method();
        if (configured != null) {
            String name = configured.value();
            request += " " + yaml.getProperty("ferry.endpoints.sandbox." + name) + "` (endpoint `" + name;
        }
        boolean changes = !request.startsWith("GET") && !call.isAnnotationPresent(ReadOnlyCall.class);
        return "| `%s`%s | %s | %s | %s |\n"
                .formatted(
                        request,
                        configured == null ? "" : ")",
                        fact.certainty().name().toLowerCase(Locale.ROOT),
                        changes ? "yes" : "no",
                        fact.source());
    }

    private static String site(Method call) {
        return switch (call.getDeclaringClass().getPackageName()) {
            case "io.ferry.jira.datacenter" -> "Jira Data Center";
            case "io.ferry.jira.cloud" -> "Jira Cloud (REST at the site, or at the gateway with a scoped token)";
            default ->
                call.getDeclaringClass().getSimpleName().equals("CloudManagerApi")
                        ? "BigPicture: where the app is (relative to ferry.bigpicture.cloud-manager-url)"
                        : "BigPicture: the app (relative to its base)";
        };
    }

    private static List<Method> calls() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.ferry.jira", "io.ferry.bigpicture")
                        .stream()
                        .filter(type -> type.getSimpleName().endsWith("Api"))
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .flatMap(type -> Arrays.stream(type.reflect().getDeclaredMethods())
                                .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
                                .sorted(Comparator.comparing(Method::getName)))
                        .toList();
    }
}
