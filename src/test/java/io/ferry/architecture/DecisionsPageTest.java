package io.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.WrittenPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the list of decisions, docs/adr/README.md, and the decisions together. */
class DecisionsPageTest {
    private static final Path DECISIONS = Path.of("docs/adr");

    @Test
    void shouldListEveryDecision() throws IOException {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            String list = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .map(name -> "- [%s](%s)\n".formatted(title(name), name))
                    .collect(Collectors.joining());

            assertThat(list).isNotEmpty();
            WrittenPage.hold(DECISIONS.resolve("README.md"), """
                    # Decisions

                    Why Ferry is built as it is: one page for each decision, with what was considered.

                    This page is made by `DecisionsPageTest` (`-Dferry.write-docs=true`).

                    """ + list);
        }
    }

    private static String title(String file) {
        try (Stream<String> lines = Files.lines(DECISIONS.resolve(file))) {
            return lines.filter(line -> line.startsWith("# "))
                    .findFirst()
                    .orElseThrow()
                    .substring(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
