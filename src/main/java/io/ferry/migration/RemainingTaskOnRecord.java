package io.ferry.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A remaining task and what people said about it, as the fact {@link FactName#REMAINING_TASKS} lists it.
 *
 * @param found what Ferry counted for it; empty where there is nothing to count
 * @param by who said so last; null while nobody has
 * @param at when
 */
public record RemainingTaskOnRecord(
        RemainingTask task,
        String title,
        RemainingTask.State state,
        String found,
        @Nullable String by,
        @Nullable Instant at) {}
