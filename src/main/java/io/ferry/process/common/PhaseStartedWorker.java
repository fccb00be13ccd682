package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Notes that a phase of the route begins, and of one that was started alone its instance. It listens at call activities, and
 * sets no variables.
 */
@Component
public class PhaseStartedWorker {
    private final Steps steps;
    private final Timeline timeline;
    private final Migrations migrations;

    PhaseStartedWorker(Steps steps, Timeline timeline, Migrations migrations) {
        this.steps = steps;
        this.migrations = migrations;
        this.timeline = timeline;
    }

    @JobWorker(
            type = "phase-started",
            fetchVariables = {"migrationId", "phase"})
    public void phaseStarted(ActivatedJob job) {
        steps.look(job, step -> {
            Phase phase = RecordedPhase.of(job);
            if (RecordedPhase.isAlone(job)) {
                // Whoever started it may not have heard that it began.
                migrations.recordPhaseInstance(step.id(), phase, job.getProcessInstanceKey());
            }
            timeline.phaseStarted(step.id(), phase);
            return Map.of();
        });
    }
}
