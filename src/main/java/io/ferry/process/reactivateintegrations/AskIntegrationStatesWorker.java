package io.ferry.process.reactivateintegrations;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks whether the picked connections came up. */
@Component
public class AskIntegrationStatesWorker {
    private final Steps steps;
    private final Integrations integrations;

    AskIntegrationStatesWorker(Steps steps, Integrations integrations) {
        this.steps = steps;
        this.integrations = integrations;
    }

    @JobWorker(
            type = "ask-integration-states",
            fetchVariables = {"migrationId", "picked", "integrationsSince"})
    public Map<String, @Nullable Object> askIntegrationStates(ActivatedJob job) {
        return steps.look(job, integrations::look);
    }
}
