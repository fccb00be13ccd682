package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks whether the app is in the cloud site now. */
@Component
public class CheckInstallationProgressWorker {
    private final Steps steps;
    private final AppInstalling installing;

    CheckInstallationProgressWorker(Steps steps, AppInstalling installing) {
        this.steps = steps;
        this.installing = installing;
    }

    @JobWorker(type = "check-installation-progress")
    public AppInstalling.Installing checkInstallationProgress(
            ActivatedJob job, @VariablesAsType AppInstalling.SoFar variables) {
        return steps.look(job, step -> installing.look(step, variables));
    }
}
