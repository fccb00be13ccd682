package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks the sites whether something that Ferry has begun there still runs. */
@Component
public class AskWhatRunsOnWorker {
    private final Steps steps;
    private final RemoteWork remoteWork;

    AskWhatRunsOnWorker(Steps steps, RemoteWork remoteWork) {
        this.steps = steps;
        this.remoteWork = remoteWork;
    }

    @JobWorker(type = "ask-what-runs-on")
    public RemoteWork.Look askWhatRunsOn(ActivatedJob job, @VariablesAsType RemoteWork.LastLook variables) {
        return steps.look(job, step -> remoteWork.look(step, variables));
    }
}
