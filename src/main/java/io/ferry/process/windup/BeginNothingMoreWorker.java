package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Closes the record to new work before anything else, and looks up whether the source is frozen. */
@Component
public class BeginNothingMoreWorker {
    private final Steps steps;
    private final ClosedRecord closed;

    BeginNothingMoreWorker(Steps steps, ClosedRecord closed) {
        this.steps = steps;
        this.closed = closed;
    }

    @JobWorker(type = "begin-nothing-more")
    public ClosedRecord.Source beginNothingMore(ActivatedJob job) {
        return steps.look(job, closed::close);
    }
}
