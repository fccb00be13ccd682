package io.ferry.process.checkreadiness;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Steps;
import io.ferry.verification.Baselines;
import io.ferry.verification.Inventory;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts what stands on the source, to be compared with what arrives. */
@Component
public class TakeBaselineWorker {
    private final Steps steps;
    private final Sites sites;
    private final Baselines baselines;
    private final FactsOfMigration facts;

    TakeBaselineWorker(Steps steps, Sites sites, Baselines baselines, FactsOfMigration facts) {
        this.steps = steps;
        this.sites = sites;
        this.baselines = baselines;
        this.facts = facts;
    }

    @JobWorker(type = "take-baseline", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> takeBaseline(ActivatedJob job) {
        return steps.run(job, step -> {
            Inventory found = baselines.take(sites.source(step.settings()), sites.sourceApp(step.migration()));
            facts.verified(step.id(), FactName.BASELINE, found);
            return Map.of("baseline", Counts.of(found));
        });
    }
}
