package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import org.springframework.stereotype.Component;

/** Notes that a phase of the route ends; one that was started alone releases its target. What it fetched only in part, since
 * a person went on by hand, is removed. It listens at call activities, and sets no variables. */
@Component
public class PhaseEndedWorker {
    private final Steps steps;
    private final RecordedPhases phases;

    PhaseEndedWorker(Steps steps, RecordedPhases phases) {
        this.steps = steps;
        this.phases = phases;
    }

    @JobWorker(type = "phase-ended")
    public void phaseEnded(ActivatedJob job, @VariablesAsType RecordedPhases.Alone variables) {
        steps.look(job, step -> phases.ended(step, variables));
    }
}
