package io.ferry.process.common;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.Phase;
import java.util.Optional;

/** Which phase it is that begins or ends. */
final class RecordedPhase {
    private static final String ALONE = "phase";

    private RecordedPhase() {}

    /** Whether the phase was started alone. */
    static boolean isAlone(ActivatedJob job) {
        return job.getVariablesAsMap().get(ALONE) != null;
    }

    /**
     * The phase that runs alone stands in the variable {@code phase}; the main process has a call activity for each.
     *
     * @throws IllegalStateException if neither tells
     */
    static Phase of(ActivatedJob job) {
        return Optional.ofNullable(job.getVariablesAsMap().get(ALONE))
                .flatMap(processId -> Phase.ofProcess(processId.toString()))
                .or(() -> Phase.ofCallActivity(job.getElementId()))
                .orElseThrow(() -> new IllegalStateException("No phase is called by " + job.getElementId()));
    }
}
