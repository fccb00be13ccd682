package io.ferry.migration;

/**
 * Where in the process a person answered.
 *
 * @param processInstance the key of the instance of the phase's process
 * @param elementInstance the key of the element instance that records the answer
 */
public record TaskVisit(long processInstance, long elementInstance) {}
