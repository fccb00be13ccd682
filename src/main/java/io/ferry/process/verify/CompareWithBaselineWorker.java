package io.ferry.process.verify;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Holds what arrived against what left. */
@Component
public class CompareWithBaselineWorker {
    private final Steps steps;
    private final Verification verification;

    CompareWithBaselineWorker(Steps steps, Verification verification) {
        this.steps = steps;
        this.verification = verification;
    }

    @JobWorker(type = "compare-with-baseline")
    public Verification.Compared compareWithBaseline(ActivatedJob job) {
        return steps.run(job, verification::compare);
    }
}
