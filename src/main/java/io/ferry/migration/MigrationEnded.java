package io.ferry.migration;

/** A migration has just ended; published within the transaction that records it. */
public record MigrationEnded(MigrationId id, Outcome outcome) {}
