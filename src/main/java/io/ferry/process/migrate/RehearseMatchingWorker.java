package io.ferry.process.migrate;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import io.ferry.process.mapusers.PeopleMatching;
import org.springframework.stereotype.Component;

/** Matches people in a rehearsal, which says who would be missing, and measures how long that takes. */
@Component
public class RehearseMatchingWorker {
    private final Steps steps;
    private final Rehearsal rehearsal;

    RehearseMatchingWorker(Steps steps, Rehearsal rehearsal) {
        this.steps = steps;
        this.rehearsal = rehearsal;
    }

    @JobWorker(type = "rehearse-matching")
    public PeopleMatching.Matched rehearseMatching(ActivatedJob job) {
        return steps.run(job, rehearsal::match);
    }
}
