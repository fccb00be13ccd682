package io.ferry.process.mapusers;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @JobWorker(
            type = "match-users",
            fetchVariables = {"migrationId"})
    public Map<String, @Nullable Object> matchUsers(ActivatedJob job) {
        return steps.run(job, matching::match);
    }
}
