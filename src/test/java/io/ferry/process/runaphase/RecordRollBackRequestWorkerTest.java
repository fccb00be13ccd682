package io.ferry.process.runaphase;

import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;

import io.ferry.migration.Event;
import io.ferry.migration.Phase;
import io.ferry.process.common.AJob;
import io.ferry.process.common.WorkerBench;
import org.junit.jupiter.api.Test;

class RecordRollBackRequestWorkerTest {
    @Test
    void shouldSayHowTheRollBackIsStarted() {
        WorkerBench bench = new WorkerBench();

        WorkerBench.run(
                new RecordRollBackRequestWorker(bench.steps(), new WantedRollBack(bench.timeline())),
                AJob.of("record-roll-back-request")
                        .inProcess("run-a-phase")
                        .with("phase", "restore-bigpicture")
                        .get());

        verify(bench.timeline())
                .record(
                        eq(WorkerBench.ID),
                        eq(Phase.RESTORE_BIGPICTURE),
                        eq("Note wanted roll back"),
                        eq(Event.Kind.PROBLEM),
                        contains("POST /api/migrations/m-1/phases/roll-back"));
    }
}
