package io.ferry.process.installbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @JobWorker(type = "check-target-app", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> checkTargetApp(ActivatedJob job) {
        return steps.run(job, step -> {
            return Map.of("targetApp", apps.lookAt(step));
        });
    }
}
