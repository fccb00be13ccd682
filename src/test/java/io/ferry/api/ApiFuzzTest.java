package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code src/bench/api-fuzz.sh}, always the same. */
class ApiFuzzTest {
    @TempDir
    private Path home;

    @Test
    void shouldNeitherFailNorLeak() throws Exception {
        try (WholeFerry ferry = ApiFuzz.ferry(home)) {
            ApiFuzz.Figures figures = new ApiFuzz(ferry, home, 17).run(1_000);

            assertThat(figures.wrong()).isEmpty();
            assertThat(figures.statuses().keySet()).anyMatch(status -> status.startsWith("200"));
        }
    }
}
