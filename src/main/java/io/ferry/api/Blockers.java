package io.ferry.api;

import io.ferry.process.common.RetriedSteps.RetriedStep;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds a migration up right now.
 *
 * @param tasks what waits for people, oldest first; null while Camunda does not answer
 * @param incidents what is stuck; null while Camunda does not answer
 * @param retried what Ferry tries again by itself, oldest first
 * @param notes what a reader should know about this answer
 */
record Blockers(
        @Nullable List<WaitingTask> tasks,
        @Nullable List<Incident> incidents,
        List<RetriedStep> retried,
        List<String> notes) {
    Blockers {
        tasks = tasks == null ? null : List.copyOf(tasks);
        incidents = incidents == null ? null : List.copyOf(incidents);
        retried = List.copyOf(retried);
        notes = List.copyOf(notes);
    }

    /** Whether it does not go on by itself: somebody must act, as far as is known. */
    boolean needsPeople() {
        return tasks != null && !tasks.isEmpty() || incidents != null && !incidents.isEmpty();
    }

    /** Whether nothing waits for a person, nothing is stuck and nothing is tried again, as far as is known. */
    boolean isFree() {
        return retried.isEmpty() && tasks != null && tasks.isEmpty() && incidents != null && incidents.isEmpty();
    }
}
