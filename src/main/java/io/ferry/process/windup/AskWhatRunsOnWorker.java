package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @JobWorker(
            type = "ask-what-runs-on",
            fetchVariables = {"migrationId", "runsOnSeen", "runsOnMovedAt", "runsOnLooks"})
    public Map<String, @Nullable Object> askWhatRunsOn(ActivatedJob job) {
        return steps.look(job, remoteWork::look);
    }
}
