package io.ferry.process.checkreadiness;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Steps;
import io.ferry.readiness.Readiness;
import io.ferry.readiness.ReadinessReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at both sites and at Ferry itself, by every check there is. */
@Component
public class RunReadinessChecksWorker {
    private final Steps steps;
    private final Crossings crossings;
    private final Readiness readiness;
    private final FactsOfMigration facts;

    RunReadinessChecksWorker(Steps steps, Crossings crossings, Readiness readiness, FactsOfMigration facts) {
        this.steps = steps;
        this.crossings = crossings;
        this.readiness = readiness;
        this.facts = facts;
    }

    @JobWorker(type = "run-readiness-checks", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> runReadinessChecks(ActivatedJob job) {
        return steps.run(job, step -> {
            ReadinessReport report = readiness.check(crossings.of(step.migration()));
            facts.verified(step.id(), FactName.READINESS, report);
            return Map.of("readiness", ReadinessFound.of(report));
        });
    }
}
