package io.ferry.process.checkreadiness;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Looks at both sites and at Ferry itself, by every check there is. */
@Component
public class RunReadinessChecksWorker {
    private final Steps steps;
    private final RecordedReadiness recordedReadiness;

    RunReadinessChecksWorker(Steps steps, RecordedReadiness recordedReadiness) {
        this.steps = steps;
        this.recordedReadiness = recordedReadiness;
    }

    @JobWorker(type = "run-readiness-checks")
    public RecordedReadiness.Found runReadinessChecks(ActivatedJob job) {
        return steps.run(job, recordedReadiness::look);
    }
}
