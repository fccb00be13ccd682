package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Looks up in the record which dump a roll-back restores, and of when it is. */
@Component
public class LookUpSafetyDumpWorker {
    private final Steps steps;
    private final RollBack rollBack;

    LookUpSafetyDumpWorker(Steps steps, RollBack rollBack) {
        this.steps = steps;
        this.rollBack = rollBack;
    }

    @JobWorker(type = "look-up-safety-dump")
    public RollBack.Known lookUpSafetyDump(ActivatedJob job, @VariablesAsType ProblemShown variables) {
        return steps.run(job, step -> rollBack.lookUp(step, variables));
    }
}
