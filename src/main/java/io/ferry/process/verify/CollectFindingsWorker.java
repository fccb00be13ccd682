package io.ferry.process.verify;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @JobWorker(
            type = "collect-findings",
            fetchVariables = {"migrationId"})
    public Map<String, @Nullable Object> collectFindings(ActivatedJob job) {
        return steps.run(job, verification::collect);
    }
}
