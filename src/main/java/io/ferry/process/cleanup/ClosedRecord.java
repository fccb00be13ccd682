package io.ferry.process.cleanup;

import io.ferry.migration.Intents;
import io.ferry.migration.LeftBehind;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** The record of a migration that ends early: nothing new begins. */
@Component
class ClosedRecord {
    private final Intents intents;
    private final LeftBehind leftBehind;

    ClosedRecord(Intents intents, LeftBehind leftBehind) {
        this.intents = intents;
        this.leftBehind = leftBehind;
    }

    /** Whether people still may not change the source, or somebody may have begun to keep them out. */
    record Source(boolean sourceFrozen) {}

    /** Closes the record to new work, and looks up whether the source is frozen. */
    Source close(Step step) {
        intents.closeToNewWork(step.id());
        return new Source(leftBehind.sourceMayBeFrozen(step.id()));
    }
}
