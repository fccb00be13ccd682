package io.ferry.process.restorebigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks whether everything is still as it was confirmed. */
@Component
public class CheckConfirmationWorker {
    private final Steps steps;
    private final ConfirmationCheck check;

    CheckConfirmationWorker(Steps steps, ConfirmationCheck check) {
        this.steps = steps;
        this.check = check;
    }

    @JobWorker(
            type = "check-confirmation",
            fetchVariables = {"migrationId", "problem"})
    public Map<String, @Nullable Object> checkConfirmation(ActivatedJob job) {
        return steps.run(job, check::check);
    }
}
