package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.TestClock;
import io.ferry.migration.App;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.process.common.RetriedSteps;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockerLookupTest {
    private final WaitingTasks tasks = mock();
    private final Incidents incidents = mock();
    private final Cluster cluster = mock();
    private final TestClock clock = new TestClock();
    private final Migration migration = migration("m-1");
    private BlockerLookup lookup;

    @BeforeEach
    void answerEmptily() {
        when(cluster.trouble()).thenReturn(Optional.empty());
        when(tasks.of(any())).thenReturn(List.of());
        when(incidents.of(any())).thenReturn(List.of());
        lookup = new BlockerLookup(
                mock(Migrations.class), tasks, incidents, new RetriedSteps(clock), mock(), cluster, clock);
    }

    @Test
    void shouldAskAgainOnlyAfterAWhile() {
        lookup.recent(migration);
        clock.pass(BlockerLookup.FRESH.minusSeconds(1));
        lookup.recent(migration);
        verify(tasks, times(1)).of(any());

        clock.pass(Duration.ofSeconds(1));
        assertThat(lookup.recent(migration).isFree()).isTrue();
        verify(tasks, times(2)).of(any());
    }

    @Test
    void shouldLeaveCamundaAloneAfterAFailureAndSayWhy() {
        // given
        when(tasks.of(any())).thenThrow(RemoteFailure.lasting("Camunda is silent.", "Wait."));
        lookup.recent(migration);

        // when it is asked about another migration
        Blockers blockers = lookup.recent(migration("m-2"));

        // then
        verify(tasks, times(1)).of(any());
        verify(incidents, times(2)).of(any());
        assertThat(blockers.tasks()).isNull();
        assertThat(blockers.incidents()).isEmpty();
        assertThat(blockers.notes())
                .singleElement()
                .asString()
                .startsWith("Waiting tasks are unknown right now: Camunda is silent.");

        // and after a while it is asked again
        clock.pass(BlockerLookup.LEFT_ALONE.plusMillis(1));
        lookup.recent(migration);
        verify(tasks, times(2)).of(any());
    }

    @Test
    void shouldAlwaysAskForWhoeverWantsToKnowItNow() {
        when(tasks.of(any()))
                .thenThrow(RemoteFailure.lasting("Camunda is silent.", "Wait."))
                .thenReturn(List.of());
        lookup.recent(migration);

        assertThat(lookup.now(migration).isFree()).isTrue();
    }

    private static Migration migration(String id) {
        return new Migration(
                new MigrationId(id),
                "Move",
                App.BIGPICTURE,
                SampleSettings.sampleSettings().automatic().build(),
                Instant.EPOCH,
                null,
                null,
                null,
                null);
    }
}
