package io.ferry.process;

import io.ferry.migration.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The variables of a registered migration, as the phases find them. Every way is by hand until a test says otherwise. */
final class AMigration {
    static final String ID = "m-1";
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final Map<String, Object> variables = new HashMap<>();
    private final Map<String, Object> modes = new HashMap<>();

    private AMigration() {
        variables.put("migrationId", ID);
        variables.put("appName", "BigPicture");
        variables.put("rehearsal", false);
        variables.put("pollPause", PAUSE.toString());
        for (Operation operation : Operation.values()) {
            modes.put(operation.key(), "MANUAL");
        }
    }

    static AMigration aMigration() {
        return new AMigration();
    }

    /** Ferry does this operation itself. */
    AMigration automatically(String operation) {
        modes.put(operation, "AUTOMATIC");
        return this;
    }

    /** Ferry does everything itself that it can. */
    AMigration fullyAutomatic() {
        modes.replaceAll((operation, way) -> "AUTOMATIC");
        return this;
    }

    AMigration rehearsal() {
        return with("rehearsal", true);
    }

    AMigration with(String variable, Object value) {
        variables.put(variable, value);
        return this;
    }

    Map<String, Object> variables() {
        Map<String, Object> all = new HashMap<>(variables);
        all.put("modes", modes);
        return all;
    }
}
