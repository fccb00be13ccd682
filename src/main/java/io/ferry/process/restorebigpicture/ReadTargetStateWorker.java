package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes what the target holds now: what a person sees before confirming, and what a roll-back must bring back. */
@Component
public class ReadTargetStateWorker {
    private final Steps steps;
    private final TargetStates states;

    ReadTargetStateWorker(Steps steps, TargetStates states) {
        this.steps = steps;
        this.states = states;
    }

    @JobWorker(
            type = "read-target-state",
            fetchVariables = {"migrationId"})
    public Map<String, @Nullable Object> readTargetState(ActivatedJob job) {
        return steps.run(job, states::read);
    }
}
