package io.ferry.verification;

import java.time.Clock;
import java.util.Map;

/** The room's services for tests of other rooms, with its defaults. */
public final class VerificationForTests {
    private static final VerificationProperties PROPERTIES = new VerificationProperties(100, 10, 100, Map.of());

    private VerificationForTests() {}

    /** Looks at sites by the system's clock. */
    public static Baselines baselines() {
        return new Baselines(apps(), Clock.systemUTC());
    }

    /** Asks apps. */
    public static AppInventory apps() {
        return new AppInventory(PROPERTIES);
    }

    /** Compares. */
    public static Comparisons comparisons() {
        return new Comparisons(PROPERTIES);
    }
}
