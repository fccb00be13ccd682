package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts the restore of the safety dump, at most once for each decision. */
@Component
public class RestoreSafetyDumpWorker {
    private final Steps steps;
    private final RollBack rollBack;

    RestoreSafetyDumpWorker(Steps steps, RollBack rollBack) {
        this.steps = steps;
        this.rollBack = rollBack;
    }

    @JobWorker(
            type = "restore-safety-dump",
            fetchVariables = {"migrationId", "rollBackDump"})
    public Map<String, @Nullable Object> restoreSafetyDump(ActivatedJob job) {
        return steps.run(job, rollBack::start);
    }
}
