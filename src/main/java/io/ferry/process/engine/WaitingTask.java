package io.ferry.process.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a person.
 *
 * @param id its id in Tasklist
 * @param name as in the diagram
 * @param elementId the element's id in the diagram
 * @param process the id of the process it stands in
 * @param since when it was created
 * @param candidateGroups who may take it
 * @param assignee who took it, if anybody did
 * @param link where a person completes it
 */
public record WaitingTask(
        String id,
        String name,
        String elementId,
        String process,
        Instant since,
        List<String> candidateGroups,
        @Nullable String assignee,
        String link) {
    public WaitingTask {
        candidateGroups = List.copyOf(candidateGroups);
    }
}
