package io.ferry.process.reactivateintegrations;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Asks whether the picked connections came up. */
@Component
public class CheckIntegrationStatesWorker {
    private final Steps steps;
    private final Integrations integrations;

    CheckIntegrationStatesWorker(Steps steps, Integrations integrations) {
        this.steps = steps;
        this.integrations = integrations;
    }

    @JobWorker(type = "check-integration-states")
    public Integrations.Seen checkIntegrationStates(
            ActivatedJob job, @VariablesAsType Integrations.PickedSince variables) {
        return steps.look(job, step -> integrations.look(step, variables));
    }
}
