package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.Steps;
import io.ferry.remote.RemoteState;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks whether the app is in the cloud site now. */
@Component
public class AskAppStateWorker {
    private final Steps steps;
    private final TargetApps apps;
    private final LongWork work;

    AskAppStateWorker(Steps steps, TargetApps apps, LongWork work) {
        this.steps = steps;
        this.apps = apps;
        this.work = work;
    }

    @JobWorker(
            type = "ask-app-state",
            fetchVariables = {"migrationId", "appPercent", "appMovedAt"})
    public Map<String, @Nullable Object> askAppState(ActivatedJob job) {
        return steps.look(job, step -> {
            return work.look(
                    step,
                    "app",
                    "The installation",
                    () -> apps.isInstalled(step)
                            ? new Progress(RemoteState.DONE, 100, "")
                            : new Progress(
                                    RemoteState.IN_PROGRESS,
                                    0,
                                    "The app manager does not list the app as enabled yet."));
        });
    }
}
