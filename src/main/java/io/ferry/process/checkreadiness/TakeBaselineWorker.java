package io.ferry.process.checkreadiness;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Counts what stands on the source, to be compared with what arrives. */
@Component
public class TakeBaselineWorker {
    private final Steps steps;
    private final SourceCounts counts;

    TakeBaselineWorker(Steps steps, SourceCounts counts) {
        this.steps = steps;
        this.counts = counts;
    }

    @JobWorker(type = "take-baseline")
    public SourceCounts.Taken takeBaseline(ActivatedJob job) {
        return steps.run(job, counts::take);
    }
}
