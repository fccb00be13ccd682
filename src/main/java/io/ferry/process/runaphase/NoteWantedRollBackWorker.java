package io.ferry.process.runaphase;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Event;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Steps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts on record that a phase which was started alone wants a roll-back, and how a person starts it. */
@Component
public class NoteWantedRollBackWorker {
    private final Steps steps;
    private final Timeline timeline;

    NoteWantedRollBackWorker(Steps steps, Timeline timeline) {
        this.steps = steps;
        this.timeline = timeline;
    }

    @JobWorker(
            type = "note-wanted-roll-back",
            fetchVariables = {"migrationId", "phase"})
    public Map<String, @Nullable Object> noteWantedRollBack(ActivatedJob job) {
        return steps.look(job, step -> {
            timeline.record(
                    step.id(),
                    Optional.ofNullable(step.text("phase"))
                            .flatMap(Phase::ofProcess)
                            .orElse(null),
                    step.name(),
                    Event.Kind.PROBLEM,
                    "A roll-back is wanted, and nothing is rolled back yet. Start it: POST /api/migrations/" + step.id()
                            + "/phases/roll-back");
            return Map.of();
        });
    }
}
