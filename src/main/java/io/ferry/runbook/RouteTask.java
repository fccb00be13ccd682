package io.ferry.runbook;

import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import org.jspecify.annotations.Nullable;

/**
 * A task of people, as the models have it.
 *
 * @param question what it asks
 * @param name as in the diagram and in Tasklist
 * @param phase in whose process it is; null for that of the clean-up
 * @param group to which it goes: operator or approver
 */
public record RouteTask(
        Question question, String name, @Nullable Phase phase, String group) {}
