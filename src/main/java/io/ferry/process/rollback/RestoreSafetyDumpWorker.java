package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Starts the restore of the safety dump, at most once for each decision. */
@Component
public class RestoreSafetyDumpWorker {
    private final Steps steps;
    private final RollBack rollBack;

    RestoreSafetyDumpWorker(Steps steps, RollBack rollBack) {
        this.steps = steps;
        this.rollBack = rollBack;
    }

    @JobWorker(type = "restore-safety-dump")
    public RollBack.RollingBack restoreSafetyDump(ActivatedJob job, @VariablesAsType RollBack.Wanted variables) {
        return steps.run(job, step -> rollBack.start(step, variables));
    }
}
