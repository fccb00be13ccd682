package io.ferry.process.mapusers;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
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

    @JobWorker(type = "create-users")
    public AccountCreation.Created createUsers(ActivatedJob job) {
        return steps.run(job, creation::create);
    }
}
