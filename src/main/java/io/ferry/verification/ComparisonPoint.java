package io.ferry.verification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When Ferry compares, in the order of the route. */
public enum ComparisonPoint {
    JIRA("Jira, after its import"),
    RESULT("The result, after the restore"),
    INTEGRATIONS("The integrations, after they were switched on"),
    ROLL_BACK("The app, after the roll-back");

    private final String title;

    ComparisonPoint(String title) {
        this.title = title;
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /** The name in addresses and JSON: {@code roll-back}. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The point of this name. */
    public static Optional<ComparisonPoint> withKey(String key) {
        return Arrays.stream(values()).filter(point -> point.key().equals(key)).findFirst();
    }
}
