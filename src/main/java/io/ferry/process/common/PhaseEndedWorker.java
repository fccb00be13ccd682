package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Notes that a phase of the route ends; one that was started alone gives its target free. It listens at call activities, and
 * sets no variables.
 */
@Component
public class PhaseEndedWorker {
    private final Steps steps;
    private final Timeline timeline;
    private final Migrations migrations;

    PhaseEndedWorker(Steps steps, Timeline timeline, Migrations migrations) {
        this.steps = steps;
        this.migrations = migrations;
        this.timeline = timeline;
    }

    @JobWorker(
            type = "phase-ended",
            fetchVariables = {"migrationId", "phase"})
    public void phaseEnded(ActivatedJob job) {
        steps.look(job, step -> {
            Phase phase = RecordedPhase.of(job);
            timeline.phaseEnded(step.id(), phase);
            migrations.phaseOver(step.id(), phase, job.getProcessInstanceKey());
            return Map.of();
        });
    }
}
