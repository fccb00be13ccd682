package io.ferry.verification;

import java.util.Map;

/** Comparisons without configuration, for the tests of other rooms. */
public final class ComparisonsForTests {
    static final VerificationProperties PROPERTIES = new VerificationProperties(20_000, 2_000, Map.of());

    private ComparisonsForTests() {}

    /** Comparisons without configuration. */
    public static Comparisons comparisons() {
        return new Comparisons(PROPERTIES);
    }
}
