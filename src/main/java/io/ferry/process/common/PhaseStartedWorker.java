package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import org.springframework.stereotype.Component;

/** Notes that a phase of the route begins, and of one that was started alone its instance; that one holds its target, or does
 * not begin. It listens at call activities, and sets no variables. */
@Component
public class PhaseStartedWorker {
    private final Steps steps;
    private final RecordedPhases phases;

    PhaseStartedWorker(Steps steps, RecordedPhases phases) {
        this.steps = steps;
        this.phases = phases;
    }

    @JobWorker(type = "phase-started")
    public void phaseStarted(ActivatedJob job, @VariablesAsType RecordedPhases.Alone variables) {
        steps.look(job, step -> phases.started(step, variables));
    }
}
