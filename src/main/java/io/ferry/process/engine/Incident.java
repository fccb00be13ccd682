package io.ferry.process.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is stuck until an operator acts.
 *
 * @param key Camunda's key of it
 * @param jobKey the job that ran out of tries, if it is a job that is stuck
 * @param type Camunda's name for the kind of trouble
 * @param message what happened and what to do
 * @param since when it got stuck
 * @param link where an operator looks at it and tries again
 */
public record Incident(
        @JsonIgnore long key,
        @JsonIgnore @Nullable Long jobKey,
        String type,
        String message,
        Instant since,
        String link) {}
