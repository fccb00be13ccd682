package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.Fetches;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Removes what Ferry has fetched for the migration only in part; whole files are kept. */
@Component
public class RemoveHalfMadeFilesWorker {
    private final Steps steps;
    private final Fetches fetches;

    RemoveHalfMadeFilesWorker(Steps steps, Fetches fetches) {
        this.steps = steps;
        this.fetches = fetches;
    }

    @JobWorker(type = "remove-half-made-files", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> removeHalfMadeFiles(ActivatedJob job) {
        return steps.look(job, step -> {
            fetches.removeHalfMade(step.id().value());
            return Map.of();
        });
    }
}
