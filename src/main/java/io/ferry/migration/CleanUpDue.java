package io.ferry.migration;

import java.time.Instant;

/**
 * Published every hour or so: whoever keeps something for a limited time deletes what is older.
 *
 * @param at the time now
 */
public record CleanUpDue(Instant at) {}
