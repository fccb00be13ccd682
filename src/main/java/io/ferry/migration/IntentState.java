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

    /** It was begun by a job that has not told the end: ask the site, by the mark; if that says nothing, ask a person. */
    record Unfinished(Intent intent) implements IntentState {}
}
