package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Checks that the app on the source is there, switched on, new enough for its dump to be restored, and at the version that it
 * had before it was installed anew. */
@Component
public class CheckSourceAppWorker {
    private final Steps steps;
    private final SourceApp app;

    CheckSourceAppWorker(Steps steps, SourceApp app) {
        this.steps = steps;
        this.app = app;
    }

    @JobWorker(type = "check-source-app")
    public SourceApp.Found checkSourceApp(ActivatedJob job) {
        return steps.run(job, app::check);
    }
}
