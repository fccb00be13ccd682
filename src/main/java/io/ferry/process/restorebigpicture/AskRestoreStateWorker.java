package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks how far the restore has come. */
@Component
public class AskRestoreStateWorker {
    private final Steps steps;
    private final Restore restore;

    AskRestoreStateWorker(Steps steps, Restore restore) {
        this.steps = steps;
        this.restore = restore;
    }

    @JobWorker(
            type = "ask-restore-state",
            fetchVariables = {"migrationId", "restoreId", "restorePercent", "restoreMovedAt"})
    public Map<String, @Nullable Object> askRestoreState(ActivatedJob job) {
        return steps.look(job, restore::look);
    }
}
