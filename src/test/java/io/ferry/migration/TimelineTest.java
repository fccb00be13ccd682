package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
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
                new Actor("ann@example.org", Actor.Channel.OIDC_SESSION, "https://idp.example", "7f3a"));
        database.clock().pass(Duration.ofSeconds(1));
        timeline.record(id, null, "Record outcome", Event.Kind.NOTE, "x".repeat(5000));

        // then
        assertThat(timeline.read(id)).hasSize(2);
        assertThat(timeline.read(id).getFirst().message()).isEqualTo("Asked (address)");
        assertThat(timeline.read(id).getFirst().actor())
                .contains(new Actor("ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "7f3a"));
        assertThat(timeline.read(id).getLast().actor()).isEmpty();
        assertThat(timeline.read(id).getLast().message()).hasSize(2000);
        assertThat(timeline.read(id).getLast().phase()).isNull();
        assertThat(timeline.read(id).getLast().at()).isEqualTo(database.clock().instant());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellWhatAChangeWasBeforeAndIsAfter(Database database) {
        // given
        Timeline timeline = database.get(Timeline.class);
        MigrationId id = database.aMigration().id();

        // when
        timeline.record(
                id,
                null,
                "Correct settings",
                Event.Kind.NOTE,
                "corrected",
                Actor.named("ann"),
                Change.between(
                        Map.of("url", "https://a.example", "same", 1, "owner", "ann@example.org"),
                        Map.of("url", "https://b.example", "same", 1, "owner", "bob@example.org", "more", true)));

        // then
        Event event = timeline.read(id).getFirst();
        assertThat(event.actor()).contains(Actor.named("ann"));
        assertThat(event.byChannel()).isNull();
        assertThat(event.before())
                .isEqualTo(Json.tree(Map.of("url", "https://a.example", "owner", "(address)"))
                        .<ObjectNode>deepCopy()
                        .putNull("more"));
        assertThat(event.after())
                .isEqualTo(Json.tree(Map.of("url", "https://b.example", "owner", "(address)", "more", true)));
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
