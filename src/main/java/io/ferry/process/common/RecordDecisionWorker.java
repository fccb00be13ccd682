package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import org.springframework.stereotype.Component;

/** Puts on record what a person decided, and why. */
@Component
public class RecordDecisionWorker {
    private final Steps steps;
    private final Answers answers;

    RecordDecisionWorker(Steps steps, Answers answers) {
        this.steps = steps;
        this.answers = answers;
    }

    @JobWorker(type = "record-decision")
    public Answers.Decided recordDecision(
            ActivatedJob job, @VariablesAsType Answers.Answer answer, @VariablesAsType Shown shown) {
        return steps.look(job, step -> answers.decided(step, answer, shown));
    }
}
