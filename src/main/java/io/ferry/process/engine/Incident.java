package io.ferry.process.engine;

import java.time.Instant;

/**
 * Something that is stuck until an operator acts.
 *
 * @param type Camunda's name for the kind of trouble
 * @param message what happened and what to do
 * @param since when it got stuck
 * @param link where an operator looks at it and tries again
 */
public record Incident(String type, String message, Instant since, String link) {}
