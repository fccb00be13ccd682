package io.ferry.process.cleanup;

import io.ferry.migration.Confirmations;
import io.ferry.migration.Intents;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** The record of a migration that ends early: nothing new begins. */
@Component
class ClosedRecord {
    private final Intents intents;
    private final Confirmations confirmations;

    ClosedRecord(Intents intents, Confirmations confirmations) {
        this.intents = intents;
        this.confirmations = confirmations;
    }

    /** Whether people still may not change the source. */
    record Source(boolean sourceFrozen) {}

    /** Closes the record to new work, and looks up whether the source is frozen. */
    Source close(Step step) {
        intents.closeToNewWork(step.id());
        return new Source(confirmations.isSourceFrozen(step.id()));
    }
}
