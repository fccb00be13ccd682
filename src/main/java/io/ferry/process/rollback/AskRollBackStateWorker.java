package io.ferry.process.rollback;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks how far the roll-back has come. */
@Component
public class AskRollBackStateWorker {
    private final Steps steps;
    private final RollBack rollBack;

    AskRollBackStateWorker(Steps steps, RollBack rollBack) {
        this.steps = steps;
        this.rollBack = rollBack;
    }

    @JobWorker(
            type = "ask-roll-back-state",
            fetchVariables = {"migrationId", "rollBackId", "rollBackPercent", "rollBackMovedAt"})
    public Map<String, @Nullable Object> askRollBackState(ActivatedJob job) {
        return steps.look(job, rollBack::look);
    }
}
