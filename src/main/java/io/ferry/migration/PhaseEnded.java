package io.ferry.migration;

/**
 * A phase has just ended; published within the transaction that records it.
 *
 * @param run how often the phase has run, this time included
 */
public record PhaseEnded(MigrationId id, Phase phase, int run) {}
