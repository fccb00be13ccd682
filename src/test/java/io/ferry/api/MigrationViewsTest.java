package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.migration.Way;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
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
                .isEqualTo(33);
        assertThat(progress(false, Phase.CHECK_READINESS, Phase.ROLL_BACK)).isEqualTo(11);
    }

    private static int progress(boolean rehearsal, Phase... ended) {
        var ways = new EnumMap<Operation, Way>(Operation.class);
        for (Operation operation : Operation.values()) {
            ways.put(operation, Way.AUTOMATIC);
        }
        var migration = new Migration(
                new MigrationId("m-1"),
                "Move",
                App.BIGPICTURE,
                new MigrationSettings(
                        site("https://jira.example.com"),
                        site("https://example.atlassian.net"),
                        ways,
                        Thresholds.DEFAULT,
                        Duration.ofSeconds(2),
                        rehearsal),
                NOW,
                null,
                null,
                null);
        List<PhaseRun> runs = Stream.of(ended)
                .map(phase -> new PhaseRun(phase, PhaseRun.State.ENDED, NOW, NOW, null))
                .toList();
        return MigrationViews.progress(migration, runs);
    }

    private static SiteSettings site(String url) {
        return new SiteSettings(URI.create(url), new CredentialName("env:A"), null, "sandbox", null);
    }
}
