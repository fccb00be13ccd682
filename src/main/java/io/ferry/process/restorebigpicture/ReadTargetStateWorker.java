package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Notes what the target holds now, and how the mapping of people is: what a person sees before confirming. */
@Component
public class ReadTargetStateWorker {
    private final Steps steps;
    private final RestoreBasis basis;

    ReadTargetStateWorker(Steps steps, RestoreBasis basis) {
        this.steps = steps;
        this.basis = basis;
    }

    @JobWorker(type = "read-target-state")
    public RestoreBasis.Basis readTargetState(ActivatedJob job, @VariablesAsType RestoreBasis.Before variables) {
        return steps.run(job, step -> basis.read(step, variables));
    }
}
