package io.ferry.process.reactivateintegrations;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
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

    @JobWorker(type = "activate-integrations")
    public Integrations.SwitchedOn activateIntegrations(
            ActivatedJob job, @VariablesAsType Integrations.Picked variables) {
        return steps.run(job, step -> integrations.activate(step, variables));
    }
}
