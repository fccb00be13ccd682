package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.exception.CamundaError;
import io.ferry.migration.Migrations;
import io.ferry.migration.Phase;
import io.ferry.migration.TargetInUse;
import io.ferry.migration.Timeline;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Notes that a phase of the route begins, and of one that was started alone its instance; that one holds its target, or does
 * not begin. It listens at call activities, and sets no variables.
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
                if (phase.changesTarget()) {
                    holdTarget(step, phase);
                }
            }
            timeline.phaseStarted(step.id(), phase);
            return Map.of();
        });
    }

    /** Where nobody heard that it began, what was held for it may have been given up, and taken by somebody else. */
    private void holdTarget(Step step, Phase phase) {
        try {
            migrations.holdTarget(step.id(), phase, step.job().getProcessInstanceKey());
        } catch (TargetInUse inUse) {
            throw CamundaError.jobError(
                    inUse.getMessage()
                            + "; two would overwrite each other, so this phase has not begun. Cancel this process instance"
                            + " in Operate, or wait for the other's end and press Retry there.",
                    Map.of(),
                    0);
        }
    }
}
