package io.ferry.process.windup;

import io.ferry.artifact.Arrival;
import io.ferry.artifact.Arrivals;
import io.ferry.artifact.Fetches;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** What Ferry has fetched, and what people have handed over, only in part. */
@Component
class HalfMadeFiles {
    private final Fetches fetches;
    private final Arrivals arrivals;

    HalfMadeFiles(Fetches fetches, Arrivals arrivals) {
        this.fetches = fetches;
        this.arrivals = arrivals;
    }

    /** Removes it; whole files are kept. */
    NoVariables remove(Step step) {
        fetches.removeHalfMade(step.id().value());
        arrivals.list().stream()
                .filter(arrival -> arrival.owner().equals(step.id().value()))
                .filter(arrival -> arrivals.received(arrival.id()) < arrival.bytes())
                .map(Arrival::id)
                .forEach(arrivals::discard);
        return new NoVariables();
    }
}
