package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks whether the state from before the restore is back. */
@Component
public class CheckRolledBackWorker {
    private final Steps steps;
    private final RollBackCheck check;

    CheckRolledBackWorker(Steps steps, RollBackCheck check) {
        this.steps = steps;
        this.check = check;
    }

    @JobWorker(
            type = "check-rolled-back",
            fetchVariables = {"migrationId"})
    public Map<String, @Nullable Object> checkRolledBack(ActivatedJob job) {
        return steps.run(job, check::check);
    }
}
