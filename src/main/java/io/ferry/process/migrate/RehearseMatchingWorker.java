package io.ferry.process.migrate;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Steps;
import io.ferry.process.mapusers.PeopleMatching;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Matches people in a rehearsal, which says who would be missing, and measures how long that takes. */
@Component
public class RehearseMatchingWorker {
    private final Steps steps;
    private final PeopleMatching matching;
    private final Timeline timeline;

    RehearseMatchingWorker(Steps steps, PeopleMatching matching, Timeline timeline) {
        this.steps = steps;
        this.matching = matching;
        this.timeline = timeline;
    }

    @JobWorker(
            type = "rehearse-matching",
            fetchVariables = {"migrationId"})
    public Map<String, @Nullable Object> rehearseMatching(ActivatedJob job) {
        return steps.run(job, step -> {
            timeline.phaseStarted(step.id(), Phase.MAP_USERS);
            Map<String, Object> matched = matching.match(step);
            timeline.phaseEnded(step.id(), Phase.MAP_USERS);
            return matched;
        });
    }
}
