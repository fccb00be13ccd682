package io.ferry.migration;

import org.jspecify.annotations.Nullable;

/**
 * A target that is held for a phase which was started alone.
 *
 * @param processInstanceKey the instance that it is held for; null as long as none is known to have begun
 */
public record PhaseHold(Phase phase, @Nullable Long processInstanceKey) {}
