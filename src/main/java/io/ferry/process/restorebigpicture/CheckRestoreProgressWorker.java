package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks how far the restore has come. */
@Component
public class CheckRestoreProgressWorker {
    private final Steps steps;
    private final Restore restore;

    CheckRestoreProgressWorker(Steps steps, Restore restore) {
        this.steps = steps;
        this.restore = restore;
    }

    @JobWorker(type = "check-restore-progress")
    public Restore.Restoring checkRestoreProgress(ActivatedJob job, @VariablesAsType Restore.SoFar variables) {
        return steps.look(job, step -> restore.look(step, variables));
    }
}
