package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Starts the restore, at most once for each confirmation, and only of what the person saw. */
@Component
public class RestoreDumpWorker {
    private final Steps steps;
    private final Restore restore;

    RestoreDumpWorker(Steps steps, Restore restore) {
        this.steps = steps;
        this.restore = restore;
    }

    @JobWorker(type = "restore-dump")
    public Restore.Restoring restoreDump(ActivatedJob job) {
        return steps.run(job, restore::start);
    }
}
