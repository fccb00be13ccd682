package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Intents;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Closes the record to new work before anything else, and looks up whether the source is frozen. */
@Component
public class BeginNothingMoreWorker {
    private final Steps steps;
    private final Intents intents;
    private final Confirmations confirmations;

    BeginNothingMoreWorker(Steps steps, Intents intents, Confirmations confirmations) {
        this.steps = steps;
        this.intents = intents;
        this.confirmations = confirmations;
    }

    @JobWorker(type = "begin-nothing-more", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> beginNothingMore(ActivatedJob job) {
        return steps.look(job, step -> {
            intents.beginNothingMore(step.id());
            return Map.of("sourceFrozen", confirmations.isSourceFrozen(step.id()));
        });
    }
}
