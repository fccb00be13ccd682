package io.ferry.process.cleanup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Closes the record to new work before anything else, and looks up whether the source is frozen. */
@Component
public class CloseToNewWorkWorker {
    private final Steps steps;
    private final ClosedRecord closed;

    CloseToNewWorkWorker(Steps steps, ClosedRecord closed) {
        this.steps = steps;
        this.closed = closed;
    }

    @JobWorker(type = "close-to-new-work")
    public ClosedRecord.Source closeToNewWork(ActivatedJob job) {
        return steps.look(job, closed::close);
    }
}
