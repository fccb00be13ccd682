package io.ferry.process.mapusers;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Counts who is mapped, who is left unmapped by decision, and about whom somebody must still decide. */
@Component
public class CheckMappingWorker {
    private final Steps steps;
    private final MappingCheck check;

    CheckMappingWorker(Steps steps, MappingCheck check) {
        this.steps = steps;
        this.check = check;
    }

    @JobWorker(type = "check-mapping")
    public MappingCheck.Checked checkMapping(ActivatedJob job) {
        return steps.run(job, check::check);
    }
}
