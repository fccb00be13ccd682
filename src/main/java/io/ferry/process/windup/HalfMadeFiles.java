package io.ferry.process.windup;

import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.artifact.Downloads;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** What Ferry has fetched, and what people have handed over, only in part. */
@Component
class HalfMadeFiles {
    private final Downloads fetches;
    private final IncomingFiles arrivals;

    HalfMadeFiles(Downloads fetches, IncomingFiles arrivals) {
        this.fetches = fetches;
        this.arrivals = arrivals;
    }

    /** Removes it; whole files are kept. */
    NoVariables remove(Step step) {
        fetches.removeHalfMade(step.id().value());
        arrivals.list().stream()
                .filter(arrival -> arrival.owner().equals(step.id().value()))
                .filter(arrival -> arrivals.received(arrival.id()) < arrival.bytes())
                .map(IncomingFile::id)
                .forEach(arrivals::discard);
        return new NoVariables();
    }
}
