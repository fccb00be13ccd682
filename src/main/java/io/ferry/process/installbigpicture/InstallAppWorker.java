package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Has the cloud site install the app; where it is there already, nothing is asked for. */
@Component
public class InstallAppWorker {
    private final Steps steps;
    private final AppInstalling installing;

    InstallAppWorker(Steps steps, AppInstalling installing) {
        this.steps = steps;
        this.installing = installing;
    }

    @JobWorker(type = "install-app")
    public AppInstalling.Installing installApp(ActivatedJob job) {
        return steps.run(job, installing::start);
    }
}
