package io.ferry.process.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.AJob;
import io.ferry.process.common.WorkerBench;
import io.ferry.process.mapusers.PeopleMatching;
import io.ferry.remote.RemoteFailure;
import org.junit.jupiter.api.Test;

class RehearseMatchingWorkerTest {
    private final WorkerBench bench = new WorkerBench();
    private final PeopleMatching matching = mock();
    private final Timeline timeline = mock();
    private final RehearseMatchingWorker worker =
            new RehearseMatchingWorker(bench.steps(), new Rehearsal(matching, timeline));

    @Test
    void shouldMatchAndMeasureHowLongThatTakes() {
        // given
        PeopleMatching.Matching found = mock();
        when(matching.match(any())).thenReturn(new PeopleMatching.Matched(found));

        // when
        var variables = WorkerBench.run(worker, AJob.of("rehearse-matching").get());

        // then
        assertThat(variables).containsEntry("matching", found);
        var inOrder = inOrder(timeline, matching);
        inOrder.verify(timeline).phaseStarted(WorkerBench.ID, Phase.MAP_USERS);
        inOrder.verify(matching).match(any());
        inOrder.verify(timeline).phaseEnded(WorkerBench.ID, Phase.MAP_USERS);
        verifyNoInteractions(bench.target());
    }

    @Test
    void shouldNotSayThatMatchingEndedWhenItFailed() {
        when(matching.match(any())).thenThrow(RemoteFailure.passing("The site is busy.", "Wait."));

        assertThatThrownBy(
                () -> WorkerBench.run(worker, AJob.of("rehearse-matching").get()));

        verify(timeline, never()).phaseEnded(any(), any());
    }
}
