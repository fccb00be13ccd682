package io.ferry.migration;

import java.time.Instant;

/**
 * When the long work of a phase told how far it is. One phase may do several such works, one after the other: then the
 * percentage falls.
 *
 * @param percent 0 to 100
 */
public record ProgressSample(Phase phase, Instant at, int percent) {}
