package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the dump that the app made of itself before the restore, and stores a copy. */
@Component
public class KeepSafetyDumpWorker {
    private final Steps steps;
    private final SafetyDumps dumps;

    KeepSafetyDumpWorker(Steps steps, SafetyDumps dumps) {
        this.steps = steps;
        this.dumps = dumps;
    }

    @JobWorker(
            type = "keep-safety-dump",
            fetchVariables = {"migrationId", "restoreId"})
    public Map<String, @Nullable Object> keepSafetyDump(ActivatedJob job) {
        return steps.run(job, dumps::keep);
    }
}
