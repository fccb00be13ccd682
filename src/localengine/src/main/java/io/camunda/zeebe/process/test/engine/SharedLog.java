package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Makes the engine's log fit for readers in other threads. Zeebe Process Test 8.8.21 keeps it in a plain list, whose end a
 * reader may find empty while the engine writes: a request that looked for its answer there then failed.
 */
public final class SharedLog {
    private static final String ENTRIES = "logEntries";

    private SharedLog() {}

    /**
     * Lets others read what the engine writes.
     *
     * @param engine has not been started yet
     */
    public static void of(ZeebeTestEngine engine) {
        EngineParts.replace(storage(engine), ENTRIES, Collections.synchronizedList(new ArrayList<>(entries(engine))));
    }

    /** What the engine has written. */
    static List<?> entries(ZeebeTestEngine engine) {
        return (List<?>) EngineParts.of(storage(engine), ENTRIES);
    }

    private static Object storage(ZeebeTestEngine engine) {
        return EngineParts.of(EngineParts.of(engine, "logStream"), "logStorage");
    }
}
