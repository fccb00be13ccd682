package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Looks whether everything is still as it was confirmed. */
@Component
public class CheckConfirmationWorker {
    private final Steps steps;
    private final ConfirmationCheck check;

    CheckConfirmationWorker(Steps steps, ConfirmationCheck check) {
        this.steps = steps;
        this.check = check;
    }

    @JobWorker(type = "check-confirmation")
    public ProblemShown checkConfirmation(ActivatedJob job, @VariablesAsType ProblemShown variables) {
        return steps.run(job, step -> check.check(step, variables));
    }
}
