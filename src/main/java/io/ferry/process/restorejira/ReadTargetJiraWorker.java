package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Notes what the target Jira holds now: what a person sees before confirming the import. */
@Component
public class ReadTargetJiraWorker {
    private final Steps steps;
    private final ImportBasis basis;

    ReadTargetJiraWorker(Steps steps, ImportBasis basis) {
        this.steps = steps;
        this.basis = basis;
    }

    @JobWorker(type = "read-target-jira")
    public ImportBasis.Basis readTargetJira(ActivatedJob job, @VariablesAsType ImportBasis.Before variables) {
        return steps.run(job, step -> basis.read(step, variables));
    }
}
