package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts on record what a person confirmed; one confirmation allows one change. */
@Component
public class RecordConfirmationWorker {
    private final Steps steps;
    private final Answers answers;

    RecordConfirmationWorker(Steps steps, Answers answers) {
        this.steps = steps;
        this.answers = answers;
    }

    @JobWorker(
            type = "record-confirmation",
            fetchVariables = {
                "migrationId",
                "decision",
                "reason",
                "problem",
                "readiness",
                "baseline",
                "dumpFile",
                "backupFile",
                "backupVerdict",
                "jiraComparison",
                "targetApp",
                "matching",
                "mapping",
                "created",
                "targetState",
                "safetyDump",
                "verification",
                "integrations",
                "rolledBack"
            })
    public Map<String, @Nullable Object> recordConfirmation(ActivatedJob job) {
        return steps.look(job, step -> {
            answers.record(step, Event.Kind.CONFIRMED);
            return Map.of();
        });
    }
}
