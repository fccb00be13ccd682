package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far the roll-back has come. */
@Component
public class CheckRollBackProgressWorker {
    private final Steps steps;
    private final RollBack rollBack;

    CheckRollBackProgressWorker(Steps steps, RollBack rollBack) {
        this.steps = steps;
        this.rollBack = rollBack;
    }

    @JobWorker(type = "check-roll-back-progress")
    public RollBack.RollingBack checkRollBackProgress(ActivatedJob job, @VariablesAsType RollBack.SoFar variables) {
        return steps.look(job, step -> rollBack.look(step, variables));
    }
}
