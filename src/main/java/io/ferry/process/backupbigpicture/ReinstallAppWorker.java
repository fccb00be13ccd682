package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Has the app reinstalled at the version it has, so that no other node writes while the dump is made. */
@Component
public class ReinstallAppWorker {
    private final Steps steps;
    private final Reinstallation reinstallation;

    ReinstallAppWorker(Steps steps, Reinstallation reinstallation) {
        this.steps = steps;
        this.reinstallation = reinstallation;
    }

    @JobWorker(type = "reinstall-app")
    public NoVariables reinstallApp(ActivatedJob job) {
        return steps.run(job, reinstallation::start);
    }
}
