package io.ferry.process.common;

import io.ferry.migration.Event;
import io.ferry.migration.Migrations;
import io.ferry.migration.Outcome;
import io.ferry.migration.Timeline;
import org.springframework.stereotype.Component;

/** How a migration ended. */
@Component
class RecordedOutcome {
    private final Migrations migrations;
    private final Timeline timeline;

    RecordedOutcome(Migrations migrations, Timeline timeline) {
        this.migrations = migrations;
        this.timeline = timeline;
    }

    /** Closes the record with the outcome that the task's header names. */
    NoVariables close(Step step) {
        Outcome outcome = Outcome.valueOf(step.requiredHeader("outcome"));
        if (migrations.recordOutcome(step.id(), outcome)) {
            timeline.record(step.id(), null, step.name(), Event.Kind.NOTE, "The migration ended: " + outcome, null);
        }
        return new NoVariables();
    }
}
