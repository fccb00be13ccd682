package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Event;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Timeline;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Closes the record of a migration with the outcome that the task's header names. */
@Component
public class RecordOutcomeWorker {
    private final Steps steps;
    private final Migrations migrations;
    private final Timeline timeline;

    RecordOutcomeWorker(Steps steps, Migrations migrations, Timeline timeline) {
        this.steps = steps;
        this.migrations = migrations;
        this.timeline = timeline;
    }

    @JobWorker(type = "record-outcome", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> recordOutcome(ActivatedJob job) {
        return steps.look(job, step -> {
            Outcome outcome = Outcome.valueOf(step.requiredHeader("outcome"));
            if (migrations.recordOutcome(step.id(), outcome)) {
                timeline.record(step.id(), null, step.name(), Event.Kind.NOTE, "The migration ended: " + outcome, null);
            }
            return Map.of();
        });
    }
}
