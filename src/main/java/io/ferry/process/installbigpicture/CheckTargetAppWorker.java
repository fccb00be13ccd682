package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Looks whether the app is in the cloud site already, fits the dump, and is licensed. */
@Component
public class CheckTargetAppWorker {
    private final Steps steps;
    private final TargetApps apps;

    CheckTargetAppWorker(Steps steps, TargetApps apps) {
        this.steps = steps;
        this.apps = apps;
    }

    @JobWorker(type = "check-target-app")
    public TargetApps.Found checkTargetApp(ActivatedJob job) {
        return steps.run(job, apps::find);
    }
}
