package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.fixtures.SampleSettings;
import io.ferry.migration.App;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationViewsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    @Test
    void shouldCountTheMatchingAsThePartOfARehearsalThatItIs() {
        assertThat(progress(true)).isZero();
        assertThat(progress(true, Phase.CHECK_READINESS, Phase.BACK_UP_BIGPICTURE, Phase.BACK_UP_JIRA))
                .isEqualTo(75);
        assertThat(progress(true, Phase.CHECK_READINESS, Phase.BACK_UP_BIGPICTURE, Phase.BACK_UP_JIRA, Phase.MAP_USERS))
                .isEqualTo(99);
    }

    @Test
    void shouldCountAllPhasesOfAMigrationButTheRollBack() {
        assertThat(progress(false, Phase.CHECK_READINESS, Phase.BACK_UP_BIGPICTURE, Phase.BACK_UP_JIRA))
                .isEqualTo(30);
        assertThat(progress(false, Phase.CHECK_READINESS, Phase.ROLL_BACK)).isEqualTo(10);
    }

    private static int progress(boolean rehearsal, Phase... ended) {
        var migration = new Migration(
                new MigrationId("m-1"),
                "Move",
                App.BIGPICTURE,
                SampleSettings.sampleSettings().automatic().rehearsal(rehearsal).build(),
                NOW,
                null,
                null,
                null,
                null);
        List<PhaseRun> runs = Stream.of(ended)
                .map(phase -> new PhaseRun(phase, PhaseRun.State.ENDED, NOW, NOW, null))
                .toList();
        return MigrationViews.progress(migration, runs);
    }
}
