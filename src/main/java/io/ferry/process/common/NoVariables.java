package io.ferry.process.common;

/** The result of a worker that sets no variables: its step is done, and an earlier problem is cleared. */
public record NoVariables() {}
