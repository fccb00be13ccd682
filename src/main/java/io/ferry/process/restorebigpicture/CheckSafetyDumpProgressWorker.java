package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far the safety dump is, and keeps a copy of it. */
@Component
public class CheckSafetyDumpProgressWorker {
    private final Steps steps;
    private final SafetyDumps dumps;

    CheckSafetyDumpProgressWorker(Steps steps, SafetyDumps dumps) {
        this.steps = steps;
        this.dumps = dumps;
    }

    @JobWorker(type = "check-safety-dump-progress")
    public SafetyDumps.Underway checkSafetyDumpProgress(
            ActivatedJob job, @VariablesAsType SafetyDumps.SoFar variables) {
        return steps.look(job, step -> dumps.look(step, variables));
    }
}
