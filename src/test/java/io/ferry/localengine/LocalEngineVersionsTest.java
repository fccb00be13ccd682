package io.ferry.localengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The local engine is a build of its own, and what both builds name is the same version in both. */
class LocalEngineVersionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>([^<]+)</version>",
                "<java.version>([^<]+)</java.version>",
                "<zeebe-process-test.version>([^<]+)</zeebe-process-test.version>",
                "<camunda-xml-model.version>([^<]+)</camunda-xml-model.version>",
                "<guava.version>([^<]+)</guava.version>",
                "<jspecify.version>([^<]+)</jspecify.version>"
            })
    void shouldBeTheSameInBothBuilds(String version) throws IOException {
        assertThat(found(version, Path.of("src/localengine/pom.xml")))
                .hasSize(1)
                .isEqualTo(found(version, Path.of("pom.xml")));
    }

    private static List<String> found(String version, Path pom) throws IOException {
        Matcher matcher = Pattern.compile(version).matcher(Files.readString(pom));
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
