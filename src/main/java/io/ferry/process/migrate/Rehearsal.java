package io.ferry.process.migrate;

import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Step;
import io.ferry.process.mapusers.PeopleMatching;
import org.springframework.stereotype.Component;

/** The matching of people in a rehearsal, told as the phase that it rehearses. */
@Component
class Rehearsal {
    private final PeopleMatching matching;
    private final Timeline timeline;

    Rehearsal(PeopleMatching matching, Timeline timeline) {
        this.matching = matching;
        this.timeline = timeline;
    }

    PeopleMatching.Matched match(Step step) {
        timeline.phaseStarted(step.id(), Phase.MAP_USERS);
        PeopleMatching.Matched matched = matching.match(step);
        timeline.phaseEnded(step.id(), Phase.MAP_USERS);
        return matched;
    }
}
