package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.WrittenPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/reference/comparisons.md and the rules of verification together. */
class ComparisonsPageTest {
    @Test
    void shouldListEveryRule() throws IOException {
        assertThat(ComparisonRules.allCurrentRules()).hasSizeGreaterThan(10);
        WrittenPage.hold(
                Path.of("docs/reference/comparisons.md"),
                """
                # Comparison rules

                By these rules Ferry compares the target with what it counted in the source. The name is the one in the report, in the API
                and in `ferry.verification.tolerances`. How much a count may differ: [the report](../report.md).

                This page is made from the code by `ComparisonsPageTest` (`-Dferry.write-docs=true`).

                """
                        + table("After the import of Jira", ComparisonRules.ofJira())
                        + table("After the restore of the app", ComparisonRules.ofTheResult())
                        + table("After the integrations were switched on", ComparisonRules.ofConnections()));
    }

    private static String table(String title, List<ComparisonRule> rules) {
        return "## " + title + "\n\n| Rule | What it asks |\n|---|---|\n"
                + rules.stream()
                        .map(rule -> "| `%s` | %s |\n".formatted(rule.name(), WrittenPage.cell(rule.question())))
                        .collect(Collectors.joining())
                + "\n";
    }
}
