package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import org.springframework.stereotype.Component;

/** Closes the record of a migration with the outcome that the task's header names. */
@Component
public class RecordOutcomeWorker {
    private final Steps steps;
    private final RecordedOutcome outcome;

    RecordOutcomeWorker(Steps steps, RecordedOutcome outcome) {
        this.steps = steps;
        this.outcome = outcome;
    }

    @JobWorker(type = "record-outcome")
    public NoVariables recordOutcome(ActivatedJob job) {
        return steps.look(job, outcome::close);
    }
}
