package io.ferry.process.mapusers;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import org.springframework.stereotype.Component;

/** Matches the people of both sites and keeps the result in Ferry; the process gets counts. */
@Component
public class MatchUsersWorker {
    private final Steps steps;
    private final PeopleMatching matching;

    MatchUsersWorker(Steps steps, PeopleMatching matching) {
        this.steps = steps;
        this.matching = matching;
    }

    @JobWorker(type = "match-users")
    public PeopleMatching.Matched matchUsers(ActivatedJob job) {
        return steps.run(job, matching::match);
    }
}
