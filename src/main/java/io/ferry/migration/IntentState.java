package io.ferry.migration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a worker finds when it begins something that changes a remote site. */
public sealed interface IntentState {
    /** The intent that was begun, now or earlier. */
    Intent intent();

    /** Nobody has begun it yet, or it surely had no effect: go on and do it. */
    record Fresh(Intent intent) implements IntentState {}

    /** It has been done: do not repeat it, take the result. */
    record Done(Intent intent, Map<String, Object> result) implements IntentState {
        public Done {
            result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
        }
    }

    /**
     * It was begun by a job that has not told the end: ask the site, by the mark; if that says nothing, ask a person.
     *
     * @param inDoubt whether it is not even known that it was begun: Ferry's database was restored from a backup, and this
     *     may have been done after the backup
     */
    record Unfinished(Intent intent, boolean inDoubt) implements IntentState {
        public Unfinished(Intent intent) {
            this(intent, false);
        }
    }
}
