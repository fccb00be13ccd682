package io.ferry.api;

import io.ferry.process.engine.Incident;
import io.ferry.process.engine.WaitingTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds a migration up right now.
 *
 * @param tasks what waits for people, oldest first; null while Camunda does not answer
 * @param incidents what is stuck; null while Camunda does not answer
 * @param notes what a reader should know about this answer
 */
record Blockers(@Nullable List<WaitingTask> tasks, @Nullable List<Incident> incidents, List<String> notes) {
    Blockers {
        tasks = tasks == null ? null : List.copyOf(tasks);
        incidents = incidents == null ? null : List.copyOf(incidents);
        notes = List.copyOf(notes);
    }

    /** Whether nothing waits for a person and nothing is stuck, as far as Camunda says. */
    boolean isFree() {
        return tasks != null && tasks.isEmpty() && incidents != null && incidents.isEmpty();
    }
}
