package io.ferry.process.windup;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.artifact.Arrival;
import io.ferry.artifact.Arrivals;
import io.ferry.artifact.Fetches;
import io.ferry.process.common.Steps;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Removes what Ferry has fetched, and what people have handed over, only in part; whole files are kept. */
@Component
public class RemoveHalfMadeFilesWorker {
    private final Steps steps;
    private final Fetches fetches;
    private final Arrivals arrivals;

    RemoveHalfMadeFilesWorker(Steps steps, Fetches fetches, Arrivals arrivals) {
        this.steps = steps;
        this.fetches = fetches;
        this.arrivals = arrivals;
    }

    @JobWorker(type = "remove-half-made-files", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> removeHalfMadeFiles(ActivatedJob job) {
        return steps.look(job, step -> {
            fetches.removeHalfMade(step.id().value());
            arrivals.list().stream()
                    .filter(arrival -> arrival.owner().equals(step.id().value()))
                    .filter(arrival -> arrivals.received(arrival.id()) < arrival.bytes())
                    .map(Arrival::id)
                    .forEach(arrivals::discard);
            return Map.of();
        });
    }
}
