package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.ProblemShown;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Looks whether the target Jira still holds what was confirmed to be overwritten. */
@Component
public class CheckTargetJiraWorker {
    private final Steps steps;
    private final ImportBasis basis;

    CheckTargetJiraWorker(Steps steps, ImportBasis basis) {
        this.steps = steps;
        this.basis = basis;
    }

    @JobWorker(type = "check-target-jira")
    public ProblemShown checkTargetJira(ActivatedJob job, @VariablesAsType ProblemShown variables) {
        return steps.run(job, step -> basis.check(step, variables));
    }
}
