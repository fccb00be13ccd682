package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import org.springframework.stereotype.Component;

/** Puts on record what a person confirmed; one confirmation allows one change. */
@Component
public class RecordConfirmationWorker {
    private final Steps steps;
    private final Answers answers;

    RecordConfirmationWorker(Steps steps, Answers answers) {
        this.steps = steps;
        this.answers = answers;
    }

    @JobWorker(type = "record-confirmation")
    public Answers.Recorded recordConfirmation(
            ActivatedJob job, @VariablesAsType Answers.Answer answer, @VariablesAsType Shown shown) {
        return steps.look(job, step -> answers.confirmed(step, answer, shown));
    }
}
