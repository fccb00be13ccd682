package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks how far the safety dump is, and keeps a copy of it. */
@Component
public class AskSafetyDumpStateWorker {
    private final Steps steps;
    private final SafetyDumps dumps;

    AskSafetyDumpStateWorker(Steps steps, SafetyDumps dumps) {
        this.steps = steps;
        this.dumps = dumps;
    }

    @JobWorker(
            type = "ask-safety-dump-state",
            fetchVariables = {"migrationId", "safetyMark", "safetyPercent", "safetyMovedAt"})
    public Map<String, @Nullable Object> askSafetyDumpState(ActivatedJob job) {
        return steps.look(job, dumps::look);
    }
}
