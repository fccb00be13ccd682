package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks whether the app is in the cloud site now. */
@Component
public class AskAppStateWorker {
    private final Steps steps;
    private final AppInstalling installing;

    AskAppStateWorker(Steps steps, AppInstalling installing) {
        this.steps = steps;
        this.installing = installing;
    }

    @JobWorker(type = "ask-app-state")
    public AppInstalling.Installing askAppState(ActivatedJob job, @VariablesAsType AppInstalling.SoFar variables) {
        return steps.look(job, step -> installing.look(step, variables));
    }
}
