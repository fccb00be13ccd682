package io.ferry.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.WrittenPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/reference/checks.md and the readiness checks together. */
class ChecksPageTest {
    @Test
    void shouldListEveryCheck() throws IOException {
        assertThat(ReadinessChecks.allCurrentChecks()).hasSizeGreaterThan(20);
        WrittenPage.hold(
                Path.of("docs/reference/checks.md"),
                """
                # Readiness checks

                What Ferry checks before it touches anything, in this order. Where a check *opens* its side, the later checks of that
                side are left out if it fails. What happens after a failed check: [the process](../process.md#check-readiness).

                This page is made from the code by `ChecksPageTest` (`-Dferry.write-docs=true`).

                | Check | Asks | |
                |---|---|---|
                """
                        + ReadinessChecks.allCurrentChecks().stream()
                                .map(check -> "| %s | %s | %s |\n"
                                        .formatted(
                                                WrittenPage.cell(check.name()),
                                                check.side().title(),
                                                check.opensTheSide() ? "opens its side" : ""))
                                .collect(Collectors.joining()));
    }
}
