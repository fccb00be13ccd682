package io.ferry.backup.content;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The fields that are wanted of a record, and who takes them (in the same order; null where a record has none). */
record Wanted(List<String> fields, Consumer<@Nullable String[]> taker) {
    static final Wanted NOTHING = new Wanted(List.of(), values -> {});
}
