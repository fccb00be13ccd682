package io.ferry.process.reminders;

import io.ferry.base.PlainText;
import io.ferry.migration.Notices.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell.
 *
 * @param keys under which it is remembered that it was told; the last one is the reason to tell it now
 * @param text a sentence; names tasks and phases, no people
 * @param link where the reader goes on; null if the migration's page says it all
 * @param groups whom it concerns, by candidate group; empty for everybody
 */
record Notice(List<Key> keys, String text, @Nullable String link, List<String> groups) {
    Notice {
        text = PlainText.line(text);
        link = link == null ? null : PlainText.line(link);
        keys = List.copyOf(keys);
        groups = List.copyOf(groups);
    }
}
