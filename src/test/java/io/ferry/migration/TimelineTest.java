package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimelineTest {
    @ParameterizedTest
    @EnumSource
    void shouldTellEventsInOrderWithoutPeoplesAddresses(Database database) {
        // given
        Timeline timeline = database.get(Timeline.class);
        MigrationId id = database.aMigration().id();

        // when
        timeline.record(
                id,
                Phase.MAP_USERS,
                "Map people by hand",
                Event.Kind.DONE,
                "Asked zoë.o'b@mail.example.org",
                "ann@example.org");
        database.clock().pass(Duration.ofSeconds(1));
        timeline.record(id, null, "Record outcome", Event.Kind.NOTE, "x".repeat(5000));

        // then
        assertThat(timeline.read(id)).hasSize(2);
        assertThat(timeline.read(id).getFirst().message()).isEqualTo("Asked (address)");
        assertThat(timeline.read(id).getFirst().by()).isEqualTo("ann");
        assertThat(timeline.read(id).getLast().message()).hasSize(2000);
        assertThat(timeline.read(id).getLast().phase()).isNull();
        assertThat(timeline.read(id).getLast().at()).isEqualTo(database.clock().instant());
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountARepeatedJobOnceAndASecondRunTwice(Database database) {
        // given
        Timeline timeline = database.get(Timeline.class);
        MigrationId id = database.aMigration().id();

        // when
        timeline.phaseStarted(id, Phase.VERIFY);
        timeline.phaseStarted(id, Phase.VERIFY);
        timeline.progress(id, Phase.VERIFY, 40);
        timeline.progress(id, Phase.VERIFY, 140);
        timeline.phaseEnded(id, Phase.VERIFY);
        timeline.phaseEnded(id, Phase.VERIFY);
        timeline.phaseStarted(id, Phase.VERIFY);

        // then
        assertThat(timeline.phases(id))
                .extracting(PhaseRun::state)
                .containsExactly(PhaseRun.State.ENDED, PhaseRun.State.RUNNING);
        assertThat(timeline.phases(id)).extracting(PhaseRun::percent).containsExactly(100, null);
    }
}
