package io.ferry.process.reactivateintegrations;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Switches on what was picked; the primary connection is left alone. */
@Component
public class ActivateIntegrationsWorker {
    private final Steps steps;
    private final Integrations integrations;

    ActivateIntegrationsWorker(Steps steps, Integrations integrations) {
        this.steps = steps;
        this.integrations = integrations;
    }

    @JobWorker(
            type = "activate-integrations",
            fetchVariables = {"migrationId", "picked"})
    public Map<String, @Nullable Object> activateIntegrations(ActivatedJob job) {
        return steps.run(job, integrations::activate);
    }
}
