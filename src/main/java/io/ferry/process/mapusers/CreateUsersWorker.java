package io.ferry.process.mapusers;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Creates an account for each person who has none and can have one. */
@Component
public class CreateUsersWorker {
    private final Steps steps;
    private final AccountCreation creation;

    CreateUsersWorker(Steps steps, AccountCreation creation) {
        this.steps = steps;
        this.creation = creation;
    }

    @JobWorker(
            type = "create-users",
            fetchVariables = {"migrationId"})
    public Map<String, @Nullable Object> createUsers(ActivatedJob job) {
        return steps.run(job, creation::create);
    }
}
