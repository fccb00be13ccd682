package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far the safety dump is, and keeps a copy of it. */
@Component
public class AskSafetyDumpStateWorker {
    private final Steps steps;
    private final SafetyDumps dumps;

    AskSafetyDumpStateWorker(Steps steps, SafetyDumps dumps) {
        this.steps = steps;
        this.dumps = dumps;
    }

    @JobWorker(type = "ask-safety-dump-state")
    public SafetyDumps.Underway askSafetyDumpState(ActivatedJob job, @VariablesAsType SafetyDumps.SoFar variables) {
        return steps.look(job, step -> dumps.look(step, variables));
    }
}
