package io.ferry.process.runaphase;

import io.ferry.migration.Event;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A roll-back that a phase which was started alone wants. */
@Component
class WantedRollBack {
    private final Timeline timeline;

    WantedRollBack(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The phase that was started alone. */
    record Alone(@Nullable String phase) {}

    /** Puts on record that it is wanted, and how a person starts it. */
    NoVariables note(Step step, Alone alone) {
        timeline.record(
                step.id(),
                Optional.ofNullable(alone.phase()).flatMap(Phase::ofProcess).orElse(null),
                step.name(),
                Event.Kind.PROBLEM,
                "A roll-back is wanted, and nothing is rolled back yet. Start it: POST /api/migrations/" + step.id()
                        + "/phases/roll-back");
        return new NoVariables();
    }
}
