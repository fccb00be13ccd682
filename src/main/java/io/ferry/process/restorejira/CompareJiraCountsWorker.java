package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Compares what stands in the cloud site with what the baseline counted on the source. */
@Component
public class CompareJiraCountsWorker {
    private final Steps steps;
    private final ArrivalCheck arrivalCheck;

    CompareJiraCountsWorker(Steps steps, ArrivalCheck arrivalCheck) {
        this.steps = steps;
        this.arrivalCheck = arrivalCheck;
    }

    @JobWorker(type = "compare-jira-counts")
    public ArrivalCheck.Compared compareJiraCounts(ActivatedJob job) {
        return steps.run(job, arrivalCheck::compare);
    }
}
