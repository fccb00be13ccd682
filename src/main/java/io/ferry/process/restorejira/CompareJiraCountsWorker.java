package io.ferry.process.restorejira;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.JiraCounts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares what stands in the cloud site with what the baseline counted on the source. */
@Component
public class CompareJiraCountsWorker {
    private final Steps steps;
    private final ArrivedJira arrivedJira;

    CompareJiraCountsWorker(Steps steps, ArrivedJira arrivedJira) {
        this.steps = steps;
        this.arrivedJira = arrivedJira;
    }

    @JobWorker(type = "compare-jira-counts")
    public ArrivedJira.Compared compareJiraCounts(ActivatedJob job) {
        return steps.run(job, arrivedJira::compare);
    }
}
