package io.ferry.migration;

/**
 * Ferry's database was put back to an earlier state while this Ferry and others worked with it. Nothing that is begun now would be right:
 * a Ferry that starts finds out what the record lacks.
 */
public record DatabaseExchanged() {}
