package io.ferry.process.reactivateintegrations;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Lists the app's connections, so that a person can pick. */
@Component
public class ListIntegrationsWorker {
    private final Steps steps;
    private final Integrations integrations;

    ListIntegrationsWorker(Steps steps, Integrations integrations) {
        this.steps = steps;
        this.integrations = integrations;
    }

    @JobWorker(type = "list-integrations")
    public Integrations.Listed listIntegrations(ActivatedJob job) {
        return steps.run(job, integrations::list);
    }
}
