package io.ferry.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md promises is shown by tests that exist. */
class SecurityPageTest {
    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w*Test\\b");
    private static final Pattern SCRIPT = Pattern.compile("`(src/bench/[^`]+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|(?:[^|\n]*\\|){3}$");

    private static final String PAGE = KnownSettings.content(Path.of("docs/security.md"));

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        Set<String> named = found(TEST, PAGE).map(MatchResult::group).collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(30).isSubsetOf(tests());
        assertThat(found(SCRIPT, PAGE).map(script -> Path.of(script.group(1))))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(script).exists());
    }

    @Test
    void shouldShowEachRowBySomething() {
        List<String> rows = found(ROW, PAGE)
                .map(MatchResult::group)
                .filter(row -> !row.startsWith("|---") && !row.startsWith("| From whom"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(40)
                .allSatisfy(row ->
                        assertThat(row.split("\\|")[3]).containsPattern("`(?:\\w+Test|src/bench/\\S+|\\./ferry .+)`"));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
