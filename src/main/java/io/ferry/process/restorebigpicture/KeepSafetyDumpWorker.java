package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Finds the dump that the app made of itself before the restore, and stores a copy. */
@Component
public class KeepSafetyDumpWorker {
    private final Steps steps;
    private final SafetyDumps dumps;

    KeepSafetyDumpWorker(Steps steps, SafetyDumps dumps) {
        this.steps = steps;
        this.dumps = dumps;
    }

    @JobWorker(type = "keep-safety-dump")
    public SafetyDumps.Kept keepSafetyDump(ActivatedJob job, @VariablesAsType SafetyDumps.AfterRestore variables) {
        return steps.run(job, step -> dumps.keep(step, variables));
    }
}
