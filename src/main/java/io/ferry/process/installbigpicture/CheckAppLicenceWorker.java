package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Looks at the app in the cloud site again, now that it should be there and licensed. */
@Component
public class CheckAppLicenceWorker {
    private final Steps steps;
    private final TargetApps apps;

    CheckAppLicenceWorker(Steps steps, TargetApps apps) {
        this.steps = steps;
        this.apps = apps;
    }

    @JobWorker(type = "check-app-licence")
    public TargetApps.Found checkAppLicence(ActivatedJob job) {
        return steps.run(job, apps::find);
    }
}
