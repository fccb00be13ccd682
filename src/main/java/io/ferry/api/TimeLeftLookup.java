package io.ferry.api;

import io.ferry.forecast.TimeLeft;
import io.ferry.forecast.TimesLeft;
import io.ferry.migration.Migration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The time left of migrations, as answers and pages tell it: whether one waits for people, Camunda says. */
@Component
class TimeLeftLookup {
    private final TimesLeft timesLeft;
    private final BlockerLookup blockerLookup;

    TimeLeftLookup(TimesLeft timesLeft, BlockerLookup blockerLookup) {
        this.timesLeft = timesLeft;
        this.blockerLookup = blockerLookup;
    }

    /** The time left; null if it has ended, or its process has not reported. */
    @Nullable
    TimeLeft of(Migration migration, Blockers blockers) {
        return timesLeft.of(migration, blockers.needsPeople()).orElse(null);
    }

    /** The same, as Camunda said a few seconds ago at most. */
    @Nullable
    TimeLeft of(Migration migration) {
        return migration.outcome() != null || migration.processInstanceKey() == null
                ? null
                : of(migration, blockerLookup.recent(migration));
    }
}
