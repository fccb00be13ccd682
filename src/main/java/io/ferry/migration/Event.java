package io.ferry.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as the timeline tells it.
 *
 * @param phase the phase it belongs to, or null for the migration as a whole
 * @param step what was worked at: the name of the task as the diagram has it
 * @param message a sentence for people, without people's data
 * @param by who did it, if a person did
 */
public record Event(
        Instant at,
        @Nullable Phase phase,
        String step,
        Kind kind,
        String message,
        @Nullable String by) {

    /** What sort of event it is. */
    public enum Kind {
        STARTED,
        DONE,
        DECIDED,
        CONFIRMED,
        PROBLEM,
        NOTE,
        /** What somebody saw on a screen where the form says something else. */
        SCREEN,
        /** Something was put on record for which the chain of events vouches; only the report shows it. */
        EVIDENCE
    }
}
