package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Timeline;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Notes that a phase of the route begins. It listens at the call activities of the main process, and sets no variables. */
@Component
public class PhaseStartedWorker {
    private final Steps steps;
    private final Timeline timeline;

    PhaseStartedWorker(Steps steps, Timeline timeline) {
        this.steps = steps;
        this.timeline = timeline;
    }

    @JobWorker(
            type = "phase-started",
            fetchVariables = {"migrationId", "phase"})
    public void phaseStarted(ActivatedJob job) {
        steps.look(job, step -> {
            timeline.phaseStarted(step.id(), RecordedPhase.of(job));
            return Map.of();
        });
    }
}
