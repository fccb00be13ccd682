package io.ferry.process.verify;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Reads from the target what can be read. */
@Component
public class CollectFindingsWorker {
    private final Steps steps;
    private final Verification verification;

    CollectFindingsWorker(Steps steps, Verification verification) {
        this.steps = steps;
        this.verification = verification;
    }

    @JobWorker(type = "collect-findings")
    public NoVariables collectFindings(ActivatedJob job) {
        return steps.run(job, verification::collect);
    }
}
