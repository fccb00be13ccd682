package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Timeline;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Notes that a phase of the route ends. It listens at the call activities of the main process, and sets no variables. */
@Component
public class PhaseEndedWorker {
    private final Steps steps;
    private final Timeline timeline;

    PhaseEndedWorker(Steps steps, Timeline timeline) {
        this.steps = steps;
        this.timeline = timeline;
    }

    @JobWorker(
            type = "phase-ended",
            fetchVariables = {"migrationId", "phase"})
    public void phaseEnded(ActivatedJob job) {
        steps.look(job, step -> {
            timeline.phaseEnded(step.id(), RecordedPhase.of(job));
            return Map.of();
        });
    }
}
