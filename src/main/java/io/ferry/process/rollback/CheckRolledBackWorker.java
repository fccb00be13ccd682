package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
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

    @JobWorker(type = "check-rolled-back")
    public RollBackCheck.Checked checkRolledBack(ActivatedJob job) {
        return steps.run(job, check::check);
    }
}
