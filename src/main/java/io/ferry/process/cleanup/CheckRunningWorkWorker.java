package io.ferry.process.cleanup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks the sites whether something that Ferry has begun there still runs. */
@Component
public class CheckRunningWorkWorker {
    private final Steps steps;
    private final RemoteWork remoteWork;

    CheckRunningWorkWorker(Steps steps, RemoteWork remoteWork) {
        this.steps = steps;
        this.remoteWork = remoteWork;
    }

    @JobWorker(type = "check-running-work")
    public RemoteWork.Look checkRunningWork(ActivatedJob job, @VariablesAsType RemoteWork.LastLook variables) {
        return steps.look(job, step -> remoteWork.look(step, variables));
    }
}
